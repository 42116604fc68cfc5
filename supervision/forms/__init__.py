"""What the pages and the workflow steps ask for."""

from renda.core.forms import NoteForm
from supervision.forms.appraisals import AppraisalForm, BallotForm
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
    CloseInspectionForm,
    HandOpinionsForm,
    HoldInspectionForm,
    InspectionEditForm,
    InspectionForm,
    OpinionForm,
    ReportInspectionForm,
    SendOpinionBackForm,
)
from supervision.forms.projects import (
    ChooseProjectForm,
    FinishProjectForm,
    RateProjectForm,
    StartProjectForm,
)

__all__ = [
    "AnswerForm",
    "AppraisalForm",
    "BallotForm",
    "ChooseProjectForm",
    "CloseInspectionForm",
    "FindingForm",
    "FinishProjectForm",
    "HandFindingForm",
    "HandOpinionsForm",
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
    "StartProjectForm",
]
