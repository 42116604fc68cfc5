"""Pages of the appraisals of units."""

from deputies.views.roll import roll_button
from renda.core.views import Action, CreatePage, DetailPage, EditPage, Section
from supervision import services
from supervision.columns import APPRAISAL
from supervision.filters import AppraisalFilter
from supervision.forms import AppraisalForm, BallotForm
from supervision.grading import grade, satisfaction
from supervision.models import Appraisal
from supervision.views.shared import SUPERVISION, OfYearList

APPRAISALS = ("工作评议", "supervision:appraisal_list")


class AppraisalList(OfYearList):
    model = Appraisal
    permission_required = "supervision.list_appraisal"
    title = "工作评议"
    crumbs = (SUPERVISION,)
    filterset_class = AppraisalFilter
    ordering = ("-held_on", "-pk")
    actions = (Action("登记评议", "supervision:appraisal_create", "supervision.change_appraisal"),)
    columns = APPRAISAL
    foot_note = "等次由票数按本地评定规则算出，点开可看算式"
    empty_text = "代表评议站所、部门的工作，在这里登记座谈、测评和意见。"


class AppraisalDetail(DetailPage):
    model = Appraisal
    permission_required = "supervision.view_appraisal"
    template_name = "supervision/appraisal_detail.html"
    crumbs = (SUPERVISION, APPRAISALS)
    sections = (
        Section("评议会", ("unit", "level", "held_on", "place", "plan_item", "forum")),
        Section("评议意见", ("merits", "problems", "opinions")),
        Section("整改反馈", ("answered_on", "answer")),
    )
    edit_url = "supervision:appraisal_update"
    edit_perm = "supervision.change_appraisal"

    def get_context_data(self, **kwargs) -> dict:
        appraisal = self.object
        context = super().get_context_data(**kwargs)
        context["page_actions"] += roll_button(appraisal.roll, self.request.user)
        counts = (
            ("满意", appraisal.satisfied),
            ("基本满意", appraisal.basically_satisfied),
            ("不满意", appraisal.dissatisfied),
            ("不了解", appraisal.unknown),
        )
        return context | {
            "grade": grade(appraisal),
            "satisfaction": satisfaction(appraisal),
            "count_bars": [{"label": label, "parts": [number]} for label, number in counts],
        }


class AppraisalCreate(CreatePage):
    model = Appraisal
    permission_required = "supervision.change_appraisal"
    form_class = AppraisalForm
    crumbs = (SUPERVISION, APPRAISALS)

    def save(self, form: AppraisalForm) -> Appraisal:
        people = form.cleaned_data["participants"]
        self.object = services.open_appraisal(
            form.instance, participants=people if people else None
        )
        return self.object


class AppraisalUpdate(EditPage):
    model = Appraisal
    permission_required = "supervision.change_appraisal"
    form_class = BallotForm
    crumbs = (SUPERVISION, APPRAISALS)

    def save(self, form: BallotForm) -> Appraisal:
        """Write the appraisal; its roll goes with it to another day, place or level."""
        appraisal = super().save(form)
        services.carry_appraisal(appraisal)
        return appraisal
