"""登记簿: the register, one case, and entering one for a deputy."""

from collections.abc import Iterable
from functools import cached_property

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from motions import services
from motions.filters import MotionFilter
from motions.forms import MotionForm
from motions.ledger import ledger_columns, ledger_rows
from motions.models import Assignment, Motion
from motions.models.voting import result_on
from motions.permissions import roles_of, visible_motions
from motions.views.autosave import Autosaved
from motions.views.case import CaseContext
from motions.views.deadlines import why_due
from motions.views.joining import standing_behind
from motions.views.papers import batch_papers
from motions.workflow import motion_workflow
from renda.core import steps
from renda.core.columns import Column
from renda.core.excel import OFFICIAL_DAYS
from renda.core.models import Role
from renda.core.prepared import prepared
from renda.core.text import keys_in
from renda.core.views.detail import DetailPage
from renda.core.views.forms import CreatePage, EditPage
from renda.core.views.lists import Action, ListPage, Tab
from renda.core.workflow import IllegalTransition

REGISTER = ("登记簿", "motions:motion_list")
OFFICE_TABS = (
    Tab("", "全部"),
    Tab("mine", "待我办", "for_office"),
    Tab("soon", "即将到期", "due_soon", ("today",)),
    Tab("overdue", "已逾期", "overdue", ("today",)),
    Tab("key", "重点", "key"),
    Tab("watched", "我领办督办的", "watched_by", ("user",)),
    Tab("redo", "重办", "rehandled"),
    Tab("closed", "已办结", "closed"),
)
DEPUTY_TABS = (
    Tab("", "全部"),
    Tab("mine", "我领衔的", "raised_by", ("user",)),
    Tab("joined", "我联名的", "joined_by", ("user",)),
    Tab("key", "重点", "key"),
    Tab("watched", "我领办督办的", "watched_by", ("user",)),
)


LISTED = (
    "code", "title", "kind", "status", "round", "verdict", "due_on", "is_key",
    "lead__name", "main_unit__name", "main_unit__short_name",
)  # fmt: skip


@prepared
def listed(keys: tuple[int, ...]) -> QuerySet[Motion]:
    """What the register's columns read of these cases."""
    rows = Motion.objects.filter(pk__in=keys).for_list().with_clock().with_vote()
    return rows.order_by().only(*LISTED)


def vote_words(motion: Motion) -> str:
    """表决通过, under the state of a 议案 that the congress has decided on."""
    result = result_on(motion)
    return f"表决{result}" if result else ""


def joint_words(motion: Motion) -> str:
    """等 3 人: how many stand behind a case, its lead included; nothing if it is one."""
    return f"等 {motion.joint + 1} 人" if motion.joint else ""


class MotionList(ListPage):
    """议案建议登记簿."""

    model = Motion
    permission_required = "motions.open_register"
    filterset_class = MotionFilter
    title = "议案建议登记簿"
    export_title = "议案建议台账"
    ordering = ("-submitted_on", "-pk")
    stacks = True
    foot_note = "期限按《代表法》第五十一条自交办之日起算"
    empty_icon = "chat-square-text"
    empty_title = "还没有议案建议"
    empty_text = "代表在手机上提交，或者由人大办代录纸质件。"
    actions = (Action("登记建议", "motions:motion_create", "motions.add_motion"),)
    batch_actions = (
        {
            "name": "remind",
            "label": "催办",
            "icon": "bell",
            "perm": "motions.assign_motions",
            "confirm": "向所选各件还没有办结的承办单位发催办通知？",
        },
        {
            "name": "print",
            "label": "打印交办单",
            "icon": "printer",
            "perm": "motions.print_assignment",
        },
        {
            "name": "export",
            "label": "导出所选",
            "icon": "download",
            "perm": "motions.open_register",
        },
    )
    columns = (
        Column("案号", "code", sort="session,number", css="nowrap"),
        Column("标题", "official_title", link=True),
        Column("类别", "get_kind_display", css="nowrap"),
        Column("领衔代表", "lead.name", sort="lead__order", css="nowrap", note=joint_words),
        Column("主办单位", "main_unit", css="nowrap"),
        Column(
            "状态",
            lambda m: m.status_words(timezone.localdate()),
            sort="status",
            pill=True,
            tone=lambda m: m.tone(timezone.localdate()),
            note=vote_words,
        ),
        Column("答复期限", "due_on", sort="due_on", css="date", why=why_due),
        Column(
            "剩余",
            lambda m: m.remaining_words(timezone.localdate()),
            css="num",
            until=lambda m: m.due_on if m.is_open else None,
        ),
    )

    @cached_property
    def roles(self) -> set[str]:
        return roles_of(self.request.user)

    @property
    def tabs(self) -> tuple[Tab, ...]:
        """Deputies look for their own, the office for what is urgent."""
        return DEPUTY_TABS if self.roles == {Role.DEPUTY} else OFFICE_TABS

    def get_queryset(self) -> QuerySet[Motion]:
        return visible_motions(self.request.user)

    def of_page(self, rows: QuerySet[Motion]) -> list[Motion]:
        """Filters and order find the keys; what is asked about the keys is the same on every page."""
        keys = tuple(rows.values_list("pk", flat=True))
        if not keys:
            return []
        padded = keys + keys[-1:] * (self.paginate_by - len(keys))
        found = {motion.pk: motion for motion in listed(padded)}
        return [found[key] for key in keys if key in found]

    exported_days = OFFICIAL_DAYS

    def get_exported(self) -> Iterable[Column]:
        """The ledger (台账): one row a case with all its dates."""
        return ledger_columns()

    def with_exported(self, rows: QuerySet[Motion]) -> QuerySet[Motion]:
        return ledger_rows(rows)

    def post(self, request: HttpRequest) -> HttpResponse:
        """What the batch bar does with the ticked rows."""
        action = next(
            (b for b in self.batch_actions if b["name"] == request.POST.get("action")), None
        )
        if action is None or not request.user.has_perm(action["perm"]):
            raise PermissionDenied
        picked = keys_in(request.POST.getlist("pk"))
        rows = self.get_queryset().filter(pk__in=picked)
        if not picked or not rows:
            messages.warning(request, "请先勾选要处理的件")
        elif action["name"] == "export":
            return self.file_of(rows)
        elif action["name"] == "print":
            return self.print_assignments(rows)
        else:
            sent = services.remind_many(
                motions=list(rows), by=request.user, on=timezone.localdate()
            )
            if sent:
                messages.success(request, f"已催办 {sent} 个承办单位")
            else:
                messages.warning(request, "没有发催办：所选各件的承办单位今天已催办，或者已办结")
        return redirect(request.get_full_path())

    def print_assignments(self, rows: QuerySet[Motion]) -> HttpResponse:
        """One PDF with the 交办单 of every unit of the ticked cases."""
        wanted = Assignment.objects.filter(motion__in=rows.values("pk")).for_list()
        papers = batch_papers(list(wanted.order_by("motion", "pk")), self.request.user)
        if papers is None:
            messages.warning(self.request, "所选各件还没有交办")
            return redirect(self.request.get_full_path())
        return papers


class MotionDetail(CaseContext, DetailPage):
    """One case: steps, handlers with clocks, the official form, the history in rounds."""

    model = Motion
    permission_required = "motions.view_motion"
    template_name = "motions/motion_detail.html"
    crumbs = (REGISTER,)
    edit_url = "motions:motion_update"
    edit_perm = "motions.change_motion"
    void_perm = "motions.void_motion"
    has_attachments = False
    shows_history = False

    def get_object(self, queryset: QuerySet | None = None) -> Motion:
        if not hasattr(self, "_record"):
            super().get_object(queryset).with_parts()
        return self._record

    def handle_no_permission(self) -> HttpResponse:
        """A unit from which the case was taken reads that and why; everybody else is refused."""
        user = self.request.user
        part = services.taken_from(self.get_object(), user) if user.is_authenticated else None
        if part is None:
            return super().handle_no_permission()
        now = part.passed_to.select_related("unit").first()
        facts = {
            "title": "贵单位不再承办",
            "motion": part.motion,
            "part": part,
            "now": now.unit if now else None,
            "why": services.why_taken(part),
            "crumbs": [("收件箱", "motions:inbox")],
        }
        return render(self.request, "motions/taken.html", facts)

    def get_template_names(self) -> list[str]:
        return ["motions/motion_mine.html" if self.is_mine else self.template_name]

    def get_crumbs(self) -> list[tuple[str, str]]:
        if self.is_mine:
            return [("我的建议", "motions:mine")]
        user = self.request.user
        if not user.has_perm("motions.open_register") and user.has_perm("motions.view_inbox"):
            return [("收件箱", "motions:inbox")]
        return [REGISTER]

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        return context | standing_behind(self.object, self.request.user, timezone.localdate())


class MotionWrite:
    """What entering and correcting share: a draft may be kept as one, or handed in."""

    model = Motion
    form_class = MotionForm
    template_name = "motions/motion_form.html"
    crumbs = (REGISTER,)
    draft_url = "motions:motion_update"
    is_handed_in = False

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"user": self.request.user}

    def save(self, form: MotionForm) -> Motion:
        motion, user = form.instance, self.request.user
        if motion.pk is None:
            motion.drafted_by, motion.is_by_office = user, True
        if motion.pk is None or form.has_moved:
            session = form.cleaned_data.get("session")
            day = form.cleaned_data["submitted_on"]
            motion.term = session.term if session else services.term_on(day)
        if form.asks_at_once:
            services.let_join(motion, on=form.today)
        motion = super().save(form)
        signed_on_paper = motion.is_by_office and self.is_a_draft(motion)
        services.invite(
            motion=motion,
            deputies=form.cleaned_data["cosigners"],
            by=user,
            confirmed_on=motion.submitted_on if signed_on_paper else None,
            known=form.known,
        )
        services.link_earlier(
            motion=motion, earlier=form.cleaned_data["earlier"], by=user, known=form.linked
        )
        return motion

    def settle(self, motion: Motion) -> None:
        """Hand a draft in at once, unless it is to stay one or isn't complete."""
        if "draft" in self.request.POST or not self.is_a_draft(motion):
            return
        try:
            steps.perform_held(motion_workflow, "submit", motion, by=self.request.user)
        except IllegalTransition as error:
            messages.warning(self.request, str(error))
        else:
            self.is_handed_in = True

    def tell(self, motion: Motion) -> None:
        """What became of it: kept as a draft, handed in just now, or corrected."""
        if self.is_a_draft(motion):
            messages.success(self.request, f"已存为草稿：{motion}")
        elif self.is_handed_in:
            messages.success(self.request, f"已登记：{motion}")
        else:
            super().tell(motion)

    def get_context_data(self, **kwargs) -> dict:
        buttons = [{"name": "draft", "label": "保存草稿", "icon": "save"}]
        drafting = {"form_buttons": buttons, "submit_label": "登记"} if self.saves_itself else {}
        return super().get_context_data(**kwargs) | drafting


class MotionCreate(Autosaved, MotionWrite, CreatePage):
    """代录: the office enters a paper form."""

    permission_required = "motions.add_motion"
    title = "登记建议（代录）"
    lead = "代表交来的纸质件。领衔代表有账号的，登记后照样在手机上看到进度并评价。"


class MotionUpdate(Autosaved, MotionWrite, EditPage):
    """Correct a case, or go on with a draft; who changed what is kept."""

    permission_required = "motions.change_motion"

    def get_context_data(self, **kwargs) -> dict:
        linked = self.object.repeats.select_related("earlier")
        return super().get_context_data(**kwargs) | {"linked": linked}

    def save(self, form: MotionForm) -> Motion:
        motion, what = super().save(form), form.reworded
        if what:
            reason = form.cleaned_data["rewording"]
            services.tell_reworded(motion=motion, what=what, reason=reason, by=self.request.user)
        return motion

    def get_queryset(self) -> QuerySet[Motion]:
        return Motion.objects.select_related("lead", "session__term", "suggested_unit")
