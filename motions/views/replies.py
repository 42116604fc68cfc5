"""The reply letter from draft to the head's desk, and what it promised."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from motions import services
from motions.filters import CommitmentFilter
from motions.forms import ReplyForm
from motions.models import (
    Assignment,
    Commitment,
    Feedback,
    Reply,
)
from motions.models.classes import scheme
from motions.permissions import visible_motions
from motions.views.case import clock_of
from motions.workflow import assignment_workflow
from renda.core import steps
from renda.core.columns import Column
from renda.core.views.forms import CreatePage, EditPage
from renda.core.views.lists import ListPage, Tab
from renda.core.workflow import IllegalTransition

INBOX = ("收件箱", "motions:inbox")


class ReplyWrite:
    """Draft the letter; check it; send it to the head."""

    model = Reply
    form_class = ReplyForm
    template_name = "motions/reply.html"
    permission_required = "motions.write_reply"
    inlines = ((Commitment, ("text", "due_on")),)
    inline_extra = 1
    submit_label = "送负责人签发"

    def get_permission_object(self) -> Assignment:
        return self.assignment

    def get_title(self) -> str:
        motion = self.assignment.motion
        again = "（重办）" if self.assignment.round > 1 else ""
        return f"答复{motion.number_text}{motion.get_kind_display()}{again}"

    def get_crumbs(self) -> list[tuple[str, str]]:
        motion = self.assignment.motion
        return [INBOX, (motion.number_text, motion.get_absolute_url())]

    def get_cancel_url(self) -> str:
        return self.assignment.motion.get_absolute_url()

    def save(self, form: ModelForm) -> Reply:
        reply = form.instance
        promised = [
            row
            for formset in self.formsets
            for row in formset.cleaned_data
            if row.get("text") and not row.get("DELETE")
        ]
        if reply.result_class in scheme().promises and not promised:
            raise ValidationError(
                f"{reply.result_class} 类答复须写明承诺事项和完成日期，到期再次答复后销号。"
            )
        if not reply.pk:
            reply.drafted_by, reply.drafted_on = self.request.user, timezone.localdate()
        return super().save(form)

    def settle(self, reply: Reply) -> None:
        """Send it to the head at once, unless it is to stay a draft or something is missing."""
        self.hindered = ""
        if "draft" in self.request.POST:
            return
        try:
            held = services.hold_assignment(reply.assignment_id)
            steps.perform_held(assignment_workflow, "send", held, by=self.request.user)
        except IllegalTransition as error:
            self.hindered = f"答复稿已保存。{error}"

    def get_success_url(self) -> str:
        if getattr(self, "hindered", ""):
            return reverse("motions:reply_update", args=[self.object.pk])
        return self.assignment.get_absolute_url()

    def get_known_url(self) -> str:
        return self.assignment.get_absolute_url()

    def form_valid(self, form: ModelForm) -> HttpResponse:
        response = super().form_valid(form)
        if "draft" in self.request.POST or form.errors or not hasattr(self, "hindered"):
            return response
        if self.hindered:
            messages.warning(self.request, self.hindered)
        else:
            messages.success(self.request, "已送负责人签发")
        return response

    def get_context_data(self, **kwargs) -> dict:
        assignment, today = self.assignment, timezone.localdate()
        motion, reply = assignment.motion, self.object if self.object else None
        said = Feedback.objects.filter(
            motion=motion, round=assignment.round - 1, is_current=True
        ).select_related("deputy")
        return super().get_context_data(**kwargs) | {
            "motion": motion,
            "assignment": assignment,
            "reply": reply,
            "letter_title": Reply(assignment=assignment).title,
            "mark": services.reply_mark(assignment.unit, self.request.township.name),
            "checks": services.reply_checks(assignment, reply, today),
            "said": said,
            "clock": clock_of(assignment, today),
            "deputy": motion.lead,
            "form_buttons": [{"name": "draft", "label": "保存草稿", "icon": "save"}],
        }


class ReplyCreate(ReplyWrite, CreatePage):
    """写答复."""

    parent = ("assignment", Assignment)
    verb = "拟稿"

    @cached_property
    def parent_record(self) -> Assignment:
        """The assignment with its unit and motion."""
        rows = Assignment.objects.for_list()
        return get_object_or_404(rows, pk=self.kwargs["parent_pk"])

    @property
    def assignment(self) -> Assignment:
        return self.parent_record

    def get(self, request, *args, **kwargs) -> HttpResponse:
        draft = services.reply_of(self.assignment)
        if draft:
            return redirect("motions:reply_update", draft.pk)
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict:
        motion = self.assignment.motion
        again = "重新" if self.assignment.round > 1 else ""
        return {
            "contact": f"{self.request.user.name}　{self.assignment.unit.phone}",
            "body": (
                f"您提出的《{motion.official_title}》（{motion.printed_number}）已收悉。"
                f"经研究，现{again}答复如下：\n一、\n二、\n感谢您对我们工作的关心和支持。"
            ),
        }


class ReplyUpdate(ReplyWrite, EditPage):
    """Go on with a draft."""

    @property
    def assignment(self) -> Assignment:
        return self.get_object().assignment


class CommitmentList(ListPage):
    """承诺事项: what B replies promised, until it is done."""

    model = Commitment
    permission_required = "motions.list_commitment"
    filterset_class = CommitmentFilter
    title = "承诺事项"
    crumbs = (("议案建议", ""),)
    ordering = ("due_on", "pk")
    tabs = (
        Tab("", "未销号", "open"),
        Tab("overdue", "已过承诺日期", "overdue", ("today",)),
        Tab("all", "全部"),
    )
    columns = (
        Column("承诺事项", "text", link=True),
        Column("建议", "reply.assignment.motion.code", css="nowrap"),
        Column("承办单位", "reply.assignment.unit", css="nowrap"),
        Column("完成日期", "due_on", sort="due_on", css="date"),
        Column("销号日期", "done_on", sort="done_on", css="date"),
        Column("完成情况", "done_note"),
    )

    def get_queryset(self) -> QuerySet[Commitment]:
        motions = visible_motions(self.request.user).values("pk")
        return Commitment.objects.filter(
            reply__assignment__motion__in=motions, reply__issued_on__isnull=False
        ).select_related("reply__assignment__motion", "reply__assignment__unit")
