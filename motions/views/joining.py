"""Who stands behind a case: what its page shows of them, and signatures given on paper."""

from collections.abc import Iterable
from datetime import date
from operator import attrgetter

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView

from deputies.models import Deputy
from deputies.permissions import deputy_of
from motions import services
from motions.forms import SignatureForm
from motions.models import Assignment, ContactLog, CoSigner, Motion, Reply, Review, Supplement
from motions.querysets import SIGNED_IN
from renda.core.law import joint_motion
from renda.core.models import User
from renda.core.together import rows_together
from renda.core.views.permission import PagePermission

NOT_TAKEN_UP = {
    Motion.Status.RETURNED: Review.Decision.RETURN,
    Motion.Status.REJECTED: Review.Decision.REJECT,
    Motion.Status.REFERENCE: Review.Decision.REFERENCE,
    Motion.Status.FORWARDED: Review.Decision.FORWARD,
    Motion.Status.NOT_LISTED: Review.Decision.NOT_LISTED,
}


def standing_behind(motion: Motion, user: User, today: date) -> dict:
    """What a case's page says of co-signers, of a 退回补充 and of the case it was merged into.

    Reads what the page has fetched; a case not taken up or merged costs one query more.
    """
    cosigners = list(motion.cosigners.all())
    silent = [c for c in cosigners if c.state == CoSigner.State.INVITED]
    deputy = deputy_of(user) if silent or motion.merged_into_id else None
    mine = next((c for c in silent if deputy and c.deputy_id == deputy.pk), None)
    is_author = deputy is not None and (
        motion.lead_id == deputy.pk
        or any(c.deputy_id == deputy.pk and c.state == CoSigner.State.ACCEPTED for c in cosigners)
    )
    is_open = motion.status in SIGNED_IN
    may_record = user.has_perm("motions.record_signatures", motion)
    unsigned = any(c.state != CoSigner.State.ACCEPTED for c in cosigners)
    return {
        "signers": [(c, *c.words(motion, today)) for c in cosigners],
        "silent": silent if is_open else [],
        "is_joining_over": motion.is_joining_over(today),
        "joint_check": _joint_check(motion, cosigners),
        "may_remind": bool(silent)
        and not motion.is_joining_over(today)
        and user.has_perm("motions.remind_cosigners", motion),
        "signature_url": reverse("motions:signatures", args=[motion.pk])
        if may_record and unsigned
        else "",
        "invitation": mine if is_open else None,
        "turned_down": turned_down(motion),
        "can_drop": user.has_perm("motions.drop_draft", motion),
        "handled": handled_for(motion, deputy if is_author else None, today),
    }


def _joint_check(motion: Motion, cosigners: list[CoSigner]):
    """Whether enough deputies confirmed a 议案 that is on its way; nothing for the others."""
    if not motion.is_bill or motion.status not in {*SIGNED_IN, Motion.Status.DRAFT}:
        return None
    return joint_motion(1 + sum(c.state == CoSigner.State.ACCEPTED for c in cosigners))


def sent_back(motion: Motion) -> Review | None:
    """The latest 退回补充 of a case that waits to be completed."""
    return turned_down(motion) if motion.status == Motion.Status.RETURNED else None


def turned_down(motion: Motion) -> Review | None:
    """The decision by which a case came back or is not handed on, with its words for the deputy."""
    decision = NOT_TAKEN_UP.get(motion.status)
    if decision is None:
        return None
    return motion.reviews.filter(decision=decision).order_by("on", "pk").last()


def handled_for(motion: Motion, author: Deputy | None, today: date) -> dict | None:
    """How the case stands that this one was merged into, with its letters; None if it wasn't.

    Authors of a merged case read and may rate the answer as those of the main one do, and say whether
    a talk with them went as recorded.
    """
    if not motion.merged_into_id:
        return None
    main = motion.merged_into
    of_main = {"assignment__motion": main, "issued_on__isnull": False}
    talks = ContactLog.objects.filter(motion=main, deputy=author, confirmation="")
    parts = Assignment.objects.filter(motion=main).present(main.round).answering()
    parts, replies, supplements, talks = rows_together(
        [
            parts.select_related("unit").order_by(),
            Reply.objects.filter(**of_main).select_related("assignment__unit").order_by(),
            Supplement.objects.filter(**of_main).select_related("assignment__unit").order_by(),
            (talks if author else talks.none()).select_related("assignment__unit").order_by(),
        ]
    )
    is_answered = main.status in {Motion.Status.REPLIED, Motion.Status.CLOSED}
    return {
        "motion": main,
        "units": answering_units(parts),
        "tone": main.tone(today),
        "words": main.status_words(today),
        "replies": sorted(replies, key=attrgetter("issued_on", "pk")),
        "supplements": sorted(supplements, key=attrgetter("issued_on", "pk")),
        "talks": sorted(talks, key=attrgetter("on", "pk")),
        "rate_url": reverse("motions:rate", args=[main.pk]) if author and is_answered else "",
    }


def answering_units(parts: Iterable[Assignment]) -> str:
    """水利站主办, or 水利站、派出所分办; nothing before 交办."""
    ordered = sorted(parts, key=attrgetter("pk"))
    units = "、".join(str(part.unit) for part in ordered)
    return f"{units}{ordered[0].get_role_display()}" if ordered else ""


class SignOnPaper(PagePermission, FormView):
    """补登纸质联名: deputies who signed the paper form, before the last day or after it."""

    model = Motion
    permission_required = "motions.record_signatures"
    form_class = SignatureForm
    template_name = "motions/signatures.html"

    @cached_property
    def motion(self) -> Motion:
        rows: QuerySet[Motion] = Motion.objects.select_related("lead__user")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_permission_object(self) -> Motion:
        return self.motion

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [
            ("登记簿", "motions:motion_list"),
            (self.motion.code or self.motion.number_text, self.motion.get_absolute_url()),
        ]

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"instance": self.motion}

    def form_valid(self, form: SignatureForm) -> HttpResponse:
        signed = services.sign_on_paper(
            motion=self.motion,
            cosigners=form.cleaned_data["cosigners"],
            by=self.request.user,
            on=form.cleaned_data["on"],
            scans=form.cleaned_data["scans"],
        )
        names = "、".join(c.deputy.name for c in signed)
        messages.success(self.request, f"已补登 {len(signed)} 位代表的联名：{names}")
        return redirect(self.motion)

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {
            "title": "补登纸质联名",
            "lead": self.motion.official_title,
            "submit_label": "补登",
            "cancel_url": self.motion.get_absolute_url(),
            "draft_key": f"signatures-{self.motion.pk}",
        }
