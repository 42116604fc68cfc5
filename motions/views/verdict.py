"""评价: the deputy's verdict on a reply."""

from functools import cached_property

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.utils import timezone

from deputies.models import Deputy
from deputies.permissions import deputy_of
from motions import services
from motions.forms import RateForm
from motions.models import Feedback, Motion
from motions.permissions import is_lead
from renda.core import law
from renda.core.permissions import is_deputy
from renda.core.views.forms import CreatePage
from renda.core.workflow import IllegalTransition

SHOWN = 5
STEPS = ("说什么", "拍照、地点", "提交")


class Rate(CreatePage):
    """评价答复: by the deputy, or by the office from the signed form."""

    model = Feedback
    permission_required = "motions.rate_motion"
    form_class = RateForm
    template_name = "motions/rate.html"
    parent = ("motion", Motion)
    title = "评价答复"
    verb = "评价"
    submit_label = "提交评价"

    @cached_property
    def parent_record(self) -> Motion:
        """The motion with its lead deputy."""
        return get_object_or_404(Motion.objects.select_related("lead"), pk=self.kwargs["parent_pk"])

    @cached_property
    def rater(self) -> Deputy:
        """Whose rating it is: the deputy's own; the office writes down the lead deputy's."""
        return self.own or self.parent_record.lead

    @cached_property
    def own(self) -> Deputy | None:
        """The user as a deputy of this case; None for the office."""
        user, motion = self.request.user, self.parent_record
        if not is_deputy(user, motion):
            return None
        if is_lead(user, motion):
            return motion.lead
        mine = deputy_of(user)
        joined = mine and any(c.deputy_id == mine.pk for c in motion.cosigners.all())
        return mine if joined else None

    @property
    def is_by_office(self) -> bool:
        return self.own is None

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"by_office": self.is_by_office}

    def save(self, form: RateForm) -> Feedback:
        data = form.cleaned_data
        try:
            self.object = services.rate(
                motion=self.parent_record,
                deputy=self.rater,
                work=data["work_rating"],
                result=data["result_rating"],
                words=data["words"],
                on=timezone.localdate(),
                by=self.request.user,
                by_office=self.is_by_office,
            )
        except IllegalTransition as error:
            raise ValidationError(str(error)) from error
        return self.object

    def get_context_data(self, **kwargs) -> dict:
        motion = self.parent_record
        replies = [
            reply
            for a in motion.assignments.filter(round=motion.round).answering()
            for reply in a.replies.filter(issued_on__isnull=False).select_related(
                "assignment__unit"
            )
        ]
        return super().get_context_data(**kwargs) | {
            "motion": motion,
            "replies": replies,
            "rater": self.rater,
            "is_by_office": self.is_by_office,
            "redo_law": law.cite("suggestion.redo_months"),
            "cancel_url": motion.get_absolute_url(),
        }

    def get_known_url(self) -> str:
        return self.parent_record.get_absolute_url()

    def get_crumbs(self) -> list[tuple[str, str]]:
        motion = self.parent_record
        return [(motion.number_text, motion.get_absolute_url())]
