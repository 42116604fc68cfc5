"""Letters to the deputy, replies and supplements, from draft to the head's desk."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST

from motions import services
from motions.forms import ReplyForm, SupplementForm
from motions.models import (
    Assignment,
    Commitment,
    Feedback,
    OwedLetter,
    Reply,
    Supplement,
)
from motions.permissions import works_on
from motions.services.around import around_letter
from motions.services.letters import parts_of
from motions.views.autosave import GONE, Autosaved
from motions.views.standing import clock_of
from motions.workflow import assignment_workflow, supplement_workflow
from renda.core import steps
from renda.core.paper.blocks import cn_date
from renda.core.views.forms import CreatePage, EditPage
from renda.core.views.permission import require, signed_in
from renda.core.workflow import IllegalTransition

INBOX = ("收件箱", "motions:inbox")


def class_choices(form: ReplyForm) -> list[dict]:
    """The classes as tiles: the radio button, the letter, its words, and what it asks for."""
    needs = {
        "done_items": "写明已经办了什么",
        "commitments": "写明承诺事项和日期",
        "declined": "写明原因",
    }
    tiles = []
    for option in form["result_class"]:
        letter = option.data["value"]
        owed = form.scheme.lacks(letter, done=False, planned=False, declined=False)
        need = "，".join(needs[name] for name in owed)
        tiles.append(
            {
                "option": option,
                "letter": form.scheme.mark(letter),
                "words": form.scheme.words[letter],
                "need": need,
            }
        )
    return tiles


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
        if owed := form.owed(form.cleaned_data, planned=bool(promised)):
            raise ValidationError(list(owed.values()))
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
        if getattr(self, "hindered", "") or "draft" in self.request.POST:
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

    def buttons(self) -> dict:
        """送负责人签发 and 保存草稿; the latter alone while something else of the unit's waits."""
        if self.assignment.status == Assignment.Status.HANDLING:
            return {"form_buttons": [{"name": "draft", "label": "保存草稿", "icon": "save"}]}
        waits = self.assignment.get_to_sign_display() or "退办申请"
        return {"submit_label": "保存草稿", "submit_name": "draft", "waits": waits}

    def get_context_data(self, **kwargs) -> dict:
        assignment, today = self.assignment, timezone.localdate()
        motion, reply = assignment.motion, self.object if self.object else None
        around = around_letter(assignment)
        said = Feedback.objects.filter(
            motion=motion, round=assignment.round - 1, is_current=True
        ).select_related("deputy")
        planned = self.formsets[0]
        planned.title, planned.note = "正在办和计划办的", "写明哪天前办成，到期再次答复后销号"
        context = super().get_context_data(**kwargs)
        return context | {
            "classes": class_choices(context["form"]),
            "missing": list(services.missing_opinions(assignment).select_related("unit")),
            "heard": around.heard,
            "addressed": around.names,
            "motion": motion,
            "assignment": assignment,
            "reply": reply,
            "letter_title": Reply(assignment=assignment).title,
            "mark": services.reply_mark(assignment.unit, self.request.township.name),
            "checks": services.reply_checks(assignment, reply, today),
            "said": said,
            "called_back": services.called_back(assignment) if reply else None,
            "clock": clock_of(assignment, today),
            "deputy": motion.lead,
            **self.buttons(),
        }


class LetterCreate:
    """A new letter of an assignment; the ``draft()`` that is there already is opened instead."""

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

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if draft := self.draft():
            return redirect(self.draft_url, draft.pk)
        return super().get(request, *args, **kwargs)


class AtHead:
    """Mixed into both: the unit is told that ``what`` it would write on is with its head; others are refused."""

    what: str

    def handle_no_permission(self) -> HttpResponse:
        if not self.request.user.is_authenticated:
            return super().handle_no_permission()
        letter = self.get_object()
        if not (works_on(self.request.user, letter) and self.is_at_head(letter)):
            return super().handle_no_permission()
        if "autosave" in self.request.POST:
            return JsonResponse({"refused": GONE}, status=409)
        if self.request.method == "POST":
            messages.error(
                self.request,
                f"{self.what}已送负责人签发，这次的修改没有保存；要改的请先撤回送签。",
            )
        else:
            messages.info(self.request, f"{self.what}已送负责人签发，要改的请先撤回送签。")
        return redirect(letter)


class LetterAutosaved(Autosaved):
    """A reply saves itself while the unit is still writing it."""

    draft_url = "motions:reply_update"
    autosave_note = "承诺事项要按“保存草稿”才存到服务器"

    def is_a_draft(self, record: Reply) -> bool:
        return record.issued_on is None and record.assignment.takes_draft


class ReplyCreate(LetterCreate, LetterAutosaved, ReplyWrite, CreatePage):
    """写答复."""

    def draft(self) -> Reply | None:
        return services.reply_of(self.assignment)

    def get_initial(self) -> dict:
        motion = self.assignment.motion
        again = "重新" if self.assignment.round > 1 else ""
        return {
            "contact": f"{self.request.user.name}　{self.assignment.unit.phone}",
            "body": (
                f"您提出的《{motion.official_title}》（{motion.printed_number}）已收悉。"
                f"经研究，现{again}答复如下：\n感谢您对我们工作的关心和支持。"
            ),
        }


class ReplyUpdate(AtHead, LetterAutosaved, ReplyWrite, EditPage):
    """Go on with a draft; what is with the head is not written on."""

    what = "答复稿"

    def is_at_head(self, letter: Reply) -> bool:
        return letter.assignment.awaits == Assignment.ToSign.REPLY

    def get_queryset(self) -> QuerySet[Reply]:
        return Reply.objects.select_related("assignment__unit", "assignment__motion")

    @property
    def assignment(self) -> Assignment:
        return self.get_object().assignment


def said_before(reply: Reply) -> str:
    """What the reply said, a line a part: for deputies to whom it was not addressed."""
    return "".join(f"{title}：{'；'.join(items)}。\n" for title, items in parts_of(reply))


class SupplementAutosaved(Autosaved):
    """A 补充答复 saves itself, with the promises chosen, until it was sent to the head."""

    draft_url = "motions:supplement_update"

    def is_a_draft(self, record: Supplement) -> bool:
        return record.status == Supplement.Status.DRAFT

    def settle(self, saved: Supplement) -> None:
        super().settle(saved)
        if self.is_autosave:
            services.choose_commitments(saved, self.chosen)


class SupplementWrite:
    """Draft a 补充答复, and say which promises it reports on; send it to the head, who issues it."""

    model = Supplement
    form_class = SupplementForm
    template_name = "motions/supplement.html"
    permission_required = "motions.write_supplement"
    submit_label = "送负责人签发"

    def get_title(self) -> str:
        motion = self.assignment.motion
        return f"补充答复{motion.number_text}{motion.get_kind_display()}"

    def get_crumbs(self) -> list[tuple[str, str]]:
        motion = self.assignment.motion
        return [INBOX, (motion.number_text, motion.get_absolute_url())]

    def get_cancel_url(self) -> str:
        return self.assignment.get_absolute_url()

    def get_success_url(self) -> str:
        if "draft" in self.request.POST:
            return reverse("motions:supplement_update", args=[self.object.pk])
        return self.assignment.get_absolute_url()

    def get_known_url(self) -> str:
        return self.assignment.get_absolute_url()

    def save(self, form: SupplementForm) -> Supplement:
        if not form.instance.pk:
            form.instance.drafted_by = self.request.user
            form.instance.drafted_on = timezone.localdate()
        return super().save(form)

    def settle(self, supplement: Supplement) -> None:
        """Keep which promises it reports on, and send it to the head unless it is to stay a draft."""
        services.choose_commitments(supplement, self.chosen)
        if "draft" not in self.request.POST:
            steps.perform_held(supplement_workflow, "send", supplement, by=self.request.user)

    def form_valid(self, form: SupplementForm) -> HttpResponse:
        self.chosen = list(form.cleaned_data["commitments"])
        return super().form_valid(form)

    def tell(self, saved: Supplement) -> None:
        sent = "" if "draft" in self.request.POST else "，已提醒负责人签发"
        messages.success(self.request, f"补充答复稿已保存{sent}")

    def get_context_data(self, **kwargs) -> dict:
        assignment, motion = self.assignment, self.assignment.motion
        supplement = self.object if self.object else None
        return super().get_context_data(**kwargs) | {
            "motion": motion,
            "assignment": assignment,
            "supplement": supplement,
            "reply": services.reply_of(assignment),
            "letter_title": Supplement(assignment=assignment).title,
            "mark": services.reply_mark(assignment.unit, self.request.township.name),
            "addressed": around_letter(assignment).names,
            "called_back": services.called_back(supplement) if supplement else None,
        }


class SupplementCreate(LetterCreate, SupplementAutosaved, SupplementWrite, CreatePage):
    """写补充答复."""

    def draft(self) -> Supplement | None:
        return self.assignment.supplements.exclude(status=Supplement.Status.ISSUED).first()

    def get_initial(self) -> dict:
        assignment = self.assignment
        reply = services.reply_of(assignment)
        day = cn_date(reply.issued_on) if reply and reply.issued_on else ""
        number = f"（{reply.number}）" if reply and reply.number else ""
        due = Commitment.objects.answerable().filter(reply__assignment=assignment)
        owed = OwedLetter.objects.open().of_part(assignment).exists()
        return {
            "contact": f"{self.request.user.name}　{assignment.unit.phone}",
            "commitments": list(due.values_list("pk", flat=True)),
            "body": (
                f"关于您提出的《{assignment.motion.official_title}》"
                f"（{assignment.motion.printed_number}），我单位已于{day}答复{number}。"
                f"现将{'已答复的内容和' if owed else ''}后续办理情况补充答复如下：\n"
                f"{said_before(reply) if owed and reply else ''}感谢您对我们工作的关心和支持。"
            ),
        }


class SupplementUpdate(AtHead, SupplementAutosaved, SupplementWrite, EditPage):
    """Go on with a draft; what is with the head is not written on."""

    what = "补充答复稿"

    def is_at_head(self, letter: Supplement) -> bool:
        return letter.status == Supplement.Status.SIGNING

    def get_queryset(self) -> QuerySet[Supplement]:
        return Supplement.objects.select_related(
            "assignment__unit", "assignment__motion__lead", "assignment__motion__session",
            "assignment__motion__term",
        )  # fmt: skip

    @property
    def assignment(self) -> Assignment:
        return self.get_object().assignment


@require_POST
@signed_in
def ask_opinions(request: HttpRequest, parent_pk: int) -> HttpResponse:
    """催会办意见: the unit that leads asks those whose opinion is missing."""
    assignment = get_object_or_404(Assignment.objects.for_list(), pk=parent_pk)
    require(request, "motions.write_reply", assignment)
    with transaction.atomic():
        asked = services.ask_for_opinions(assignment=assignment, by=request.user)
    names = "、".join(str(each.unit) for each in asked)
    messages.success(request, f"已催：{names}" if asked else "会办意见已经齐了")
    return redirect("motions:reply_create", assignment.pk)
