from django.urls import path

from motions.views import (
    assign,
    deputy,
    inbox,
    meetings,
    parts,
    register,
    replies,
    statistics,
    urging,
    verdict,
)

app_name = "motions"

urlpatterns = [
    path("", register.MotionList.as_view(), name="motion_list"),
    path("new/", register.MotionCreate.as_view(), name="motion_create"),
    path("<int:pk>/", register.MotionDetail.as_view(), name="motion_detail"),
    path("<int:pk>/edit/", register.MotionUpdate.as_view(), name="motion_update"),
    path("<int:pk>/assign/", assign.AssignOne.as_view(), name="assign_one"),
    path("<int:pk>/amend/", deputy.Amend.as_view(), name="amend"),
    path("<int:pk>/answer/", deputy.answer_invitation, name="answer_invitation"),
    path("<int:parent_pk>/rate/", verdict.Rate.as_view(), name="rate"),
    path("<int:parent_pk>/contact/", parts.ContactCreate.as_view(), name="contact_create"),
    path("<int:parent_pk>/remind/", urging.ReminderCreate.as_view(), name="reminder_create"),
    path("<int:parent_pk>/note/", parts.NoteCreate.as_view(), name="note_create"),
    path("<int:parent_pk>/followup/", parts.FollowUpCreate.as_view(), name="followup_create"),
    path("<int:parent_pk>/repeat/", parts.RepeatCreate.as_view(), name="repeat_create"),
    path("home/", deputy.Home.as_view(), name="home"),
    path("submit/", deputy.Submit.as_view(), name="submit"),
    path("mine/", deputy.Mine.as_view(), name="mine"),
    path("todo/", deputy.Todo.as_view(), name="todo"),
    path("inbox/", inbox.Inbox.as_view(), name="inbox"),
    path("unsigned/", inbox.Unsigned.as_view(), name="unsigned"),
    path("assign/", assign.BatchAssign.as_view(), name="assign"),
    path("assign/days/", assign.LastDays.as_view(), name="last_days"),
    path("meetings/", meetings.MeetingList.as_view(), name="meeting_list"),
    path("meetings/new/", meetings.MeetingCreate.as_view(), name="meeting_create"),
    path("meetings/<int:pk>/", meetings.MeetingDetail.as_view(), name="meeting_detail"),
    path("meetings/<int:pk>/edit/", meetings.MeetingUpdate.as_view(), name="meeting_update"),
    path("meetings/<int:pk>/assign/", assign.BatchAssign.as_view(), name="meeting_assign"),
    path("assignments/<int:parent_pk>/reply/", replies.ReplyCreate.as_view(), name="reply_create"),
    path("replies/<int:pk>/edit/", replies.ReplyUpdate.as_view(), name="reply_update"),
    path("commitments/", replies.CommitmentList.as_view(), name="commitment_list"),
    path("statistics/", statistics.Statistics.as_view(), name="statistics"),
]
