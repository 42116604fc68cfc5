"""办理统计: the year in numbers and the table by unit; every number opens its rows."""

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.views.generic import TemplateView

from motions.models import Assignment, Motion
from motions.querysets import UNIT_NUMBERS
from renda.core.figures import Period, measure
from renda.core.views.permission import PagePermission

CARDS = (
    ("motions.received", "motions.in_session"),
    ("motions.reply_rate", "motions.replied"),
    ("motions.on_time_rate", "motions.replied_on_time"),
    ("motions.satisfaction_rate", "motions.rated"),
    ("motions.overdue", "motions.open"),
)


def by_unit(period: Period) -> QuerySet:
    """Each unit's cases of the period: as lead, as co-handler, answered, on time, rated."""
    cases = Motion.objects.accepted_between(*period.days).handed_on()
    rows = Assignment.objects.filter(motion__in=cases.values("pk"))
    numbers = {name: Count("pk", filter=which) for name, (_, which) in UNIT_NUMBERS.items()}
    return (
        rows.values("unit", "unit__name", "unit__short_name")
        .annotate(**numbers)
        .order_by("-led", "-assisted", "unit__name")
    )


class Statistics(PagePermission, TemplateView):
    """Cards, the table by unit with its totals, and the fields."""

    template_name = "motions/statistics.html"
    permission_required = "motions.view_statistics"
    crumbs = (("议案建议", ""),)

    def get_context_data(self, **kwargs) -> dict:
        period = Period.year(self.request.year)
        rows = list(by_unit(period))
        register = reverse("motions:motion_list")
        for row in rows:
            row["name"] = row["unit__short_name"] or row["unit__name"]
            row["url"] = f"{register}?unit={row['unit']}&accepted={self.request.year}"
            row["numbers"] = [
                (row[name], f"{row['url']}&counted={name}" if row[name] else "")
                for name in UNIT_NUMBERS
            ]
        fields = measure("motions.received", period).grouped("field")
        return super().get_context_data(**kwargs) | {
            "title": "办理统计",
            "lead": f"{period}，按受理日期归入年度",
            "cards": [self.card(*keys, period) for keys in CARDS],
            "rows": rows,
            "heads": [label for label, _ in UNIT_NUMBERS.values()],
            "totals": [sum(row[name] for row in rows) for name in UNIT_NUMBERS],
            "fields": [{"label": label, "parts": [number]} for label, number in fields],
        }

    def card(self, key: str, beside: str, period: Period) -> dict:
        """A number with the one that explains it."""
        number, other = measure(key, period), measure(beside, period)
        return {
            "label": number.figure.label,
            "value": number.text.removesuffix("%"),
            "unit": number.figure.unit,
            "note": f"{other.figure.label} {other.text} {other.figure.unit}",
            "url": reverse("core:figure", args=[key]) + f"?year={self.request.year}"
            if self.request.user.has_perm("core.view_figures")
            else "",
        }
