"""What the office looks at before it decides on a case that was handed in."""

from datetime import date

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from motions import matters, similar
from motions.models import CoSigner, Motion
from motions.workflow import motion_workflow
from renda.core import law
from renda.core.calendar import due_by_days
from renda.core.law import joint_motion
from renda.core.law.check import Check
from renda.core.models import User
from renda.core.views.permission import PagePermission

DECISIONS = {
    "accept": "编号。建议转入待交办，议案送主席团。",
    "as_suggestion": "联名不够五名的议案，可以改作建议再受理。",
    "send_back": "写明缺什么，代表补充后再交。",
    "merge": "内容与正在办理的一件相同，答复送每位代表。",
    "refer": "不交办，送有关单位在工作中参考。",
    "forward": "超出本级职权，转请县人大代表向县人大提出。",
    "reject": "属于不予受理的情形，选定原因并向代表说明。",
}


def decisions_of(motion: Motion, user: User) -> list[dict]:
    """The decisions open to this user as buttons, each with what it means."""
    found = {t.name: t for t in motion_workflow.available(motion, user)}
    return [
        {
            "label": found[name].label,
            "icon": found[name].icon,
            "url": motion_workflow.url(motion, found[name]),
            "css": "primary" if name == "accept" else "outline-secondary",
            "note": note,
        }
        for name, note in DECISIONS.items()
        if name in found
    ]


def review_of(motion: Motion, user: User, today: date) -> dict | None:
    """The review card of a case that waits to be accepted; None for anybody who does not decide."""
    decisions = decisions_of(motion, user)
    if motion.status != Motion.Status.SUBMITTED or not any(
        d["css"] == "primary" for d in decisions
    ):
        return None
    numbers, days = law.values_and_days("suggestion.accept_days")
    return {
        "decisions": decisions,
        "checks": [_joined(motion), _one_matter(motion), _complete(motion)],
        "due": due_by_days(motion.handed_in_on, numbers["suggestion.accept_days"], days),
        "due_law": law.rule("suggestion.accept_days").reference,
    }


def _joined(motion: Motion) -> Check:
    """How many have confirmed, beside how many a 议案 needs."""
    states = [c.state for c in motion.cosigners.all()]
    confirmed = states.count(CoSigner.State.ACCEPTED)
    if motion.is_bill:
        return joint_motion(1 + confirmed)
    silent = states.count(CoSigner.State.INVITED)
    words = f"领衔 1 人，联名已确认 {confirmed} 人" + (f"，待确认 {silent} 人" if silent else "")
    return _check("suggestion.joint", "建议一人也可以提出", True, words)


def _one_matter(motion: Motion) -> Check:
    """一事一件: a hint, for the office to judge."""
    said = matters.several_matters(motion.title, motion.situation, motion.analysis, motion.proposal)
    title = "可能不止一件事" if said else "一事一件"
    words = "，".join(said) or "标题、正文没有并列的事"
    return _check(matters.RULE, title, not said, words, "说的是两件事的，退回请代表分开提。")


def _complete(motion: Motion) -> Check:
    """The three texts are there."""
    texts = (motion.situation, motion.analysis, motion.proposal)
    needed = [0, 1, 2] if motion.is_bill else [0, 2]
    missing = [motion.text_labels[n] for n in needed if not texts[n].strip()]
    key = "motion.content" if motion.is_bill else "suggestion.content"
    title = f"缺{'、'.join(missing)}" if missing else "内容齐全"
    words = "、".join(motion.text_labels[n] for n in needed if texts[n].strip()) or "没有内容"
    return _check(key, title, not missing, words, "退回补充。")


def _check(key: str, title: str, passed: bool, computed: str, advice: str = "") -> Check:
    return Check(
        key=key,
        title=title,
        passed=passed,
        blocking=False,
        computed=computed,
        article=law.cite(key),
        advice="" if passed else advice,
    )


class Alike(PagePermission, TemplateView):
    """Earlier cases like this one, for the review card: it comes after the page."""

    template_name = "motions/partials/alike.html"
    permission_required = "motions.change_motion"

    @cached_property
    def motion(self) -> Motion:
        """The case under review; 404 outside the township."""
        return get_object_or_404(Motion.objects.select_related("lead"), pk=self.kwargs["pk"])

    def get_permission_object(self) -> Motion:
        return self.motion

    def get_context_data(self, **kwargs) -> dict:
        motion = self.motion
        typed = similar.Typed(
            title=motion.title, text=motion.situation, place=motion.place, field=motion.field
        )
        found = similar.find_similar(typed, user=self.request.user, without=motion.pk)
        return super().get_context_data(**kwargs) | {"found": found}
