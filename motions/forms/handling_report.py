"""Issuing the report to the congress: on which day, after which meeting of the presidium."""

from django import forms
from django.utils import timezone

from renda.core.forms import DateInput, StepForm
from sessions_app.models import PresidiumMeeting


class IssueReportForm(StepForm):
    issued_on = forms.DateField(label="印发日期", widget=DateInput, initial=timezone.localdate)
    meeting = forms.ModelChoiceField(
        PresidiumMeeting.objects.all(), label="审议的主席团会议", required=False
    )
