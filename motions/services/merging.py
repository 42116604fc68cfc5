"""并案: cases of the same matter go on as one, and every author gets its answer."""

from datetime import date

from motions.models import Assignment, Motion, OwedLetter, Reply, Supplement
from motions.services.people import authors_and, authors_of, staff_of
from motions.services.warning import settle_warnings
from renda.core import audit, law, notifications
from renda.core.calendar import due_by_days, said_date
from renda.core.models import User
from renda.core.notifications import notify
from renda.core.steps import follow_held
from renda.core.workflow import IllegalTransition, workflow_of


def hold_main(motion: Motion, wanted: Motion) -> Motion:
    """The case that ``motion`` is to be merged into, locked; part of the step 并案.

    A row somebody else holds just now is passed over: two cases merged into each other at once
    would wait for one another.
    """
    rows = Motion.objects.mergeable_with(motion).select_related(None)
    main = rows.select_for_update(skip_locked=True).filter(pk=wanted.pk).first()
    if main is None:
        now = Motion.objects.get(pk=wanted.pk)
        raise IllegalTransition(
            f"{now}：现为“{now.get_status_display()}”，不能并入，请刷新后再看。"
        )
    return main


def carry_merged(motion: Motion, *, by: User | None, on: date) -> list[User]:
    """Let what was merged into ``motion`` go with it, and tell the units that handle the main case.

    The accounts of its own authors, and of those of what was merged into it, come back.

    What these have answered already the new authors are told of; a unit whose answer of the present
    round was not addressed to them owes them a further letter, its days counted from ``on`` (办理规定
    18、22).
    """
    main = motion.merged_into
    with notifications.together():
        # asked first: the same query finds the units' people, and what is merged goes on from here
        authors = authors_and(motion)
        brought = list(motion.merged.select_for_update(of=("self",)))
        Motion.objects.filter(pk__in=[m.pk for m in brought]).update(merged_into=main)
        audit.record_many(by, "随主件并案", brought)
        words = f"{motion.official_title}（{motion.lead}代表）并入贵单位承办的{main}，请一并答复"
        for row in main.assignments.unfinished():
            notify(staff_of(row.unit_id), words, main)
        issued = Reply.objects.filter(assignment__motion=main, issued_on__isnull=False)
        replies = list(
            issued.select_related("assignment__unit").order_by("assignment__round", "pk")
        )
        if replies:
            letters = "；".join(f"{reply.assignment.unit}（{reply.number}）" for reply in replies)
            notify(authors, f"并入的件已有答复，请打开看：{main}，{letters}", main)
        _owe_letters([motion, *brought], main, replies, on)
    return authors


def tell_main(motion: Motion, words: str, *, but: list[User]) -> None:
    """Tell the authors of the main case, but those told already."""
    others = {user.pk: user for user in authors_of(motion.merged_into)}
    for user in but:
        others.pop(user.pk, None)
    notify(others.values(), words, motion.merged_into)


def leave_main(motion: Motion, *, by: User | None) -> None:
    """Take a merged case out of the one it went into, for its author withdraws it; the caller saves.

    The units that handle the main case are told whom they need not answer any more.
    """
    main = motion.merged_into
    motion.merged_into = None
    Motion.objects.filter(pk=main.pk).update(had_merged=True)
    audit.record(by, "并入的件撤回", main, left=motion.code)
    words = f"并入的{motion.official_title}（{motion.lead}代表）已撤回，不用再答复其代表：{main}"
    for row in main.assignments.unfinished():
        notify(staff_of(row.unit_id), words, main)


def carry_on(main: Motion, chosen: int | None, *, by: User | None) -> Motion | None:
    """Let one of the cases merged into a withdrawn one go on in its place, and the others with it.

    It waits for 交办: what its units and its clocks are is decided anew. None if nothing was merged;
    ``IllegalTransition`` if cases were and ``chosen`` is no key of them: their authors want an answer.
    The caller saves the main case.
    """
    rows = list(main.merged.select_for_update(of=("self",)).select_related("lead").order_by("pk"))
    if not rows:
        return None
    heir = next((row for row in rows if row.pk == chosen), None)
    if heir is None:
        raise IllegalTransition(must_choose(len(rows)))
    main.had_merged = True
    others = [row for row in rows if row is not heir]
    if others:
        Motion.objects.filter(pk__in=[row.pk for row in others]).update(merged_into=heir)
        audit.record_many(by, "改随继续办理的件并案", others)
    return follow_held(workflow_of(Motion), "carry_on", heir, by=by)


def must_choose(merged: int) -> str:
    """What stands in the way of a main case's withdrawal, and what to do about it."""
    return (
        f"另有 {merged} 件并入本件办理，撤回后其代表得不到答复："
        "请把书面撤回申请交人大办，由人大办选定其中一件继续办理，再撤回本件。"
    )


def _owe_letters(merged: list[Motion], main: Motion, replies: list[Reply], on: date) -> None:
    """The units that have answered in the present round are to write to these authors too."""
    answered = [reply.assignment for reply in replies if reply.assignment.round == main.round]
    if not answered:
        return
    rules, days = law.values_and_days("suggestion.owed_letter_days")
    due_on = due_by_days(on, rules["suggestion.owed_letter_days"], days).on
    OwedLetter.objects.bulk_create(
        OwedLetter(
            township_id=main.township_id,
            assignment=row,
            motion=each,
            merged_on=on,
            due_on=due_on,
        )
        for row in answered
        for each in merged
    )
    for row in answered:
        words = f"另有 {len(merged)} 件并入贵单位已经答复的{main}，请在{said_date(due_on, on)}前补充答复其代表"
        notify(staff_of(row.unit_id), words, main)


def settle_owed(
    assignment: Assignment,
    *,
    by: User,
    on: date,
    letter: Supplement | None = None,
    reason: str = "",
) -> None:
    """What a unit owed to the authors of merged cases is done: by a further letter, or by a new reply."""
    rows = OwedLetter.objects.open().of_part(assignment)
    rows.update(supplement=letter, no_letter_reason=reason, settled_by=by.name, settled_on=on)


def waive_letter(*, owed: OwedLetter, reason: str, by: User, on: date) -> OwedLetter:
    """The office says why no further letter is needed; the unit is told."""
    held = OwedLetter.objects.select_for_update(of=("self",)).for_list().get(pk=owed.pk)
    if not held.is_open:
        raise IllegalTransition(f"{held.motion}：已补充答复或者已写明原因，请刷新后再看。")
    held.no_letter_reason, held.settled_by, held.settled_on = reason, by.name, on
    held.save()
    settle_warnings(held.pk, "owed")
    words = f"不再补充答复并入的{held.motion}：{reason}"
    notify(staff_of(held.assignment.unit_id), words, held.assignment.motion)
    return held
