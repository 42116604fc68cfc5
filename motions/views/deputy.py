"""The deputy's own pages, made for the phone: home, raise, follow, rate."""

from datetime import date
from functools import cached_property

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Exists, F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, TemplateView

from deputies.models import Deputy, RollEntry
from deputies.permissions import deputy_of
from motions import services
from motions.forms import SubmitForm
from motions.models import ContactLog, CoSigner, Motion
from motions.permissions import is_lead
from motions.views.autosave import Autosaved
from motions.views.joining import sent_back
from motions.workflow import motion_workflow
from renda.core import law, steps
from renda.core.calendar import chinese_date, said_date
from renda.core.figures import Period
from renda.core.related import rows_of
from renda.core.text import chinese_numeral
from renda.core.todos import todos
from renda.core.views.forms import CreatePage, EditPage
from renda.core.views.permission import PagePermission, require, signed_in
from renda.core.workflow import IllegalTransition

SHOWN = 5
PER_PAGE = 25
STEPS = ("说什么", "拍照、地点", "提交")


class DeputyPage(PagePermission):
    """A page about one's own work; an account without a deputy is told to ask the office."""

    permission_required = "motions.submit_own"

    @cached_property
    def deputy(self) -> Deputy:
        found = deputy_of(self.request.user)
        if found is None:
            raise PermissionDenied("这个账号还没有关联代表，请联系人大办")
        return found


def my_motions(deputy: Deputy) -> QuerySet[Motion]:
    """The deputy's own and joined cases, merged ones too: drafts, then the latest."""
    rows = Motion.objects.led_by(deputy.pk) | Motion.objects.cosigned_by(deputy.pk).handed_in()
    return rows.for_author().order_by(F("submitted_on").desc(nulls_first=True), "-pk")


TO_RATE = {"tone": "due", "label": "待评价"}
LATE = {"tone": "late", "label": "逾期未评价"}
"""A rating may still be given after its last day, until the case is closed."""


def my_todos(deputy: Deputy, today: date) -> list[dict]:
    """What waits for this deputy in motions: replies to rate, invitations, talks to confirm, drafts."""
    invited = CoSigner.objects.filter(deputy=deputy).waiting(today)
    joined = rows_of(Motion, "cosigners").filter(deputy=deputy.pk, state="accepted")
    answered = Motion.objects.to_be_rated_by(deputy.pk).for_list()
    answered = answered.annotate(is_joined=Exists(joined))
    contacts = ContactLog.objects.unconfirmed_by(deputy.pk).select_related("motion")
    drafts = Motion.objects.led_by(deputy.pk).drafts().for_list()
    return [
        *(
            {
                "title": f"评价{m.number_text}建议的答复",
                "note": f"{m.short_title}　{m.main_unit}{_standing(m, deputy)}{by(m.feedback_due, today, '评价')}",
                "url": reverse("motions:rate", args=[m.pk]),
                **(LATE if m.feedback_due and m.feedback_due < today else TO_RATE),
            }
            for m in answered
        ),
        *(
            {
                "title": f"确认联名：{c.motion.short_title}",
                "note": f"{c.motion.lead}邀请您联名{by(c.motion.join_by, today, '答复')}",
                "url": c.motion.get_absolute_url(),
                "tone": "due",
                "label": "待确认",
            }
            for c in invited.select_related("motion__lead").order_by("motion__join_by", "pk")
        ),
        *(
            {
                "title": f"确认面商记录：{c.motion.short_title}",
                "note": f"{chinese_date(c.on)}　{c.get_way_display()}",
                "url": reverse("motions:confirm_contact", args=[c.pk]),
                "tone": "due",
                "label": "待确认",
            }
            for c in contacts
        ),
        *(
            {
                "title": f"{'补充' if m.status == 'returned' else '写完'}：{m.short_title}",
                "note": "人大办退回，请补充后再提交" if m.status == "returned" else "还没有提交",
                "url": m.get_absolute_url(),
                "tone": m.status_tone,
                "label": m.get_status_display(),
            }
            for m in drafts
        ),
    ]


def _standing(motion: Motion, deputy: Deputy) -> str:
    """As what the deputy gets the answer: nothing for the lead, joined, or with a case merged into it."""
    if motion.lead_id == deputy.pk:
        return ""
    return "　联名" if motion.is_joined else "　您的一件并入本件"


def by(day: date | None, today: date, what: str) -> str:
    """，7月8日前答复, with the year if it is another one; empty where no day was set."""
    return f"，{said_date(day, today)}前{what}" if day else ""


class Home(DeputyPage, TemplateView):
    """首页: what to do, my suggestions, this year's duty."""

    template_name = "motions/home.html"

    def get_context_data(self, **kwargs) -> dict:
        today = timezone.localdate()
        deputy = self.deputy
        mine = list(my_motions(deputy)[: SHOWN + 1])
        return super().get_context_data(**kwargs) | {
            "title": "首页",
            "deputy": deputy,
            "group": deputy.group,
            "todos": my_todos(deputy, today) + others_todos(self.request.user, today),
            "motions": [row(m, deputy, today) for m in mine[:SHOWN]],
            "has_more": len(mine) > SHOWN,
            "facts": self.duty(deputy),
        }

    def duty(self, deputy: Deputy) -> list[tuple[str, str]]:
        """This year in numbers: meetings and activities by the roll, suggestions raised."""
        year = self.request.year
        entries = RollEntry.objects.filter(deputy=deputy).held_between(*Period.year(year).days)
        states = list(entries.exclude(state="expected").values_list("state", flat=True))
        raised = my_motions(deputy).handed_in().filter(submitted_on__year=year)
        led = [m.lead_id == deputy.pk for m in raised]
        return [
            ("参加会议、活动", f"{states.count('present')} 次，应参加 {len(states)} 次"),
            ("提出建议", f"{len(led)} 件，领衔 {sum(led)} 件"),
        ]


def others_todos(user, today) -> list[dict]:
    """What other apps registered as waiting for a deputy, as lines for the phone."""
    lines = []
    for todo in todos:
        if todo.key.startswith("motions.") or not user.has_perm(todo.perm):
            continue
        count = todo.rows(user, today).count()
        if count:
            url = reverse(todo.url) + (f"?{todo.query}" if todo.query else "")
            lines.append(
                {
                    "title": todo.label,
                    "note": f"{count} 件",
                    "url": url,
                    "tone": todo.tone or "draft",
                    "label": "去办",
                }
            )
    return lines


def row(motion: Motion, deputy: Deputy, today: date) -> dict:
    """A line of 我的建议; a merged case tells how the one it was merged into stands."""
    handled = motion.handled_as
    merged = "" if handled is motion else f"　并入{handled.number_text}"
    part = "" if motion.lead_id == deputy.pk else "　联名"
    unit = f"　{handled.main_unit}" if handled.main_unit else ""
    return {
        "motion": motion,
        "note": f"{motion.number_text}{merged}{unit}{part}",
        "tone": handled.tone(today),
        "words": handled.status_words(today),
    }


class Mine(DeputyPage, TemplateView):
    """我的建议."""

    template_name = "motions/mine.html"

    def get_context_data(self, **kwargs) -> dict:
        today = timezone.localdate()
        rows = my_motions(self.deputy)
        tab = self.request.GET.get("tab", "")
        wanted = {
            "led": rows.led_by(self.deputy.pk),
            "joined": rows.exclude(lead=self.deputy),
        }
        page = Paginator(wanted.get(tab, rows), PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(**kwargs) | {
            "title": "我的建议",
            "tab": tab,
            "page_obj": page,
            "motions": [row(m, self.deputy, today) for m in page],
        }


class Todo(DeputyPage, TemplateView):
    """待办."""

    template_name = "motions/todo.html"

    def get_context_data(self, **kwargs) -> dict:
        today = timezone.localdate()
        lines = my_todos(self.deputy, today) + others_todos(self.request.user, today)
        return super().get_context_data(**kwargs) | {"title": "待办", "todos": lines}


class OwnText(DeputyPage):
    """The three steps, for a new suggestion and for one to be completed."""

    model = Motion
    draft_url = "motions:amend"
    form_class = SubmitForm
    template_name = "motions/submit.html"

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"user": self.request.user}

    def save(self, form: SubmitForm) -> Motion:
        motion, user = super().save(form), self.request.user
        chosen = form.cleaned_data["cosigners"]
        services.invite(motion=motion, deputies=chosen, by=user, known=form.known)
        services.link_earlier(
            motion=motion, earlier=form.cleaned_data["earlier"], by=user, known=form.linked
        )
        return motion

    def settle(self, motion: Motion) -> None:
        """Hand it in at once, unless it is to stay a draft or isn't complete."""
        if "draft" in self.request.POST:
            return
        try:
            steps.perform_held(motion_workflow, "submit", motion, by=self.request.user)
        except IllegalTransition as error:
            messages.warning(self.request, str(error))
        else:
            messages.success(self.request, "已提交，人大办受理后编号交办。")

    def tell(self, motion: Motion) -> None:
        """What became of it is told when it is handed in; only a draft needs a word here."""
        if motion.status in {Motion.Status.DRAFT, Motion.Status.RETURNED}:
            messages.success(self.request, f"已存为草稿：{motion}")

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [("我的建议", "motions:mine")]

    def get_context_data(self, **kwargs) -> dict:
        numbers = law.values("suggestion.reply_months", "suggestion.cosign_days")
        return super().get_context_data(**kwargs) | {
            "step_names": STEPS,
            "reply_law": law.cite("suggestion.reply_months"),
            "reply_months": chinese_numeral(numbers["suggestion.reply_months"]),
            "cosign_days": chinese_numeral(numbers["suggestion.cosign_days"]),
        }


class Submit(Autosaved, OwnText, CreatePage):
    """提建议."""

    title = "提建议"
    verb = "填写"

    def save(self, form: SubmitForm) -> Motion:
        motion = form.instance
        motion.lead, motion.drafted_by = self.deputy, self.request.user
        services.place_in_time(motion, timezone.localdate())
        return super().save(form)


class Amend(Autosaved, OwnText, EditPage):
    """Complete a draft, or one that was sent back: why, stands on top."""

    permission_required = "motions.amend_motion"
    title = "修改、补充"

    def handle_no_permission(self) -> HttpResponse:
        """A deputy who goes back to the form of a case handed in is led to the case, and told why."""
        user = self.request.user
        motion = self.get_object() if user.is_authenticated else None
        if motion is None or self.request.method != "GET" or not is_lead(user, motion):
            return super().handle_no_permission()
        words = f"这一件已经提交，现为“{motion.get_status_display()}”，不能在这里修改。"
        messages.warning(self.request, words)
        return redirect(motion)

    def get_context_data(self, **kwargs) -> dict:
        motion = self.object
        return super().get_context_data(**kwargs) | {
            "turned_down": sent_back(motion),
            "linked": motion.repeats.select_related("earlier"),
        }


class DropDraft(PagePermission, DetailView):
    """删除草稿: the deputy's own, never handed in; asked once more before."""

    model = Motion
    permission_required = "motions.drop_draft"
    template_name = "motions/drop_draft.html"

    def get_queryset(self) -> QuerySet[Motion]:
        return Motion.objects.select_related("lead")

    def get_permission_object(self) -> Motion:
        return self.get_object()

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [
            ("我的建议", "motions:mine"),
            (self.object.short_title, self.object.get_absolute_url()),
        ]

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {"title": "删除草稿"}

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        motion = self.get_object()
        try:
            services.drop_draft(motion=motion, by=request.user)
        except ValidationError as error:
            messages.error(request, error.message)
            return redirect(motion)
        messages.success(request, f"已删除草稿：{motion}")
        return redirect("motions:mine")


class RemindCosigners(PagePermission, DetailView):
    """提醒联名: the lead asks the silent ones again, once a day."""

    model = Motion
    permission_required = "motions.remind_cosigners"
    http_method_names = ["post"]

    def get_queryset(self) -> QuerySet[Motion]:
        return Motion.objects.select_related("lead")

    def get_permission_object(self) -> Motion:
        return self.get_object()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        motion, today = self.get_object(), timezone.localdate()
        try:
            asked = services.remind_invited(motion=motion, by=request.user, on=today)
        except ValidationError as error:
            messages.error(request, error.message)
        else:
            names = "、".join(c.deputy.name for c in asked)
            if asked:
                messages.success(request, f"已提醒 {len(asked)} 位代表：{names}")
            else:
                messages.info(request, "没有可以提醒的代表：都已答复，或者今天已经提醒过。")
        return redirect(motion)


@require_POST
@signed_in
def answer_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm or decline to be a co-signer; who declined before reads that it stands."""
    motion = get_object_or_404(Motion.objects.all(), pk=pk)
    mine = CoSigner.objects.filter(motion=motion, deputy=deputy_of(request.user)).first()
    has_declined = mine is not None and mine.state == CoSigner.State.DECLINED
    if not has_declined:
        require(request, "motions.answer_invitation", motion)
    accept = request.POST.get("answer") == "accept"
    try:
        services.answer_invitation(
            cosigner=mine, accept=accept, by=request.user, on=timezone.localdate()
        )
    except ValidationError as error:
        messages.error(request, error.message)
        return redirect("motions:home" if has_declined else motion)
    messages.success(request, "已同意联名" if accept else "已回复不联名")
    return redirect(motion if accept else "motions:home")
