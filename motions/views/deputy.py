"""The deputy's own pages, made for the phone: home, raise, follow, rate."""

from functools import cached_property

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from deputies.models import Deputy, RollEntry
from deputies.permissions import deputy_of
from motions import services
from motions.forms import SubmitForm
from motions.models import CoSigner, Motion
from motions.views.register import term_on
from motions.workflow import motion_workflow
from renda.core import law, steps
from renda.core.figures import Period
from renda.core.todos import todos
from renda.core.views.forms import CreatePage, EditPage
from renda.core.views.permission import PagePermission
from renda.core.workflow import IllegalTransition

SHOWN = 5
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


def my_motions(deputy: Deputy):
    """The deputy's own and joined cases, the latest first."""
    rows = Motion.objects.led_by(deputy.pk) | Motion.objects.cosigned_by(deputy.pk).handed_in()
    return rows.for_list().order_by("-submitted_on", "-pk")


def my_todos(deputy: Deputy) -> list[dict]:
    """What waits for this deputy in motions: invitations, replies to rate, drafts; three queries."""
    invited = CoSigner.objects.filter(deputy=deputy, state="invited").exclude(
        motion__status__in=("draft", "withdrawn", "rejected")
    )
    answered = Motion.objects.led_by(deputy.pk).awaiting_verdict().for_list()
    drafts = Motion.objects.led_by(deputy.pk).drafts().for_list()
    return [
        *(
            {
                "title": f"评价{m.number_text}建议的答复",
                "note": f"{m.short_title}　{m.main_unit}",
                "url": reverse("motions:rate", args=[m.pk]),
                "tone": "due",
                "label": "待评价",
            }
            for m in answered
        ),
        *(
            {
                "title": f"确认联名：{c.motion.short_title}",
                "note": f"{c.motion.lead}邀请您联名",
                "url": c.motion.get_absolute_url(),
                "tone": "draft",
                "label": "待确认",
            }
            for c in invited.select_related("motion__lead")
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
            "todos": my_todos(deputy) + others_todos(self.request.user, today),
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


def row(motion: Motion, deputy: Deputy, today) -> dict:
    """A line of 我的建议."""
    part = "" if motion.lead_id == deputy.pk else "　联名"
    unit = f"　{motion.main_unit}" if motion.main_unit else ""
    return {
        "motion": motion,
        "note": f"{motion.number_text}{unit}{part}",
        "tone": motion.tone(today),
        "words": motion.status_words(today),
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
        return super().get_context_data(**kwargs) | {
            "title": "我的建议",
            "tab": tab,
            "motions": [row(m, self.deputy, today) for m in wanted.get(tab, rows)[:100]],
        }


class Todo(DeputyPage, TemplateView):
    """待办."""

    template_name = "motions/todo.html"

    def get_context_data(self, **kwargs) -> dict:
        lines = my_todos(self.deputy) + others_todos(self.request.user, timezone.localdate())
        return super().get_context_data(**kwargs) | {"title": "待办", "todos": lines}


class OwnText(DeputyPage):
    """The three steps, for a new suggestion and for one to be completed."""

    model = Motion
    form_class = SubmitForm
    template_name = "motions/submit.html"

    def save(self, form: SubmitForm) -> Motion:
        is_new = form.instance.pk is None
        motion = super().save(form)
        chosen = form.cleaned_data["cosigners"]
        services.invite(motion=motion, deputies=chosen, by=self.request.user, is_new=is_new)
        return motion

    def settle(self, motion: Motion) -> None:
        """Hand it in at once, unless it is to stay a draft or isn't complete."""
        if "draft" in self.request.POST:
            return
        try:
            steps.perform_held(motion_workflow, "submit", motion, by=self.request.user)
        except IllegalTransition as error:
            messages.warning(self.request, f"已存为草稿。{error}")
        else:
            messages.success(self.request, "已提交，人大办受理后编号交办。")

    def tell(self, motion: Motion) -> None:
        """What became of it is told when it is handed in; only a draft needs a word here."""
        if "draft" in self.request.POST:
            messages.success(self.request, f"已存为草稿：{motion}")

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {
            "step_names": STEPS,
            "reply_law": law.cite("suggestion.reply_months"),
        }


class Submit(OwnText, CreatePage):
    """提建议."""

    title = "提建议"
    verb = "填写"

    def save(self, form: SubmitForm) -> Motion:
        today = timezone.localdate()
        motion = form.instance
        motion.lead, motion.drafted_by = self.deputy, self.request.user
        motion.session = services.current_session(today)
        motion.term = motion.session.term if motion.session else term_on(today)
        return super().save(form)

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [("我的建议", "motions:mine")]


class Amend(OwnText, EditPage):
    """Complete a draft, or one that was sent back."""

    permission_required = "motions.amend_motion"
    title = "修改、补充"

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [("我的建议", "motions:mine")]


@require_POST
def answer_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm or decline to be a co-signer."""
    if not request.user.is_authenticated:
        return redirect("core:login")
    motion = get_object_or_404(Motion.objects.all(), pk=pk)
    if not request.user.has_perm("motions.answer_invitation", motion):
        raise PermissionDenied
    mine = CoSigner.objects.filter(motion=motion, deputy=deputy_of(request.user)).first()
    accept = request.POST.get("answer") == "accept"
    services.answer_invitation(
        cosigner=mine, accept=accept, by=request.user, on=timezone.localdate()
    )
    messages.success(request, "已同意联名" if accept else "已回复不联名")
    return redirect(motion if accept else "motions:home")
