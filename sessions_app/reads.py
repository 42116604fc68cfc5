"""What was counted in an election, vote by vote."""

from django.http import HttpRequest

from renda.core.models import Record
from renda.core.reads import sensitive
from sessions_app.models import BallotCount


@sensitive(
    "sessions_app:post_tally", verb="查看计票", what="结果宣布以前打开计票页，看到各候选人的票数"
)
def ballots(request: HttpRequest, context: dict) -> Record | None:
    """The post whose ballots were shown: from when the count begins until it is announced to all."""
    ballot = context.get("ballot")
    is_kept = ballot is not None and ballot.pk and ballot.status != BallotCount.Status.RELEASED
    return context["post"] if is_kept else None
