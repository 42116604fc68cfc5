"""What a deputy raised, for part six of the 履职档案."""

from collections.abc import Iterator

from deputies.models import Deputy
from motions.models import Motion
from renda.core.duty import DutyLine, duty
from renda.core.figures import Period


@duty("motions.raised", part=6)
def raised(deputy: Deputy, period: Period) -> Iterator[DutyLine]:
    """Cases led or joined, by the day they were handed in."""
    cases = Motion.objects.authored_by(deputy.pk).raised_between(*period.days)
    for motion in cases.select_related("session", "term", "main_unit"):
        part = "领衔" if motion.lead_id == deputy.pk else "联名"
        said = (part, motion.get_status_display(), motion.get_verdict_display())
        yield DutyLine(
            on=motion.submitted_on,
            title=motion.official_title,
            url=motion.get_absolute_url(),
            result="，".join(filter(None, said)),
            tone=motion.status_tone,
        )
