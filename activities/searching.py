"""Where the search box looks for activities, opinions, contacts and articles."""

from django.db.models import Q, QuerySet

from activities.models import Activity, Article, Campaign, Opinion, VoterContact
from renda.core.models import User
from renda.core.searching import searchable


@searchable("activities.activity", label="代表活动", perm="activities.list_activity")
def activities(text: str, user: User) -> QuerySet[Activity]:
    """By title, place or stop."""
    return Activity.objects.matching(text)


@searchable("activities.campaign", label="主题活动", perm="activities.list_campaign")
def campaigns(text: str, user: User) -> QuerySet[Campaign]:
    """By name or topic."""
    return Campaign.objects.filter(Q(name__icontains=text) | Q(topic__icontains=text))


@searchable("activities.opinion", label="意见建议", perm="activities.list_opinion")
def opinions(text: str, user: User) -> QuerySet[Opinion]:
    """By text."""
    return Opinion.objects.filter(text__icontains=text)


@searchable("activities.votercontact", label="走访接待", perm="activities.use")
def contacts(text: str, user: User) -> QuerySet[VoterContact]:
    """By what voters raised."""
    return VoterContact.objects.filter(issue__icontains=text).select_related("deputy")


@searchable("activities.article", label="宣传信息", perm="activities.list_article")
def articles(text: str, user: User) -> QuerySet[Article]:
    """By title."""
    return Article.objects.filter(title__icontains=text)
