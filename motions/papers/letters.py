"""Letters to deputies, replies and supplements, in the layout of an official letter."""

from collections.abc import Iterable

from django.db.models import Prefetch

from motions.models import Assignment, CoOpinion, CoSigner, Motion, Reply, Supplement
from motions.services.letters import NUMBERED, PLANNED, parts_of, words_of
from renda.core.paper.blocks import (
    Addressee,
    Block,
    Document,
    Heading,
    Imprint,
    Letter,
    Paragraph,
    Signature,
    Title,
    cn_date,
)
from renda.core.papers import paper
from renda.core.text import chinese_numeral

TITLE_HOLDS = 20
JOINED = Prefetch("cosigners", CoSigner.objects.filter(state="accepted").select_related("deputy"))
HEARD = "会办单位意见"


def letter_of(reply: Reply) -> Document:
    """答复函 in the layout of an official letter, class mark at the top right.

    The office's own words, then numbered what was done, what is planned by when, what was not
    adopted and why, what co-handling units said; the thanks last.
    """
    opening, thanks = words_of(reply.body)
    merged = merged_into(reply.assignment.motion)
    heard = opinions_of(reply.assignment)
    first = 1 + sum(bool(NUMBERED.match(line)) for line in opening)
    return _letter(
        reply.assignment,
        reply,
        class_mark=reply.result_class,
        body=[
            *(Paragraph(line) for line in opening),
            *_answered_together(merged),
            *_numbered(reply, heard, first),
            *(Paragraph(line) for line in thanks),
        ],
        merged=merged,
        heard=heard,
    )


def supplement_of(supplement: Supplement) -> Document:
    """补充答复函: the same layout, without a class mark; names the promises that it reports on."""
    assignment = supplement.assignment
    opening, thanks = words_of(supplement.body)
    promised = [
        f"{row.text}（承诺{cn_date(row.promised_on)}前完成）"
        for row in supplement.commitments.prefetch_related("changes")
    ]
    about = []
    if promised:
        first = 1 + sum(bool(NUMBERED.match(line)) for line in opening)
        about = _part(f"{chinese_numeral(first)}、本次报告的承诺事项", promised)
    return _letter(
        assignment,
        supplement,
        class_mark="",
        body=[
            *(Paragraph(line) for line in opening),
            *about,
            *(Paragraph(line) for line in thanks),
        ],
        merged=merged_into(assignment.motion),
        heard=[],
    )


def _letter(
    assignment: Assignment,
    letter: Reply | Supplement,
    *,
    class_mark: str,
    body: Iterable[Block],
    merged: list[Motion],
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
            Title(in_lines(letter.title)),
            Addressee(f"{'、'.join(names_of(motion, merged))}代表"),
            *body,
            Signature(unit, day, sealed=True, contact=f"联系人：{letter.contact}"),
            Imprint(copies_to="，".join(copies)),
        ],
        kind="letter",
        author=unit,
        created=day,
    )


def in_lines(title: str) -> str:
    """A title too long for one line, broken where people break it: before 第几号."""
    if len(title) <= TITLE_HOLDS:
        return title
    head, mark, tail = title.rpartition("第")
    return f"{head}\n{mark}{tail}" if head else title


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
        blocks += _part(f"{chinese_numeral(number)}、{title}", items)
    return blocks


def _part(title: str, items: list[str]) -> list[Block]:
    """A heading and its items, numbered when there are several."""
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


def merged_into(motion: Motion) -> list[Motion]:
    """The cases merged into this one, with their authors."""
    rows = motion.merged.select_related("lead", "session", "term").prefetch_related(JOINED)
    return list(rows.order_by("accepted_on", "pk"))


def names_of(motion: Motion, merged: Iterable[Motion]) -> list[str]:
    """Everybody whom the letter answers: the lead, those who joined, the authors of merged cases."""
    joined = motion.cosigners.filter(state="accepted").select_related("deputy")
    names = [motion.lead.name, *(each.deputy.name for each in joined)]
    for other in merged:
        names += [other.lead.name, *(each.deputy.name for each in other.cosigners.all())]
    return list(dict.fromkeys(names))


def opinions_of(assignment: Assignment) -> list[CoOpinion]:
    """What the co-handling units of the round said to the unit that leads."""
    if assignment.role != Assignment.Role.LEAD:
        return []
    rows = CoOpinion.objects.filter(
        assignment__motion=assignment.motion_id, assignment__round=assignment.round
    )
    return list(rows.select_related("assignment__unit").order_by("on", "pk"))


@paper("motions.reply", "letter", label="答复函", perm="motions.view_letter")
def reply_letter(reply: Reply) -> Document:
    """The letter of one reply, a draft or issued."""
    return letter_of(reply)


@paper("motions.supplement", "letter", label="补充答复函", perm="motions.view_letter")
def supplement_letter(supplement: Supplement) -> Document:
    """The letter of one supplement, a draft or issued."""
    return supplement_of(supplement)


def latest_replies(motion: Motion) -> list[Reply]:
    """The issued replies of the latest round that has any: one, or each unit's with 分办."""
    replies = Reply.objects.filter(assignment__motion=motion, issued_on__isnull=False)
    rows = list(replies.select_related("assignment__unit").order_by("-assignment__round", "pk"))
    return [row for row in rows if row.assignment.round == rows[0].assignment.round]


def latest_reply(motion: Motion) -> Reply | None:
    return next(iter(latest_replies(motion)), None)


def is_answered(motion: Motion) -> bool:
    """A reply was issued here; a case kept from the paper files may have its dates only."""
    return motion.replied_on is not None and any(row.answers for row in motion.assignments.all())


@paper("motions.motion", "letter", label="答复函", perm="motions.view_motion", when=is_answered)
def case_letter(motion: Motion) -> Document:
    """The latest issued reply of the case."""
    return letter_of(latest_reply(motion))
