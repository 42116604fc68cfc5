"""放假安排: the days off and worked weekends that every last day is counted with."""

from datetime import timedelta
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST
from django.views.generic import FormView, TemplateView

from renda.core import calendar, holidays
from renda.core.agenda import open_deadlines
from renda.core.announcement import Announced, NotUnderstood, read_notice
from renda.core.forms import DateInput, ask_for
from renda.core.models import CalendarDay
from renda.core.views.permission import PagePermission, require, signed_in
from renda.core.views.system import SYSTEM

FIRST_YEAR, LAST_YEAR = 2004, 2100
MOST_DAYS = 31
KINDS = (("off", "放假"), ("work", "上班（调休）"))
NOTICE_HINT = (
    "一、元旦：1月1日（周五）至3日（周日）放假，共3天。\n"
    "二、春节：2月5日（周五）至11日（周四）放假调休，共7天。2月14日（周日）上班。\n……"
)


def year_url(year: int) -> str:
    """The page of a year."""
    return f"{reverse('core:calendar')}?{urlencode({'year': year})}"


def asked_year(request: HttpRequest) -> int:
    """The year in the address, else this year."""
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() else timezone.localdate().year
    return min(max(year, FIRST_YEAR), LAST_YEAR)


class CalendarPage(PagePermission, TemplateView):
    """A year's days off and worked weekends, their source, and the last days that fall on them."""

    template_name = "core/calendar.html"
    permission_required = "core.view_calendar"
    crumbs = (SYSTEM,)

    def get_context_data(self, **kwargs) -> dict:
        year = asked_year(self.request)
        lines = holidays.year_lines(year)
        own = {line.on: line.is_workday for line in lines if line.entered}
        deadlines = open_deadlines(timezone.localdate())
        return super().get_context_data(**kwargs) | {
            "title": "放假安排",
            "year": year,
            "lines": lines,
            "is_published": calendar.is_published(year),
            "is_arranged": calendar.is_arranged(year, own),
            "stranded": holidays.stranded(deadlines, lines),
            "before": year_url(year - 1),
            "after": year_url(year + 1),
            "can_change": self.request.user.has_perm("core.change_calendar"),
        }


class DayForm(forms.Form):
    """A few days in a row, all off or all worked."""

    required_css_class = "required"
    first_on = forms.DateField(label="日期（起）", widget=DateInput)
    last_on = forms.DateField(
        label="日期（止）", widget=DateInput, required=False, help_text="只有一天的不填"
    )
    kind = forms.ChoiceField(label="放假还是上班", choices=KINDS, widget=forms.RadioSelect)
    name = forms.CharField(label="名称", max_length=50, help_text="例如：春节；调休上班写所属节日")
    source = forms.CharField(
        label="依据", max_length=100, help_text="例如：国务院办公厅关于2027年部分节假日安排的通知"
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for one in self.fields.values():
            ask_for(one)

    def clean(self) -> dict:
        data = super().clean()
        first = data.get("first_on")
        last = data.get("last_on") or first
        if first and not FIRST_YEAR <= first.year <= LAST_YEAR:
            self.add_error("first_on", f"年份应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间")
        elif first and not 0 <= (last - first).days < MOST_DAYS:
            self.add_error("last_on", f"应不早于起日，一次最多 {MOST_DAYS} 天")
        return data

    def days(self) -> list[Announced]:
        """Every day of the span."""
        first = self.cleaned_data["first_on"]
        length = ((self.cleaned_data["last_on"] or first) - first).days + 1
        works, name = self.cleaned_data["kind"] == "work", self.cleaned_data["name"]
        return [Announced(first + timedelta(days=n), works, name) for n in range(length)]


class NoticeForm(forms.Form):
    """A year's notice as it was announced; ``days`` of the cleaned values are what it says."""

    required_css_class = "required"
    year = forms.IntegerField(label="年份", min_value=FIRST_YEAR, max_value=LAST_YEAR)
    source = forms.CharField(
        label="依据", max_length=100, help_text="例如：国务院办公厅关于2027年部分节假日安排的通知"
    )
    text = forms.CharField(
        label="通知正文",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 10, "placeholder": NOTICE_HINT}),
        help_text="把通知里“一、元旦”到“国庆节”各段整段粘贴进来；星期和“共几天”对不上的，保存时会指出来",
    )

    def __init__(self, *args, others: int = 0, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if others:
            self.fields["everywhere"] = forms.BooleanField(
                label=f"同时登记到我管理的其他 {others} 个乡镇", required=False, initial=True
            )
        for one in self.fields.values():
            ask_for(one)

    def clean(self) -> dict:
        data = super().clean()
        if "year" in data and "text" in data:
            try:
                data["days"] = read_notice(data["text"], data["year"])
            except NotUnderstood as error:
                self.add_error("text", str(error))
        return data


class _Entry(PagePermission, FormView):
    template_name = "core/form.html"
    permission_required = "core.change_calendar"
    crumbs = (SYSTEM, ("放假安排", "core:calendar"))

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {
            "title": self.title,
            "submit_label": "保存",
            "cancel_url": year_url(asked_year(self.request)),
        }


class DayEntry(_Entry):
    """Enter or change one day, or a few in a row."""

    form_class = DayForm
    title = "登记放假或上班的日子"

    def get_initial(self) -> dict:
        try:
            on = parse_date(self.request.GET.get("on", ""))
        except ValueError:
            on = None
        if on is None:
            return {"kind": "off"}
        line = next((line for line in holidays.year_lines(on.year) if line.on == on), None)
        if line is None:
            return {"first_on": on, "kind": "off"}
        kind = "work" if line.is_workday else "off"
        source = line.entered.source if line.entered else ""
        return {"first_on": on, "kind": kind, "name": line.name, "source": source}

    def form_valid(self, form: DayForm) -> HttpResponse:
        changed = holidays.enter(
            form.days(),
            township=self.request.township,
            source=form.cleaned_data["source"],
            by=self.request.user,
        )
        messages.success(self.request, changed.words)
        return redirect(year_url(form.cleaned_data["first_on"].year))


class NoticeEntry(_Entry):
    """Enter a whole year as the State Council announced it, here and where else one administers."""

    form_class = NoticeForm
    title = "录入全年放假安排"

    def others(self) -> list[int]:
        """The other townships whose system this user administers."""
        return holidays.administered_besides(self.request.township.pk, self.request.user)

    def get_initial(self) -> dict:
        if self.request.method == "POST":
            return {}
        missing = holidays.missing_years(timezone.localdate())
        year = int((self.request.GET.get("year") and asked_year(self.request)) or 0)
        year = year or (missing[0] if missing else timezone.localdate().year + 1)
        return {"year": year, "source": f"国务院办公厅关于{year}年部分节假日安排的通知"}

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"others": len(self.others())}

    def form_valid(self, form: NoticeForm) -> HttpResponse:
        days, source = form.cleaned_data["days"], form.cleaned_data["source"]
        given = {"source": source, "by": self.request.user}
        changed = holidays.enter(days, township=self.request.township, **given)
        words = changed.words
        if form.cleaned_data.get("everywhere"):
            holidays.enter_elsewhere(days, **given)
            words += f"。正在登记到我管理的其他 {len(self.others())} 个乡镇，登记完发消息给您"
        messages.success(self.request, words)
        return redirect(year_url(form.cleaned_data["year"]))


@require_POST
@signed_in
def withdraw_day(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a day out of the township's own table."""
    day = get_object_or_404(CalendarDay.objects.all(), pk=pk)
    require(request, "core.change_calendar")
    changed = holidays.withdraw(day, township=request.township, by=request.user)
    messages.success(request, changed.words)
    return redirect(year_url(day.date.year))
