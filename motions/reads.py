"""What of a case is not for everybody: one not to be published, and what its deputies are not shown."""

from django.http import HttpRequest

from motions.models import Motion
from renda.core.reads import sensitive


@sensitive(
    "motions:motion_detail",
    verb="查看不公开的案件",
    what="打开代表不同意公开的议案建议（本案代表自己打开的不算）",
)
def confidential(request: HttpRequest, context: dict) -> Motion | None:
    """The case, where it is not public and the reader is not its deputy."""
    motion = context.get("object")
    if motion is None or motion.is_public or context["view"].is_mine:
        return None
    return motion


@sensitive(
    "motions:motion_detail", verb="查看内部批注", what="打开有内部批注的议案建议，看到批注内容"
)
def notes(request: HttpRequest, context: dict) -> Motion | None:
    """The case, where its history shows this reader the notes that deputies do not see."""
    events = (event for each in context.get("rounds", ()) for event in each.events)
    return context["object"] if any(event.kind == "note" for event in events) else None
