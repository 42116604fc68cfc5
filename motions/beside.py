"""What the pages of the congress show of the cases: which 议案 a vote decided on."""

from motions.models import BillVote
from renda.core.columns import Column
from renda.core.views.detail import RelatedTable, beside

beside(
    "sessions_app.vote",
    "motions.bills",
    RelatedTable(
        "据此表决的议案",
        lambda vote: BillVote.objects.filter(vote=vote).select_related("motion__lead"),
        (
            Column("案号", "motion.code", css="nowrap"),
            Column("标题", "motion.official_title", link=True),
            Column("领衔代表", "motion.lead", css="nowrap"),
        ),
        empty="没有。议案的表决在该件页面按“登记表决”登记。",
    ),
    perm="motions.list_motion",
)
