"""What waits for the office: attendance to close, opinions and voters' matters to follow up."""

from datetime import date

from django.db.models import QuerySet

from activities.models import Activity, Consultation, Opinion, PublicMessage, VoterContact
from activities.services import overdue_since
from renda.core.models import User
from renda.core.todos import todo
from renda.core.workbench import card, chart, quick


@todo("activities.waiting", label="活动待登记", perm="activities.change_activity",
      url="activities:activity_list", query="tab=waiting", tone="due")  # fmt: skip
def waiting(user: User, today: date) -> QuerySet[Activity]:
    """Activities held whose attendance is not closed."""
    return Activity.objects.waiting(today)


@todo("activities.meetings", label="征求意见会待登记", perm="activities.change_consultation",
      url="activities:consultation_list", query="tab=waiting", tone="due")  # fmt: skip
def meetings(user: User, today: date) -> QuerySet[Consultation]:
    """Consultations held whose attendance is not closed."""
    return Consultation.objects.waiting(today)


@todo("activities.to_pass", label="意见待转交", perm="activities.change_opinion",
      url="activities:opinion_list", query="tab=recorded")  # fmt: skip
def to_pass(user: User, today: date) -> QuerySet[Opinion]:
    """Opinions nobody passed on yet."""
    return Opinion.objects.recorded()


@todo("activities.overdue", label="意见逾期未反馈", perm="activities.change_opinion",
      url="activities:opinion_list", query="overdue=yes", tone="late")  # fmt: skip
def overdue(user: User, today: date) -> QuerySet[Opinion]:
    """Opinions passed on so long ago that the answer is overdue."""
    return Opinion.objects.waiting().filter(passed_on__lte=overdue_since(today))


@todo("activities.contacts", label="选民反映待反馈", perm="activities.list_publicmessage",
      url="activities:votercontact_list", query="tab=waiting")  # fmt: skip
def contacts(user: User, today: date) -> QuerySet[VoterContact]:
    """Voters' matters passed on and not answered."""
    return VoterContact.objects.waiting()


@todo("activities.messages", label="群众留言待回复", perm="activities.list_publicmessage",
      url="activities:publicmessage_list", query="tab=waiting")  # fmt: skip
def messages(user: User, today: date) -> QuerySet[PublicMessage]:
    """Messages from the public not answered."""
    return PublicMessage.objects.waiting()


card(
    "activities.held",
    label="代表活动",
    beside=("activities.person_times",),
    note=lambda times: f"代表 {times.text} 人次",
)
quick("登记活动", "activities:activity_create", perm="activities.change_activity", icon="geo-alt")
chart("activities.held", title="每月代表活动")
