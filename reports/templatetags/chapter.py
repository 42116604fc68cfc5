"""The chapters' own tags: they write tokens, never numbers, so that one parser serves every text.

``{% fig "motions.received" %}``            a token; a second argument is the subject
``{% fig "motions.units" mode="list" %}``   a token of another mode
``{% want "a.x" %}…{% endwant %}``          the words, if there are rows; else what they would have
                                            said goes to the 缺数清单
``{% some "a.x" %}…{% endsome %}``          the words, if there are rows; a zero is simply not told
``{% owed "a.x" %}…{% endowed %}``         never printed: while there are such rows, these words are on
                                            the 缺数清单
``{% joined "其中" "。" %}…{% endjoined %}``  the lines of it that say something, joined by 、 between
                                            these words; nothing, if none does
"""

from django import template
from django.db.models import Model
from django.template import Context, Node, NodeList, TemplateSyntaxError
from django.template.base import FilterExpression, Parser
from django.template.base import Token as TemplateToken

from renda.core.text import as_clause
from reports.tokens import Token, blanked

register = template.Library()


def full_key(key: str, subject: Model | None) -> str:
    """The key of a figure, of one subject if one is given."""
    return f"{key}@{subject.pk}" if subject else key


@register.simple_tag(takes_context=True)
def fig(
    context: Context, key: str, subject: Model | None = None, *, mode: str = "value", by: str = ""
) -> str:
    """The token of a figure; an unknown key is a mistake in the template and raises."""
    name = full_key(key, subject)
    if context["book"].get(name) is None:
        raise TemplateSyntaxError(f"no figure {name!r}")
    return str(Token("by" if by else mode, (name,), by))


@register.simple_tag(takes_context=True)
def bars(context: Context, title: str, *keys: str) -> str:
    """Several figures as bars, on a line of its own."""
    return _several(context, "bars", title, keys)


@register.simple_tag(takes_context=True)
def years(context: Context, title: str, *keys: str) -> str:
    """Several figures of this year and the last, on a line of its own."""
    return _several(context, "years", title, keys)


def _several(context: Context, mode: str, title: str, keys: tuple[str, ...]) -> str:
    for key in keys:
        if context["book"].get(key) is None:
            raise TemplateSyntaxError(f"no figure {key!r}")
    return str(Token(mode, keys, title))


@register.simple_tag(takes_context=True)
def number(context: Context, key: str, subject: Model | None = None):
    """The value itself, for ``{% if %}``; never printed."""
    name = full_key(key, subject)
    quote = context["book"].get(name)
    if quote is None:
        raise TemplateSyntaxError(f"no figure {name!r}")
    return quote.value or 0


@register.simple_tag(takes_context=True)
def subjects(context: Context, key: str) -> list[Model]:
    """The subjects of a figure: ``{% subjects "activities.campaign_places" as campaigns %}``."""
    return context["book"].subjects(key)


@register.filter
def quoted(name: object) -> str:
    """A name in quotation marks, unless it brings its own."""
    text = str(name)
    return text if "“" in text else f"“{text}”"


@register.filter
def clause(narrative: str) -> str:
    """What the office wrote on a record, as one sentence; nothing for nothing."""
    words = as_clause(narrative)
    return f"{words}。" if words else ""


class Want(Node):
    """``{% want key [subject] %}…{% endwant %}``; one inside a missing one is part of its sentence."""

    def __init__(
        self,
        key: FilterExpression,
        subject: FilterExpression | None,
        body: NodeList,
        *,
        is_asked_for: bool,
    ) -> None:
        self.key, self.subject, self.nodelist = key, subject, body
        self.is_asked_for = is_asked_for

    def render(self, context: Context) -> str:
        subject = self.subject.resolve(context) if self.subject else None
        name = full_key(self.key.resolve(context), subject)
        quote = context["book"].get(name)
        if quote is None:
            raise TemplateSyntaxError(f"no figure {name!r}")
        is_inside = context.get("is_missing", False)
        if quote.value or (is_inside and self.is_asked_for):
            return self.nodelist.render(context)
        if self.is_asked_for:
            with context.push(is_missing=True):
                words = self.nodelist.render(context)
            context["missing"].append((quote, blanked(words)))
        return ""


@register.tag
def want(parser: Parser, token: TemplateToken) -> Want:
    """Words that need a figure, and ask for it."""
    return _want(parser, token, is_asked_for=True)


@register.tag
def some(parser: Parser, token: TemplateToken) -> Want:
    """Words that need a figure, and do without it."""
    return _want(parser, token, is_asked_for=False)


def _want(parser: Parser, token: TemplateToken, *, is_asked_for: bool) -> Want:
    name, *parts = token.split_contents()
    if not 1 <= len(parts) <= 2:
        raise TemplateSyntaxError(f"{name} takes a key and perhaps a subject")
    body = parser.parse((f"end{name}",))
    parser.delete_first_token()
    key, *rest = (parser.compile_filter(part) for part in parts)
    return Want(key, rest[0] if rest else None, body, is_asked_for=is_asked_for)


class Owed(Node):
    """``{% owed key %}…{% endowed %}``: records that lack something, and what to do about it."""

    def __init__(self, key: FilterExpression, body: NodeList) -> None:
        self.key, self.nodelist = key, body

    def render(self, context: Context) -> str:
        name = self.key.resolve(context)
        quote = context["book"].get(name)
        if quote is None:
            raise TemplateSyntaxError(f"no figure {name!r}")
        if quote.value:
            context["missing"].append((quote, blanked(self.nodelist.render(context))))
        return ""


@register.tag
def owed(parser: Parser, token: TemplateToken) -> Owed:
    """Rows that must first be mended."""
    parts = token.split_contents()[1:]
    if len(parts) != 1:
        raise TemplateSyntaxError("owed takes a key")
    body = parser.parse(("endowed",))
    parser.delete_first_token()
    return Owed(parser.compile_filter(parts[0]), body)


class Joined(Node):
    """``{% joined before after %}…{% endjoined %}``: clauses on lines of their own."""

    def __init__(self, before: FilterExpression, after: FilterExpression, body: NodeList) -> None:
        self.before, self.after, self.nodelist = before, after, body

    def render(self, context: Context) -> str:
        lines = (line.strip() for line in self.nodelist.render(context).splitlines())
        clauses = [line for line in lines if line]
        if not clauses:
            return ""
        return f"{self.before.resolve(context)}{'、'.join(clauses)}{self.after.resolve(context)}"


@register.tag
def joined(parser: Parser, token: TemplateToken) -> Joined:
    """Clauses joined by 、, without those that say nothing."""
    parts = token.split_contents()[1:]
    if len(parts) != 2:
        raise TemplateSyntaxError("joined takes the words before and after")
    body = parser.parse(("endjoined",))
    parser.delete_first_token()
    return Joined(*(parser.compile_filter(part) for part in parts), body)
