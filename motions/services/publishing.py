"""From a case to what the public reads of it."""

from motions.models import Motion, Publication, Reply, Supplement
from motions.services.letters import parts_of, words_of


def public_draft(motion: Motion) -> Publication:
    """An unsaved 公开稿 with the case's own words and its latest replies, for the office to read through."""
    texts = [t for t in (motion.situation, motion.analysis, motion.proposal) if t]
    latest = Reply.objects.filter(
        assignment__motion=motion, assignment__round=motion.round, issued_on__isnull=False
    ).order_by("pk")
    further = Supplement.objects.filter(
        assignment__motion=motion, issued_on__isnull=False
    ).order_by("pk")
    parts = [*(public_words(reply) for reply in latest), *(letter.body for letter in further)]
    return Publication(motion=motion, case_text="\n".join(texts), reply_text="\n".join(parts))


def letters_out(motion: Motion) -> int:
    """How many letters of the case have gone out: replies of every round and further ones."""
    return sum(
        letters.objects.filter(assignment__motion=motion, issued_on__isnull=False).count()
        for letters in (Reply, Supplement)
    )


def public_words(reply: Reply) -> str:
    """A reply as plain text: its own words, what was done, is planned and was not adopted, the thanks."""
    opening, thanks = words_of(reply.body)
    parts = [line for title, items in parts_of(reply) for line in (f"{title}：", *items)]
    return "\n".join([*opening, *parts, *thanks])


def why_not_public(motion: Motion) -> str:
    """Why a case can't be published, empty if it can."""
    if motion.replied_on is None:
        return "答复以后才公开。"
    if motion.status not in {Motion.Status.REPLIED, Motion.Status.CLOSED}:
        return f"现为“{motion.get_status_display()}”，答复以后再公开。"
    if not motion.is_public:
        return "代表不同意公开。确需公开的，先征得代表同意，在“修改”里勾选“同意向社会公开”。"
    return ""
