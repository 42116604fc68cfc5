"""催办 and 督办: the office urges a unit, the unit answers, and everything sent can be looked up."""

from functools import cached_property

from django.contrib import messages
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from motions import services
from motions.filters import ReminderFilter
from motions.forms import OrderAnswerForm, OrderCloseForm, OrderForm, ReminderForm
from motions.models import Assignment, Commitment, Motion, OwedLetter, Reminder
from motions.permissions import roles_of, visible_motions
from motions.views.days import days_of_order
from motions.views.parts import CasePart
from renda.core import law
from renda.core.columns import Column
from renda.core.models import Role
from renda.core.permissions import is_unit_staff
from renda.core.scoping import current_township_id
from renda.core.views.detail import DetailPage, Section
from renda.core.views.forms import EditPage
from renda.core.views.lists import Action, ListPage, Tab

URGING = ("催办、督办", "motions:reminder_list")
SHOWN = 2
WATCHERS = {Role.CLERK, Role.CHAIR, Role.COUNTY, Role.GOV_OFFICE}


class ReminderCreate(CasePart):
    """催办."""

    model = Reminder
    permission_required = "motions.add_reminder"
    form_class = ReminderForm
    title = "催办"
    verb = "催办"
    submit_label = "发催办通知"

    def save(self, form: ReminderForm) -> Reminder:
        form.instance.on = timezone.localdate()
        self.object = services.remind(reminder=form.instance, by=self.request.user)
        return self.object

    def tell(self, saved: Reminder) -> None:
        """Say who got it, or that nobody did."""
        unit = saved.assignment.unit
        if saved.told:
            messages.success(self.request, f"已催办{unit}，发给{saved.told}：{saved.motion}")
        else:
            messages.warning(self.request, f"已登记催办，{unit}还没有账号，请另行通知")


class OrderCreate(CasePart):
    """督办单."""

    model = Reminder
    permission_required = "motions.add_order"
    form_class = OrderForm
    title = "发督办单"
    verb = "督办"
    submit_label = "编号并发出"

    def save(self, form: OrderForm) -> Reminder:
        form.instance.on = timezone.localdate()
        self.object = services.order(order=form.instance, by=self.request.user)
        return self.object

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()

    def get_known_url(self) -> str:
        return self.case.get_absolute_url()


class Owing:
    """Mixed into both: about what the unit of ``part`` still owes after its answer."""

    parent: tuple[str, type[Commitment | OwedLetter]]
    known: tuple[str, ...]

    @cached_property
    def parent_record(self) -> Commitment | OwedLetter:
        """What is owed, with its unit and its case; 404 outside the township."""
        rows = self.parent[1].objects.select_related(*self.known)
        return get_object_or_404(rows, pk=self.kwargs["parent_pk"])

    @property
    def part(self) -> Assignment:
        """The unit's part of the case."""
        owed = self.parent_record
        return owed.reply.assignment if isinstance(owed, Commitment) else owed.assignment

    @property
    def case(self) -> Motion:
        return self.part.motion

    @property
    def lead(self) -> str:
        return f"{self.part.unit}　{self.parent_record}　期限 {self.parent_record.due_on}"

    def get_form_kwargs(self) -> dict:
        kwargs = super().get_form_kwargs()
        kwargs["instance"].assignment, kwargs["instance"].motion = self.part, self.case
        return kwargs


class OfPromise(Owing):
    """A promise that the unit has not reported as done."""

    parent = ("commitment", Commitment)
    known = ("reply__assignment__unit", "reply__assignment__motion__township")


class OfLetter(Owing):
    """A further letter to the authors of a merged case."""

    parent = ("owed_letter", OwedLetter)
    known = ("assignment__unit", "assignment__motion__township", "motion")


class PromiseReminder(OfPromise, ReminderCreate):
    """催办 of a promise."""

    permission_required = "motions.remind_promise"


class PromiseOrder(OfPromise, OrderCreate):
    """督办单 about a promise."""

    permission_required = "motions.order_promise"


class LetterReminder(OfLetter, ReminderCreate):
    """催办 of an owed letter."""

    permission_required = "motions.remind_letter"


class LetterOrder(OfLetter, OrderCreate):
    """督办单 about an owed letter."""

    permission_required = "motions.order_letter"


def said(reminder: Reminder) -> str:
    """The words of a 催办 or 督办单; a warning names its case already, so only what is due."""
    if reminder.kind == Reminder.Kind.WARNING:
        return reminder.text.partition("：")[0]
    return "　".join(filter(None, [reminder.owes_words, reminder.text]))


def told_words(reminder: Reminder) -> str:
    """何敏、蒋文斌等 5 人."""
    names = reminder.told.split("、") if reminder.told else []
    more = f"等 {len(names)} 人" if len(names) > SHOWN else ""
    return "、".join(names[:SHOWN]) + more


def feedback_words(reminder: Reminder) -> str:
    """Why a 督办单 is to be answered by its day; nothing for what asks no answer."""
    return f"督办单 {reminder.number} 指定的反馈日期" if reminder.is_order else ""


class ReminderList(ListPage):
    """催办、督办: everything that was sent about cases one may see; a unit sees what it was sent."""

    model = Reminder
    permission_required = "motions.list_reminder"
    filterset_class = ReminderFilter
    title = "催办、督办"
    ordering = ("-on", "-pk")
    crumbs = (("议案建议", ""),)
    tabs = (
        Tab("", "全部"),
        Tab("orders", "督办单", "orders"),
        Tab("unanswered", "督办待反馈", "unanswered"),
        Tab("answered", "督办已反馈", "answered"),
        Tab("urges", "催办", "urges"),
        Tab("warnings", "到期提醒", "warnings"),
    )
    columns = (
        Column("日期", "on", sort="on", css="date"),
        Column("类别", "get_kind_display", sort="kind", css="nowrap", pill=True),
        Column("编号", "number", sort="number", css="nowrap"),
        Column("建议", "motion", link=True, note=said),
        Column("承办单位", "assignment.unit", css="nowrap"),
        Column("发给", told_words, css="nowrap"),
        Column("反馈期限", "feedback_due", sort="feedback_due", css="date", why=feedback_words),
        Column("督办进展", "state_words", css="nowrap"),
    )
    exported = (
        *columns[:3],
        Column("建议", "motion"),
        Column("承办单位", "assignment.unit"),
        Column("事项", "owes_words"),
        Column("内容", "text"),
        Column("由谁发", "by"),
        Column("发给", "told"),
        Column("督办领导", "leader"),
        Column("反馈期限", "feedback_due"),
        Column("反馈日期", "responded_on"),
        Column("反馈情况", "response"),
        Column("督办结果", "result"),
        Column("督办办结日期", "closed_on"),
    )
    empty_icon = "bell"
    empty_title = "还没有催办、督办"
    empty_text = "在案件页面发催办通知或者督办单；到期提醒由系统每天早上发出，也记在这里。"
    foot_note = f"监督办理的依据：{law.cite('suggestion.supervision')}"

    def get_queryset(self) -> QuerySet[Reminder]:
        user = self.request.user
        rows = Reminder.objects.filter(motion__in=visible_motions(user).values("pk")).for_list()
        if roles_of(user) & WATCHERS or not is_unit_staff(user, None):
            return rows
        return rows.of_units(user.unit_ids(current_township_id()))


class OrderDetail(DetailPage):
    """One 督办单, with what the unit answered and what came of it."""

    model = Reminder
    permission_required = "motions.view_reminder"
    sections = (
        Section(
            "督办",
            (
                "number",
                ("建议", "motion"),
                ("承办单位", "assignment.unit"),
                ("督办事项", lambda row: row.owes_words or "按期办理和答复"),
                ("原期限", "due_on"),
                (
                    "发出时逾期",
                    lambda row: f"{row.overdue_days} 天" if row.overdue_days else "未逾期",
                ),
                "leader",
                ("督办意见", "text"),
                ("发出", "on"),
                "told",
                "feedback_due",
            ),
        ),
        Section("反馈和结果", ("responded_on", "response", "closed_on", "result")),
    )
    actions = (
        Action("反馈", "motions:order_answer", "motions.answer_order", "reply"),
        Action("办结", "motions:order_close", "motions.close_order", "check2-circle", False),
    )
    template_name = "motions/order_detail.html"
    has_attachments = True
    edit_perm = "motions.answer_order"

    def get_queryset(self) -> QuerySet[Reminder]:
        return Reminder.objects.orders().for_list().select_related("commitment__reply")

    def get_title(self) -> str:
        return f"督办单　{self.object.number}"

    def get_lead(self) -> str:
        return self.object.motion.official_title

    def get_steps(self) -> list[dict]:
        """发出 → 反馈 → 办结."""
        order = self.object
        reached = [
            ("发出", order.on),
            ("单位反馈", order.responded_on),
            ("督办办结", order.closed_on),
        ]
        steps = [
            {"label": label, "date": str(on) if on else "—", "state": "done" if on else ""}
            for label, on in reached
        ]
        following = next((s for s in steps if not s["state"]), None)
        if following and not order.closed_on:
            following["state"] = "now"
            if not order.responded_on:
                following["date"] = f"{order.feedback_due} 前"
        return steps

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        motion = self.object.motion
        context |= {"days": days_of_order(self.object), "today": timezone.localdate()}
        context["page_actions"].append(
            {
                "label": "看建议",
                "url": motion.get_absolute_url(),
                "icon": "file-text",
                "primary": False,
            }
        )
        return context

    def get_crumbs(self) -> list[tuple[str, str]]:
        motion = self.object.motion
        return [URGING, (motion.code or motion.number_text, motion.get_absolute_url())]


class OrderStep(EditPage):
    """What the unit and the office add to a 督办单."""

    model = Reminder

    def get_queryset(self) -> QuerySet[Reminder]:
        return Reminder.objects.orders().for_list()

    @property
    def lead(self) -> str:
        order = self.get_object()
        return f"{order.number}　{order.motion.official_title}"

    def get_crumbs(self) -> list[tuple[str, str]]:
        order = self.get_object()
        return [URGING, (order.number, order.get_absolute_url())]

    def save(self, form: OrderAnswerForm | OrderCloseForm) -> Reminder:
        self.object = self.take(form)
        return self.object


class OrderAnswer(OrderStep):
    """反馈: by the unit."""

    permission_required = "motions.answer_order"
    form_class = OrderAnswerForm
    title = "反馈督办情况"
    verb = "反馈督办"
    submit_label = "送人大办"

    def take(self, form: OrderAnswerForm) -> Reminder:
        """Keep the answer and tell the office."""
        return services.answer_order(
            order=form.instance,
            response=form.cleaned_data["response"],
            on=timezone.localdate(),
        )


class OrderClose(OrderStep):
    """办结: by the office."""

    permission_required = "motions.close_order"
    form_class = OrderCloseForm
    title = "督办办结"
    verb = "督办办结"
    submit_label = "办结"

    def take(self, form: OrderCloseForm) -> Reminder:
        """Keep the result and tell the unit."""
        return services.close_order(
            order=form.instance,
            result=form.cleaned_data["result"],
            on=timezone.localdate(),
        )
