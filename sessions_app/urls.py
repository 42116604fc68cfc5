from django.urls import path

from sessions_app.views import (
    document,
    election,
    outcome,
    presidium,
    rules,
    screens,
    session,
    sitting,
    voting,
)

app_name = "sessions_app"

urlpatterns = [
    path("", session.SessionList.as_view(), name="session_list"),
    path("new/", session.SessionCreate.as_view(), name="session_create"),
    path("<int:pk>/", session.SessionDetail.as_view(), name="session_detail"),
    path("<int:pk>/edit/", session.SessionUpdate.as_view(), name="session_update"),
    path("<int:pk>/screen/", screens.AttendanceScreen.as_view(), name="session_screen"),
    path("<int:parent_pk>/sittings/new/", sitting.SittingCreate.as_view(), name="sitting_create"),
    path("sittings/<int:pk>/", sitting.SittingDetail.as_view(), name="sitting_detail"),
    path("sittings/<int:pk>/edit/", sitting.SittingUpdate.as_view(), name="sitting_update"),
    path("sittings/<int:pk>/sign/", sitting.SittingSign.as_view(), name="sitting_sign"),
    path("sittings/<int:pk>/close/", sitting.SittingClose.as_view(), name="sitting_close"),
    path(
        "<int:parent_pk>/documents/new/",
        document.DocumentCreate.as_view(),
        name="sessiondocument_create",
    ),
    path("documents/<int:pk>/", document.DocumentDetail.as_view(), name="sessiondocument_detail"),
    path(
        "documents/<int:pk>/edit/",
        document.DocumentUpdate.as_view(),
        name="sessiondocument_update",
    ),
    path("documents/<int:pk>/read/", document.DocumentRead.as_view(), name="sessiondocument_read"),
    path("votes/", voting.VoteList.as_view(), name="vote_list"),
    path("<int:parent_pk>/votes/new/", voting.VoteCreate.as_view(), name="vote_create"),
    path("votes/<int:pk>/", voting.VoteDetail.as_view(), name="vote_detail"),
    path("votes/<int:pk>/edit/", voting.VoteUpdate.as_view(), name="vote_update"),
    path("resolutions/", voting.ResolutionList.as_view(), name="resolution_list"),
    path(
        "<int:parent_pk>/resolutions/new/",
        voting.ResolutionCreate.as_view(),
        name="resolution_create",
    ),
    path("resolutions/<int:pk>/", voting.ResolutionDetail.as_view(), name="resolution_detail"),
    path("resolutions/<int:pk>/edit/", voting.ResolutionUpdate.as_view(), name="resolution_update"),
    path(
        "<int:parent_pk>/elections/new/", election.ElectionCreate.as_view(), name="election_create"
    ),
    path("elections/<int:pk>/", election.ElectionDetail.as_view(), name="election_detail"),
    path("elections/<int:pk>/edit/", election.ElectionUpdate.as_view(), name="election_update"),
    path("elections/<int:pk>/screen/", screens.ElectionScreen.as_view(), name="election_screen"),
    path("posts/", election.PostList.as_view(), name="post_list"),
    path("posts/<int:pk>/edit/", election.PostUpdate.as_view(), name="post_update"),
    path("posts/<int:pk>/tally/", election.Tally.as_view(), name="post_tally"),
    path(
        "posts/<int:pk>/tally/preview/", election.TallyPreview.as_view(), name="post_tally_preview"
    ),
    path(
        "posts/<int:parent_pk>/nominations/new/",
        election.NominationCreate.as_view(),
        name="nomination_create",
    ),
    path("presidium/", presidium.MeetingList.as_view(), name="presidiummeeting_list"),
    path("presidium/new/", presidium.MeetingCreate.as_view(), name="presidiummeeting_create"),
    path("presidium/<int:pk>/", presidium.MeetingDetail.as_view(), name="presidiummeeting_detail"),
    path(
        "presidium/<int:pk>/edit/",
        presidium.MeetingUpdate.as_view(),
        name="presidiummeeting_update",
    ),
    path("presidium/members/", presidium.MemberList.as_view(), name="presidiummember_list"),
    path("presidium/members/new/", presidium.MemberCreate.as_view(), name="presidiummember_create"),
    path(
        "presidium/members/<int:pk>/edit/",
        presidium.MemberUpdate.as_view(),
        name="presidiummember_update",
    ),
    path("notices/", outcome.NoticeList.as_view(), name="notice_list"),
    path("notices/new/", outcome.NoticeCreate.as_view(), name="notice_create"),
    path("notices/<int:pk>/", outcome.NoticeDetail.as_view(), name="notice_detail"),
    path("notices/<int:pk>/edit/", outcome.NoticeUpdate.as_view(), name="notice_update"),
    path("resignations/", outcome.ResignationList.as_view(), name="resignation_list"),
    path("resignations/new/", outcome.ResignationCreate.as_view(), name="resignation_create"),
    path("resignations/<int:pk>/", outcome.ResignationDetail.as_view(), name="resignation_detail"),
    path(
        "resignations/<int:pk>/edit/",
        outcome.ResignationUpdate.as_view(),
        name="resignation_update",
    ),
    path("removals/", outcome.RemovalList.as_view(), name="removal_list"),
    path("removals/new/", outcome.RemovalCreate.as_view(), name="removal_create"),
    path("removals/<int:pk>/", outcome.RemovalDetail.as_view(), name="removal_detail"),
    path("removals/<int:pk>/edit/", outcome.RemovalUpdate.as_view(), name="removal_update"),
    path("rules/", rules.RuleList.as_view(), name="ruledocument_list"),
    path("rules/new/", rules.RuleCreate.as_view(), name="ruledocument_create"),
    path("rules/<int:pk>/", rules.RuleDetail.as_view(), name="ruledocument_detail"),
    path("rules/<int:pk>/edit/", rules.RuleUpdate.as_view(), name="ruledocument_update"),
    path(
        "rules/<int:parent_pk>/versions/new/",
        rules.VersionCreate.as_view(),
        name="ruleversion_create",
    ),
]
