"""What of it the public can read."""

from django.db.models import QuerySet

from motions.figures.cohort import GROUP, assigned_in
from renda.core.figures import Period, count, rate


@count("motions.published", label="已公开", unit="件", group=GROUP, law="suggestion.report")
def published(period: Period) -> QuerySet:
    """“已交办”中，建议内容和答复已向社会公开、没有撤下的件数。"""
    return assigned_in(period).published()


rate(
    "motions.published_rate", label="公开率", group=GROUP,
    numerator="motions.published", denominator="motions.assigned",
    definition="已公开件数 ÷ 已交办件数 × 100%，保留一位小数；代表不同意公开的仍在分母中。",
    law="suggestion.report",
)  # fmt: skip
