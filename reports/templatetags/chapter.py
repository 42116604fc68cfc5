"""The chapters' own tags: they write tokens, never numbers, so that one parser serves every text.

``{% fig "motions.received" %}``            a token; a second argument is the subject
``{% fig "motions.units" mode="list" %}``   a token of another mode
``{% want "a.x" %}…{% endwant %}``          the words, if there are rows; else what they would have
                                            said goes to the 缺数清单
"""

from django import template
from django.db.models import Model
from django.template import Context, Node, NodeList, TemplateSyntaxError
from django.template.base import FilterExpression, Parser
from django.template.base import Token as TemplateToken

from reports.tokens import ANY, Token

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


class Want(Node):
    """``{% want key [subject] %}…{% endwant %}``."""

    def __init__(
        self, key: FilterExpression, subject: FilterExpression | None, body: NodeList
    ) -> None:
        self.key, self.subject, self.nodelist = key, subject, body

    def render(self, context: Context) -> str:
        subject = self.subject.resolve(context) if self.subject else None
        name = full_key(self.key.resolve(context), subject)
        quote = context["book"].get(name)
        if quote is None:
            raise TemplateSyntaxError(f"no figure {name!r}")
        words = self.nodelist.render(context)
        if quote.value:
            return words
        context["missing"].append((quote, ANY.sub("＿＿", words).strip()))
        return ""


@register.tag
def want(parser: Parser, token: TemplateToken) -> Want:
    """Words that need a figure."""
    parts = token.split_contents()[1:]
    if not 1 <= len(parts) <= 2:
        raise TemplateSyntaxError("want takes a key and perhaps a subject")
    body = parser.parse(("endwant",))
    parser.delete_first_token()
    key, *rest = (parser.compile_filter(part) for part in parts)
    return Want(key, rest[0] if rest else None, body)
