"""Letters to deputies, replies and supplements, in the layout of an official letter."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from motions.models import (
    Assignment,
    CoOpinion,
    Motion,
    Reply,
    Supplement,
)
from motions.models.classes import Scheme, local_scheme, scheme, scheme_of
from motions.services.around import around_letter
from motions.services.issued import ON_PAPER, all_as_issued, as_issued, goes_out, is_read_whole
from motions.services.letters import NUMBERED, PLANNED, parts_of, words_of
from renda.core.paper.blocks import (
    Addressee,
    Block,
    Document,
    Heading,
    Imprint,
    Letter,
    PageBreak,
    Paragraph,
    Signature,
    Title,
    cn_date,
)
from renda.core.papers import paper
from renda.core.text import chinese_numeral

HEARD = "会办意见"


def letter_of(reply: Reply) -> Document:
    """答复函 in the layout of an official letter, class mark at the top right.

    The office's own words, then numbered what was done, what is planned by when, what was not
    adopted and why, what co-handling units said; the thanks last.
    """
    opening, thanks = words_of(reply.body)
    around = getattr(reply, "around", None) or around_letter(reply.assignment)
    first = 1 + sum(bool(NUMBERED.match(line)) for line in opening)
    return _letter(
        reply.assignment,
        reply,
        class_mark=scheme_for(reply).mark(reply.result_class),
        body=[
            *(Paragraph(line) for line in opening),
            *_answered_together(around.merged),
            *_numbered(reply, around.heard, first),
            *(Paragraph(line) for line in thanks),
        ],
        names=around.names,
        heard=around.heard,
    )


def scheme_for(reply: Reply) -> Scheme:
    """The township's scheme, read along with the reply or now."""
    return scheme_of(reply.local_scheme) if hasattr(reply, "local_scheme") else scheme()


def supplement_of(supplement: Supplement) -> Document:
    """补充答复函: the same layout, without a class mark; names the promises that it reports on.

    Cases merged since the reply are named, for their authors get their answer by it.
    """
    assignment = supplement.assignment
    around = around_letter(assignment)
    opening, thanks = words_of(supplement.body)
    promised = [
        f"{row.text}（承诺{cn_date(row.promised_on)}前完成）"
        for row in supplement.commitments.prefetch_related("changes")
    ]
    about = []
    if promised:
        first = 1 + sum(bool(NUMBERED.match(line)) for line in opening)
        about = _part("本次报告的承诺事项", promised, first if first > 1 else 0)
    return _letter(
        assignment,
        supplement,
        class_mark="",
        body=[
            *(Paragraph(line) for line in opening),
            *_answered_together([other for other in around.merged if other.is_owed]),
            *about,
            *(Paragraph(line) for line in thanks),
        ],
        names=around.names,
        heard=[],
    )


def _letter(
    assignment: Assignment,
    letter: Reply | Supplement,
    *,
    class_mark: str,
    body: Iterable[Block],
    names: list[str],
    heard: list[CoOpinion],
) -> Document:
    motion = assignment.motion
    day = letter.issued_on or letter.drafted_on
    unit = f"{motion.township.name}{assignment.unit.name.removeprefix('镇').removeprefix('乡')}"
    copies = [motion.township.presidium_name, f"{motion.township.name}人民政府办公室"]
    copies += [str(opinion.assignment.unit) for opinion in heard]
    return Document(
        letter.title,
        [
            Letter(
                unit,
                number=letter.number or "（签发时编号）",
                class_mark=class_mark,
                issuer=letter.issued_by,
            ),
            Title(letter.title),
            Addressee(f"{'、'.join(names)}代表"),
            *body,
            Signature(unit, day, sealed=True, contact=f"联系人：{letter.contact}"),
            Imprint(copies_to="，".join(copies)),
        ],
        kind="letter",
        author=unit,
        created=day,
    )


def _numbered(reply: Reply, heard: Iterable[CoOpinion], first: int = 1) -> list[Block]:
    """The numbered parts of a reply, from 一、 or the number after the office's own ones."""
    parts = parts_of(reply)
    said = [f"{opinion.assignment.unit}：{opinion.text.strip()}" for opinion in heard]
    if said:
        parts.append((HEARD, said))
    blocks: list[Block] = []
    for number, (title, items) in enumerate(parts, start=first):
        if title == PLANNED:
            items[-1] += "。以上事项办成后再次答复"
        blocks += _part(title, items, 0 if first == len(parts) == 1 else number)
    return blocks


def _part(title: str, items: list[str], number: int) -> list[Block]:
    """A heading, numbered unless it is the letter's only one, and its items, numbered when several."""
    title = f"{chinese_numeral(number)}、{title}" if number else title
    ended = [item if item[-1] in "。！？；" else f"{item}。" for item in items]
    if len(ended) > 1:
        ended = [f"{number}.{item}" for number, item in enumerate(ended, start=1)]
    return [Heading(1, title), *(Paragraph(item) for item in ended)]


def _answered_together(merged: list[Motion]) -> list[Paragraph]:
    """并案: the letter says which other cases it answers."""
    return [
        Paragraph(
            f"{other.lead.name}代表提出的《{other.official_title}》（{other.printed_number}）"
            "与本件内容相同，并案办理，一并答复。"
        )
        for other in merged
    ]


@goes_out(Reply)
def replies_go_out(replies: Sequence[Reply]) -> list[Document]:
    """The letters as their heads issue them; their cases are read by one query unless they are held."""
    if not all(is_held(reply) for reply in replies):
        replies = in_their_cases(replies)
    return [letter_of(reply) for reply in replies]


def is_held(reply: Reply) -> bool:
    """Whether it was read with its case and what papers name of that."""
    return Reply.assignment.is_cached(reply) and is_read_whole(reply.assignment.motion)


def in_their_cases(replies: Sequence[Reply]) -> list[Reply]:
    """The same replies read with all that is printed of their cases; one query."""
    read = Reply.objects.select_related(
        "assignment__unit", *(f"assignment__motion__{name}" for name in ON_PAPER)
    ).annotate(local_scheme=local_scheme())
    found = read.in_bulk([reply.pk for reply in replies])
    return [found[reply.pk] for reply in replies]


@goes_out(Supplement)
def supplements_go_out(supplements: Sequence[Supplement]) -> list[Document]:
    """The further letters as their heads issue them."""
    return [supplement_of(supplement) for supplement in supplements]


@paper("motions.reply", "letter", label="答复函", perm="motions.view_letter")
def reply_letter(reply: Reply) -> Document:
    """The letter of one reply: a draft as it stands now, an issued one as it was issued."""
    return as_issued(reply)


@paper("motions.supplement", "letter", label="补充答复函", perm="motions.view_letter")
def supplement_letter(supplement: Supplement) -> Document:
    """The letter of one supplement: a draft as it stands now, an issued one as it was issued."""
    return as_issued(supplement)


def latest_replies(motion: Motion) -> list[Reply]:
    """The issued replies of the latest round that has any: one, or each unit's with 分办."""
    replies = Reply.objects.filter(assignment__motion=motion, issued_on__isnull=False)
    rows = list(replies.select_related("assignment__unit").order_by("-assignment__round", "pk"))
    return [row for row in rows if row.assignment.round == rows[0].assignment.round]


def is_answered(motion: Motion) -> bool:
    """Every unit replied here; a case kept from the paper files may have its dates only."""
    return motion.replied_on is not None and any(row.answers for row in motion.assignments.all())


def has_letter(motion: Motion) -> bool:
    """Some unit has answered, whether or not another one still has to."""
    return any(row.answers and row.status == "replied" for row in motion.assignments.all())


@paper("motions.motion", "letter", label="答复函", perm="motions.view_motion", when=has_letter)
def case_letter(motion: Motion) -> Document:
    """The issued letters of the latest round that has any, as they were issued; each on its own page."""
    first, *others = all_as_issued(latest_replies(motion))
    blocks = [block for letter in others for block in (PageBreak(), *letter.blocks)]
    return replace(first, blocks=[*first.blocks, *blocks]) if others else first
