"""What waits because of a roll or an unread paper; this app's number on the 工作台."""

from datetime import date

from django.db.models import QuerySet

from deputies.models import Roll, StudyMaterial
from renda.core.models import User
from renda.core.todos import todo


@todo(
    "deputies.unread_materials",
    label="待阅资料",
    perm="deputies.read_material",
    url="deputies:my_materials",
    tone="due",
)
def unread_materials(user: User, today: date) -> QuerySet[StudyMaterial]:
    """Papers given to me that I have not opened."""
    return StudyMaterial.objects.unread_by(user)


@todo(
    "deputies.unsettled_rolls",
    label="待截止签到册",
    perm="deputies.change_roll",
    url="deputies:roll_list",
    query="tab=unsettled",
    tone="due",
)
def unsettled_rolls(user: User, today: date) -> QuerySet[Roll]:
    """Rolls of past days on which nobody is counted absent yet."""
    return Roll.objects.unsettled(today)
