"""并案: cases of the same matter go on as one, and every author gets its answer."""

from motions.models import Motion
from motions.services.people import staff_of
from renda.core import audit
from renda.core.models import User
from renda.core.notifications import notify
from renda.core.workflow import IllegalTransition


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


def carry_merged(motion: Motion, *, by: User | None) -> None:
    """Let what was merged into ``motion`` go with it, and tell the units that handle the main case."""
    main = motion.merged_into
    brought = list(motion.merged.select_for_update(of=("self",)))
    Motion.objects.filter(pk__in=[m.pk for m in brought]).update(merged_into=main)
    audit.record_many(by, "随主件并案", brought)
    words = f"{motion.official_title}（{motion.lead}代表）并入贵单位承办的{main}，请一并答复"
    for row in main.assignments.unfinished():
        notify(staff_of(row.unit_id), words, main)
