"""评价: the deputies' verdict on a reply."""

from datetime import date
from functools import cached_property

from django.contrib import messages
from django.db.models import Max, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from deputies.models import Deputy
from motions import services
from motions.forms import RateForm, SignedRateForm
from motions.models import Assignment, Commitment, Feedback, Motion, Reply
from motions.models.classes import RULE, Scheme, scheme_of
from motions.permissions import deputy_in
from motions.services.letters import items_of, words_of
from motions.workflow.day import in_words
from renda.core import law
from renda.core.calendar import chinese_date
from renda.core.views.forms import CreatePage


def what_follows(motion: Motion, today: date) -> str:
    """What the lead deputy's rating sets off, and until when it can be changed."""
    due = motion.feedback_due
    until = f"{chinese_date(due)}以前（含当日）可以修改" if due and today <= due else "不能再改"
    bad = (
        "不满意的随即交回重办，不能再改"
        if motion.round < services.MOST_ROUNDS
        else "再次不满意的提交主席团会议处理"
    )
    return f"满意、基本满意的即办结，{until}；{bad}。"


def followed(said: Feedback) -> str:
    """What became of the case by the lead deputy's rating, just given."""
    motion, S = said.motion, Motion.Status
    if motion.status == S.ASSIGNED:
        return f"。已交回重办，{in_words(motion.due_on)}前再次答复"
    return "。已办结" if motion.status == S.CLOSED else "。提交主席团会议处理"


class Rate(CreatePage):
    """评价答复: by a deputy of the case, or by the office from the signed form."""

    model = Feedback
    permission_required = "motions.rate_motion"
    template_name = "motions/rate.html"
    parent = ("motion", Motion)
    verb = "评价"
    submit_label = "提交评价"

    @cached_property
    def parent_record(self) -> Motion:
        """The motion with its lead deputy."""
        return get_object_or_404(Motion.objects.select_related("lead"), pk=self.kwargs["parent_pk"])

    @property
    def answered_on(self) -> date | None:
        """The day of this round's last letter; one query."""
        motion = self.parent_record
        letters = Reply.objects.filter(assignment__motion=motion.pk, assignment__round=motion.round)
        return letters.aggregate(last=Max("issued_on"))["last"]

    @cached_property
    def own(self) -> Deputy | None:
        """The user as a deputy of this case; None for the office."""
        return deputy_in(self.request.user, self.parent_record)

    @cached_property
    def replies(self) -> list[Reply]:
        """The issued letters of this round with what they promise."""
        motion = self.parent_record
        rows = Reply.objects.filter(
            assignment__in=Assignment.objects.answering().filter(motion=motion, round=motion.round),
            issued_on__isnull=False,
        )
        promises = Prefetch("commitments", Commitment.objects.order_by("due_on", "pk"))
        return list(rows.select_related("assignment__unit").prefetch_related(promises))

    @cached_property
    def earlier(self) -> Feedback | None:
        """What this deputy said of this round before."""
        said = Feedback.objects.filter(
            motion=self.parent_record, round=self.parent_record.round, is_current=True
        )
        return said.filter(deputy=self.own).first() if self.own else None

    @property
    def counts(self) -> bool:
        """The lead deputy's rating decides what becomes of the case."""
        return self.own is None or self.own.pk == self.parent_record.lead_id

    @property
    def brought(self) -> Motion | None:
        """The case of this deputy that was merged into the one to rate; None for its own deputies."""
        if self.counts:
            return None
        return self.parent_record.merged.authored_by(self.own.pk).first()

    def tell(self, saved: Feedback) -> None:
        """Say what was kept, and what follows from it."""
        who = "" if self.own else f"{saved.deputy}："
        follows = followed(saved) if saved.deputy_id == saved.motion.lead_id else ""
        messages.success(self.request, f"已评价：{who}{saved.get_result_rating_display()}{follows}")

    def get_title(self) -> str:
        return "评价答复" if self.own else "代录评价"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """The page shows the letters in full: who opens it has opened them."""
        response = super().get(request, *args, **kwargs)
        if self.own:
            services.keep_opening(replies=self.replies, deputy=self.own, at=timezone.now())
        return response

    def get_form_class(self) -> type[RateForm]:
        return RateForm if self.own else SignedRateForm

    def get_form_kwargs(self) -> dict:
        kwargs = super().get_form_kwargs()
        if self.own:
            return kwargs
        motion = self.parent_record
        deputies = services.deputies_of(motion)
        # the lead deputy's form is entered only while it can count
        is_over = motion.status == Motion.Status.CLOSED and not (
            motion.is_closed_unrated or motion.is_verdict_open(timezone.localdate())
        )
        return kwargs | {
            "deputies": deputies.exclude(pk=motion.lead_id) if is_over else deputies,
            "held": None if is_over else motion.lead,
            "answered_on": self.answered_on,
        }

    def get_initial(self) -> dict:
        if self.own is None:
            return {"deputy": self.parent_record.lead_id}
        if self.request.method == "POST" or self.earlier is None:
            return {}
        names = ("work_rating", "result_rating", "words")
        return {name: getattr(self.earlier, name) for name in names}

    def save(self, form: RateForm) -> Feedback:
        data = form.cleaned_data
        self.object = services.rate(
            motion=self.parent_record,
            deputy=self.own or data["deputy"],
            work=data["work_rating"],
            result=data["result_rating"],
            words=data["words"],
            on=data.get("on") or timezone.localdate(),
            by=self.request.user,
            by_office=self.own is None,
        )
        return self.object

    def get_context_data(self, **kwargs) -> dict:
        motion = self.parent_record
        numbers = law.values(RULE, "suggestion.redo_months")
        return super().get_context_data(**kwargs) | {
            "motion": motion,
            "replies": self.letters(scheme_of(numbers[RULE])),
            "own": self.own,
            "counts": self.counts,
            "brought": self.brought,
            "earlier": self.earlier,
            "is_redone_next": motion.round < services.MOST_ROUNDS,
            "redo_months": numbers["suggestion.redo_months"],
            "follows": what_follows(motion, timezone.localdate()),
            "redo_law": law.cite("suggestion.redo_months"),
            "feedback_law": law.cite("suggestion.feedback"),
            "cancel_url": motion.get_absolute_url(),
        }

    def letters(self, among: Scheme) -> list[dict]:
        """Each letter as the phone shows it, in the letter's own order: the text, what is done,
        planned and not adopted, the thanks."""
        found = []
        for reply in self.replies:
            opening, thanks = words_of(reply.body)
            found.append(
                {
                    "reply": reply,
                    "unit": reply.assignment.unit,
                    "result": among.label(reply.result_class),
                    "opening": opening,
                    "thanks": thanks,
                    "done": items_of(reply.done_items),
                    "planned": list(reply.commitments.all()),
                    "declined": items_of(reply.declined),
                }
            )
        return found

    def get_known_url(self) -> str:
        return self.parent_record.get_absolute_url()

    def get_crumbs(self) -> list[tuple[str, str]]:
        motion = self.parent_record
        return [(motion.number_text, motion.get_absolute_url())]
