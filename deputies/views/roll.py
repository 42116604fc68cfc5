"""签到册: the roll of an event, and how the clerk keeps it."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView, View

from deputies.expecting import gone_by
from deputies.filters import RollFilter
from deputies.forms import CorrectForm, GuestForm, GuestNameForm, LeaveForm, SignForm
from deputies.models import Roll, RollEntry
from deputies.services import RollClosed, close_roll, entered, mark, strike
from deputies.views.people import PEOPLE
from renda.core import law
from renda.core.columns import Column
from renda.core.models import User
from renda.core.views import CreatePage, DetailPage, EditPage, ListPage, PagePermission, Tab

ROLLS = ("签到册", "deputies:roll_list")
SHOWN = {"": "全部", "missing": "未到", "on_leave": "请假", "present": "已到"}


def roll_button(roll: Roll | None, user: User, *, primary: bool = False) -> list[dict]:
    """The way from an event's page to its roll, for whoever may see it."""
    if roll is None or not user.has_perm("deputies.view_roll", roll):
        return []
    url = roll.get_absolute_url()
    return [{"label": "签到册", "url": url, "icon": "list-check", "primary": primary}]


class RollList(ListPage):
    """Every roll, whatever event it belongs to."""

    model = Roll
    permission_required = "deputies.list_roll"
    filterset_class = RollFilter
    crumbs = (PEOPLE,)
    ordering = ("-on", "-pk")
    tabs = (Tab("", "全部"), Tab("unsettled", "待截止", "unsettled", ("today",)))
    foot_note = "应到＝实到＋请假＋缺席；签到没有截止的，未签到的还不计缺席"
    empty_icon = "list-check"
    empty_text = "登记会议、学习或活动时自动生成。"
    columns = (
        Column("事项", "title", css="title", link=True),
        Column("类别", "kind_label", sort="kind", css="nowrap"),
        Column("日期", "on", sort="on", css="date"),
        Column("应到", "expected", sort="expected", css="num"),
        Column("实到", "present", sort="present", css="num"),
        Column("请假", "on_leave", sort="on_leave", css="num"),
        Column("缺席", "absent", sort="absent", css="num"),
        Column("状态", "status_label", css="nowrap", pill=True),
    )


class RollDetail(DetailPage):
    """One roll: the sum, the law's check for sittings, the names."""

    model = Roll
    permission_required = "deputies.view_roll"
    template_name = "deputies/roll_detail.html"
    edit_perm = "deputies.change_roll"
    crumbs = (PEOPLE, ROLLS)

    def get_queryset(self) -> QuerySet[Roll]:
        return Roll.objects.with_counts()

    @property
    def shows_history(self) -> bool:
        return self.request.user.has_perm("deputies.keep_register")

    def get_context_data(self, **kwargs) -> dict:
        roll, user = self.object, self.request.user
        entries = list(roll.entries.by_name())
        shown = self.request.GET.get("show", "")
        groups = {
            "": entries,
            "missing": [e for e in entries if e.state in {"expected", "absent"}],
            "on_leave": [e for e in entries if e.state == "on_leave"],
            "present": [e for e in entries if e.state == "present"],
        }
        ways = [e.way for e in entries if e.state == "present"]
        absent = sum(e.state == "absent" and e.deputy_id is not None for e in entries)
        may_sign = user.has_perm("deputies.change_roll", roll)
        return super().get_context_data(**kwargs) | {
            "entries": groups.get(shown, entries),
            "missing": roll.expected - roll.present - roll.on_leave,
            "undecided": sum(e.state == "expected" and e.deputy_id is not None for e in entries),
            "needed": law.quorum_needed(roll.expected) if roll.kind == "sitting" else None,
            "quorum": law.quorum(roll.present, roll.expected)
            if roll.kind == "sitting" and (roll.present or roll.is_closed)
            else None,
            "sum": law.roll_sum(roll.expected, roll.present, roll.on_leave, absent)
            if roll.is_closed
            else None,
            "shown": [
                {
                    "label": f"{label} {len(groups[key])}",
                    "url": f"?show={key}" if key else roll.get_absolute_url(),
                    "current": key == shown,
                }
                for key, label in SHOWN.items()
            ],
            "scanned": ways.count("scan"),
            "by_clerk": len(ways) - ways.count("scan"),
            "may_sign": may_sign,
            "sign_form": SignForm(roll=roll) if may_sign else None,
        }


class OnRoll(PagePermission):
    """Pages of a step on one roll."""

    permission_required = "deputies.change_roll"

    @cached_property
    def roll(self) -> Roll:
        """The roll; 404 outside the township."""
        return get_object_or_404(Roll.objects.all(), pk=self.kwargs["pk"])

    def get_permission_object(self) -> Roll:
        return self.roll

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [PEOPLE, ROLLS, (str(self.roll), self.roll.get_absolute_url())]


class RollSign(OnRoll, View):
    """The clerk signs for those who came."""

    http_method_names = ["post"]

    def post(self, request, pk: int) -> HttpResponse:
        form = SignForm(request.POST, roll=self.roll)
        if not form.is_valid():
            messages.error(request, form.errors["deputies"][0])
            return redirect(self.roll)
        people = list(form.cleaned_data["deputies"])
        mark(
            roll=self.roll,
            deputies=people,
            state=RollEntry.State.PRESENT,
            by=request.user,
            **entered(self.roll, timezone.now()),
        )
        messages.success(request, f"已登记签到：{'、'.join(p.name for p in people)}")
        return redirect(self.roll)


class RollLeave(OnRoll, FormView):
    """Write down leave that was asked for and approved."""

    template_name = "core/form.html"
    form_class = LeaveForm

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"roll": self.roll}

    def form_valid(self, form: LeaveForm) -> HttpResponse:
        data = form.cleaned_data
        people = list(data["deputies"])
        mark(
            roll=self.roll,
            deputies=people,
            state=RollEntry.State.ON_LEAVE,
            by=self.request.user,
            reason=data["reason"],
            approved_by=data["approved_by"],
        )
        messages.success(self.request, f"已登记请假：{'、'.join(p.name for p in people)}")
        return redirect(self.roll)

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {
            "title": "登记请假",
            "lead": str(self.roll),
            "submit_label": "登记请假",
            "cancel_url": self.roll.get_absolute_url(),
        }


class RollCorrect(OnRoll, FormView):
    """Set one line right; the history keeps what it said before."""

    template_name = "core/form.html"
    form_class = CorrectForm

    @cached_property
    def entry(self) -> RollEntry:
        """The line of a deputy on this roll."""
        lines = RollEntry.objects.select_related("deputy", "roll").filter(
            roll=self.roll, deputy__isnull=False
        )
        return get_object_or_404(lines, pk=self.kwargs["entry_pk"])

    def get_initial(self) -> dict:
        entry = self.entry
        return {
            "state": entry.state,
            "reason": entry.reason,
            "approved_by": entry.approved_by,
        }

    def get_form_kwargs(self) -> dict:
        gone = gone_by(self.roll.on).filter(pk=self.entry.deputy_id)
        kwargs = {"off_duty": gone.exists(), "is_closed": self.roll.is_closed}
        return super().get_form_kwargs() | kwargs

    def form_valid(self, form: CorrectForm) -> HttpResponse:
        data = form.cleaned_data
        if data["state"] == CorrectForm.STRIKE[0]:
            strike(entry=self.entry, by=self.request.user)
            messages.success(self.request, f"已移出签到册：{self.entry.deputy}")
            return redirect(self.roll)
        present = data["state"] == RollEntry.State.PRESENT
        away = data["state"] == RollEntry.State.ON_LEAVE
        changed = mark(
            roll=self.roll,
            deputies=[self.entry.deputy],
            state=data["state"],
            by=self.request.user,
            reason=data["reason"] if away else "",
            approved_by=data["approved_by"] if away else "",
            **(entered(self.roll, timezone.now()) if present else {}),
        )
        if changed:
            messages.success(self.request, f"已更正：{self.entry.deputy}")
        else:
            messages.info(self.request, f"没有改动：{self.entry}")
        return redirect(self.roll)

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {
            "title": f"更正：{self.entry.deputy}",
            "lead": f"{self.roll}。更正写入操作记录。",
            "submit_label": "更正",
            "cancel_url": self.roll.get_absolute_url(),
        }


class GuestCreate(CreatePage):
    """Add somebody who was not expected: 列席人员."""

    model = RollEntry
    form_class = GuestForm
    permission_required = "deputies.change_roll"
    parent = ("roll", Roll)
    title = "登记列席人员"

    def get_crumbs(self) -> list[tuple[str, str]]:
        roll = self.parent_record
        return [PEOPLE, ROLLS, (str(roll), roll.get_absolute_url())]

    def save(self, form: GuestForm) -> RollEntry:
        entry = form.instance
        entry.state = RollEntry.State.PRESENT
        signed = entered(self.parent_record, timezone.now())
        entry.at, entry.way = signed["at"], signed["way"]
        return super().save(form)


class GuestUpdate(EditPage):
    """Set the name of a guest right, or take the guest off the roll."""

    model = RollEntry
    form_class = GuestNameForm
    permission_required = "deputies.change_roll"
    title = "更正列席人员"
    offers_void = True

    def get_queryset(self) -> QuerySet[RollEntry]:
        return RollEntry.objects.select_related("roll").filter(deputy=None)

    def get_crumbs(self) -> list[tuple[str, str]]:
        roll = self.get_object().roll
        return [PEOPLE, ROLLS, (str(roll), roll.get_absolute_url())]


class RollClose(OnRoll, View):
    """Nobody signs any more; who neither came nor had leave is absent."""

    http_method_names = ["post"]

    def post(self, request, pk: int) -> HttpResponse:
        try:
            absent = close_roll(roll=self.roll, by=request.user)
            messages.success(request, f"签到已截止，记缺席 {absent} 名")
        except RollClosed as error:
            messages.info(request, str(error))
        return redirect(self.roll)
