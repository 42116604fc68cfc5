"""What holds of the cases, whatever people have done with them."""

from collections import Counter, defaultdict

from django.utils import timezone

from motions import services
from motions.models import (
    Assignment,
    Commitment,
    CommitmentChange,
    CoOpinion,
    Extension,
    Motion,
    Objection,
    Reply,
    Submittal,
    Supplement,
)
from motions.permissions import visible_motions
from renda.core.models import Notification
from renda.core.todos import todos
from tests.motions.helpers.world import World, steps_in_order

S, A = Motion.Status, Assignment.Status
MODELS = (Motion, Assignment, Commitment, Supplement)
OVER = {S.CLOSED, S.WITHDRAWN, S.MERGED, S.REJECTED, S.REFERENCE, S.FORWARDED, S.NOT_LISTED}
RECORDS = (
    ("opinion", CoOpinion, "text"), ("objection", Objection, "reason"),
    ("extension", Extension, "reason"),
)  # fmt: skip


# --- after each step ------------------------------------------------------------------
def assert_case_holds(pk: int) -> None:
    """What must be true of the case that was touched, read afresh."""
    motion = Motion.objects.get(pk=pk)
    if motion.status == S.ASSIGNED:
        assert_last_day_is_the_earliest(motion)
    if motion.status == S.REPLIED:
        assert_everybody_was_answered(motion)


def assert_last_day_is_the_earliest(motion: Motion) -> None:
    rows = list(motion.assignments.present(motion.round).answering())
    open_rows = [a for a in rows if a.status != A.REPLIED]
    assert open_rows, "a case in handling has a unit that owes its answer"
    assert motion.due_on == min(a.due_on for a in open_rows)
    assert motion.main_unit_id in {a.unit_id for a in rows}


def assert_everybody_was_answered(motion: Motion) -> None:
    """The lead, who joined, and those of the cases merged into it, have the notice of the answer, each
    on the page of a case of their own."""
    pages: dict[int, set[str]] = {}
    for each in (motion, *motion.merged.select_related("lead")):
        joined = each.cosigners.filter(state="accepted").select_related("deputy")
        for deputy in (each.lead, *(c.deputy for c in joined)):
            if deputy.user_id:
                pages.setdefault(deputy.user_id, set()).add(each.get_absolute_url())
    told = Notification.objects.filter(text__startswith="已答复，请评价")
    urls: dict[int, set[str]] = {}
    for user, url in told.filter(to__in=pages).values_list("to_id", "url"):
        urls.setdefault(user, set()).add(url)
    assert all(urls.get(user, set()) & own for user, own in pages.items())


# --- of the records, at the end of a walk ----------------------------------------------
def assert_records_hold(world: World) -> None:
    """What is kept is kept for good, so that it is enough to look at it once a walk."""
    motions = list(Motion.objects.all())
    assert_status_agrees_with_history()
    assert_numbers_have_no_gap(motions)
    assert_letters_are_complete(world)
    assert_nothing_counts_without_a_head(world)
    assert_nothing_waits_that_is_over(world)
    assert_who_was_told_of_a_case_may_open_it(world)


def assert_status_agrees_with_history() -> None:
    """Each step begins where the one before it ended, and the record stands where the last one did."""
    last = {}
    for model, pk, detail in steps_in_order():
        assert last.get((model, pk), detail["before"]) == detail["before"], detail
        last[model, pk] = detail["after"]
    now = {
        (model._meta.label_lower, pk): status
        for model in MODELS
        for pk, status in model.objects.values_list("pk", "status")
    }
    assert last == {key: now[key] for key in last}


def assert_numbers_have_no_gap(motions: list[Motion]) -> None:
    """In each session and between them: 1, 2, 3 …"""
    rows = defaultdict(list)
    for motion in motions:
        if motion.number:
            rows[motion.session_id].append(motion.number)
    for numbers in rows.values():
        assert sorted(numbers) == list(range(1, len(numbers) + 1))


def assert_letters_are_complete(world: World) -> None:
    """A letter that went out is signed by its unit's head and numbered without a gap; a reply follows a
    talk or says why there was none, and the opinions of those who help, or says why it did not wait."""
    drawn = defaultdict(list)
    for model in (Reply, Supplement):
        for letter in model.objects.filter(issued_on__isnull=False).select_related("assignment"):
            row = letter.assignment
            assert letter.issued_by == world.of_unit(row, "head").name
            drawn[row.unit_id].append(int(letter.number.partition("〕")[2].rstrip("号")))
            if model is Reply:
                talked = services.replies.contacts_of(row).exists()
                assert talked or letter.no_contact_reason
                assert letter.waiver or not services.replies.missing_opinions(row).exists()
    for numbers in drawn.values():
        assert sorted(numbers) == list(range(1, len(numbers) + 1))


def assert_nothing_counts_without_a_head(world: World) -> None:
    """Each opinion, objection and extension is what one draft says that a head of the unit signed,
    in that head's name and of that day; what waits for a head is one draft of that kind."""
    made = Counter()
    for kind, model, text in RECORDS:
        for record in model.objects.select_related("assignment"):
            head = world.of_unit(record.assignment, "head")
            assert record.signer == head.name
            made[kind, record.assignment_id, getattr(record, text), head.name, record.on] += 1
    for change in CommitmentChange.objects.filter(is_by_office=False):
        row = change.commitment.reply.assignment
        assert change.signer == world.of_unit(row, "head").name
        made["date", row.pk, change.reason, change.signer, change.on] += 1
    drafts = Submittal.objects.filter(outcome="signed")
    assert made == Counter(
        drafts.values_list("kind", "assignment", "text", "settled_by", "settled_on")
    )
    waiting = Submittal.objects.pending()
    promises = waiting.filter(kind="date").values_list("commitment", flat=True)
    assert sorted(promises) == sorted(
        Commitment.objects.filter(is_at_head=True).values_list("pk", flat=True)
    )
    waiting = waiting.exclude(kind="date").values_list("assignment", "kind")
    rows = Assignment.objects.signing().exclude(to_sign="reply")
    assert sorted(waiting) == sorted(rows.values_list("pk", "to_sign"))


def assert_nothing_waits_that_is_over(world: World) -> None:
    """Nobody finds a case among what is to be done that was closed, withdrawn, merged or turned down."""
    today = timezone.localdate()
    for name in ("clerk", "lead", "head"):  # between them they hold every kind of work
        user = world.people.users[name]
        for kind in todos:
            if not kind.key.startswith("motions.") or not user.has_perm(kind.perm):
                continue
            rows = kind.rows(user, today)
            if rows.model in (Motion, Assignment):
                state = "status" if rows.model is Motion else "motion__status"
                over = rows.filter(**{f"{state}__in": OVER})
                assert not over.exists(), (kind.key, list(over))


def assert_who_was_told_of_a_case_may_open_it(world: World) -> None:
    """Whatever became of it since; a unit that the case was taken from is told of that, too."""
    cases = {motion.get_absolute_url(): motion.pk for motion in Motion.objects.all()}
    told = defaultdict(set)
    for notice in Notification.objects.filter(pk__gt=world.notices).select_related("to"):
        told[notice.to].add(cases[notice.url])
    for user, known in told.items():
        units = user.unit_ids(world.township.pk)
        had = Assignment.objects.filter(unit__in=units).order_by().values_list("motion", flat=True)
        seen = visible_motions(user).order_by().values_list("pk", flat=True)
        assert known <= {*seen, *had}, (user, known)
