"""What the page of a listed 议案 shows of the congress's vote on it."""

from collections.abc import Iterable

from motions.models import Motion
from motions.timeline import Row, vote_in
from renda.core.models import User


def vote_on(rows: Iterable[Row], user: User) -> dict | None:
    """The vote in words, with its page for whoever may open it; None before it."""
    row = next((row for row in rows if row.kind == "vote"), None)
    if row is None:
        return None
    vote = vote_in(row)
    return {
        "result": vote.result,
        "tone": vote.result_tone,
        "on": vote.held_on,
        "words": f"{row.who}表决“{vote.matter}”：{vote.result}（{vote.counts_text}，全体代表 {vote.total}）",
        "url": vote.get_absolute_url() if user.has_perm("sessions_app.view_vote", vote) else "",
    }


def steps_with(steps: list[dict], motion: Motion, voted: dict | None) -> list[dict]:
    """The step bar of a listed 议案 goes on to the vote; others stay as they are."""
    if motion.status != Motion.Status.ON_AGENDA or not steps:
        return steps
    if voted is None:
        return [*steps, {"label": "大会表决", "date": "—", "state": ""}]
    decided = {"label": f"表决{voted['result']}", "date": str(voted["on"]), "state": "done"}
    return [*steps[:-1], steps[-1] | {"state": "done"}, decided]
