"""What about a deputy is nobody's business but the office's and the deputy's own."""

from django.http import HttpRequest

from deputies.models import Deputy
from renda.core.reads import sensitive


@sensitive(
    "deputies:deputy_detail",
    "deputies:deputy_update",
    verb="查看代表联系方式",
    what="打开别人的代表页，看到联系电话和账号",
)
def contact(request: HttpRequest, context: dict) -> Deputy | None:
    """The deputy, where the page shows the telephone number to somebody else."""
    deputy = context.get("object")
    shows = context.get("sections") or context.get("form")
    return deputy if shows and deputy.user_id != request.user.pk else None


@sensitive("deputies:record_detail", verb="查看履职档案", what="打开别人的履职档案")
def duty_record(request: HttpRequest, context: dict) -> Deputy | None:
    """The deputy whose file somebody else opened."""
    deputy = context.get("deputy")
    return deputy if deputy and deputy.user_id != request.user.pk else None
