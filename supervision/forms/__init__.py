"""What the pages and the workflow steps ask for."""

from renda.core.forms import NoteForm
from supervision.forms.appraisals import AppraisalForm, BallotForm
from supervision.forms.base import DayForm
from supervision.forms.findings import (
    FindingForm,
    HandFindingForm,
    MeasuresForm,
    RecheckForm,
    ReportFindingForm,
    SendBackForm,
)
from supervision.forms.inspections import (
    AnswerForm,
    HoldInspectionForm,
    InspectionEditForm,
    InspectionForm,
    OpinionForm,
    ReportInspectionForm,
    SendOpinionBackForm,
)
from supervision.forms.projects import ChooseProjectForm, RateProjectForm

__all__ = [
    "AnswerForm",
    "AppraisalForm",
    "BallotForm",
    "ChooseProjectForm",
    "DayForm",
    "FindingForm",
    "HandFindingForm",
    "HoldInspectionForm",
    "InspectionEditForm",
    "InspectionForm",
    "MeasuresForm",
    "NoteForm",
    "OpinionForm",
    "RateProjectForm",
    "RecheckForm",
    "ReportFindingForm",
    "ReportInspectionForm",
    "SendBackForm",
    "SendOpinionBackForm",
]
