from django.urls import path

from activities.views import activities, campaigns, opinions, publicity, voters

app_name = "activities"


def pages(thing: str, prefix: str, views: object, name: str) -> list:
    """The four pages of a record: list, create, detail, update."""
    return [
        path(f"{prefix}/", getattr(views, f"{name}List").as_view(), name=f"{thing}_list"),
        path(f"{prefix}/new/", getattr(views, f"{name}Create").as_view(), name=f"{thing}_create"),
        path(
            f"{prefix}/<int:pk>/", getattr(views, f"{name}Detail").as_view(), name=f"{thing}_detail"
        ),
        path(
            f"{prefix}/<int:pk>/edit/",
            getattr(views, f"{name}Update").as_view(),
            name=f"{thing}_update",
        ),
    ]


urlpatterns = [
    *pages("campaign", "campaigns", campaigns, "Campaign"),
    *pages("activity", "activities", activities, "Activity"),
    *pages("consultation", "consultations", opinions, "Consultation"),
    *pages("votercontact", "contacts", voters, "VoterContact"),
    *pages("deed", "deeds", publicity, "Deed"),
    *pages("article", "articles", publicity, "Article"),
    *pages("dutycase", "cases", publicity, "DutyCase"),
    path("opinions/", opinions.OpinionList.as_view(), name="opinion_list"),
    path("opinions/<int:pk>/", opinions.OpinionDetail.as_view(), name="opinion_detail"),
    path("opinions/<int:pk>/edit/", opinions.OpinionUpdate.as_view(), name="opinion_update"),
    path(
        "activities/<int:parent_pk>/opinions/new/",
        opinions.ActivityOpinion.as_view(),
        name="activity_opinion",
    ),
    path(
        "consultations/<int:parent_pk>/opinions/new/",
        opinions.ConsultationOpinion.as_view(),
        name="consultation_opinion",
    ),
    path("messages/", voters.PublicMessageList.as_view(), name="publicmessage_list"),
    path("messages/new/", voters.PublicMessageCreate.as_view(), name="publicmessage_create"),
    path("messages/<int:pk>/", voters.PublicMessageDetail.as_view(), name="publicmessage_detail"),
    path(
        "messages/<int:pk>/edit/", voters.PublicMessageUpdate.as_view(), name="publicmessage_update"
    ),
]
