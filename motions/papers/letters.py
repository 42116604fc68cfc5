"""Letters to deputies: the reply, in the layout of an official letter."""

from motions.models import Motion, Reply
from renda.core.paper.blocks import (
    Addressee,
    Document,
    Imprint,
    Letter,
    Paragraph,
    Signature,
    Title,
    cn_date,
)
from renda.core.papers import paper


def letter_of(reply: Reply) -> Document:
    """答复函 in the layout of an official letter, class mark at the top right."""
    assignment, motion = reply.assignment, reply.assignment.motion
    day = reply.issued_on or reply.drafted_on
    unit = f"{motion.township.name}{assignment.unit.name}"
    joined = [
        c.deputy.name for c in motion.cosigners.filter(state="accepted").select_related("deputy")
    ]
    names = "、".join([motion.lead.name, *joined])
    return Document(
        reply.title,
        [
            Letter(
                unit,
                number=reply.number or "（签发时编号）",
                class_mark=reply.result_class,
                issuer=reply.issued_by,
            ),
            Title(reply.title),
            Addressee(f"{names}代表"),
            *(Paragraph(line.strip()) for line in reply.body.splitlines() if line.strip()),
            *_promises(reply),
            Signature(unit, day, contact=f"联系人：{reply.contact}"),
            Imprint(
                copies_to=f"{motion.township.presidium_name}，{motion.township.name}人民政府办公室",
                office=unit,
                date=day,
            ),
        ],
        kind="letter",
        author=unit,
        created=day,
    )


def _promises(reply: Reply) -> list[Paragraph]:
    rows = list(reply.commitments.all())
    if not rows:
        return []
    words = "；".join(f"{row.text}，{cn_date(row.due_on)}前完成" for row in rows)
    return [Paragraph(f"承诺事项：{words}。完成后再次答复。")]


@paper("motions.reply", "letter", label="答复函", perm="motions.view_letter")
def reply_letter(reply: Reply) -> Document:
    """The letter of one reply, a draft or issued."""
    return letter_of(reply)


def latest_reply(motion: Motion) -> Reply | None:
    replies = Reply.objects.filter(assignment__motion=motion, issued_on__isnull=False)
    return replies.order_by("-assignment__round", "pk").first()


def is_answered(motion: Motion) -> bool:
    return motion.replied_on is not None


@paper("motions.motion", "letter", label="答复函", perm="motions.view_motion", when=is_answered)
def case_letter(motion: Motion) -> Document:
    """The latest issued reply of the case."""
    return letter_of(latest_reply(motion))
