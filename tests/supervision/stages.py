"""A record in any state of its workflow, and what a step's form may be given."""

from datetime import date

from renda.core.models import Role
from supervision.models import Finding, Inspection, InspectionOpinion, LivelihoodProject
from tests.factories.supervision import (
    FindingFactory,
    HandedFindingFactory,
    InspectionFactory,
    OpinionFactory,
    ProjectFactory,
)

F, P, N = Finding.Status, LivelihoodProject.Status, Inspection.Status
O = InspectionOpinion.Status  # noqa: E741
OFFICE = {Role.CLERK, Role.CHAIR}
UNIT = {Role.HANDLER, Role.UNIT_HEAD}


def finding_in(township, unit, status):
    if status == F.FOUND:
        return FindingFactory(township=township)
    more = {}
    if status in {F.REPORTED, F.CLOSED}:
        more["rectified_on"] = date(2025, 10, 8)
    if status == F.CLOSED:
        more["closed_on"] = date(2025, 10, 12)
    return HandedFindingFactory(township=township, unit=unit, status=status, **more)


def project_in(township, unit, status):
    done = date(2025, 11, 1) if status in {P.DONE, P.RATED} else None
    return ProjectFactory(township=township, unit=unit, status=status, done_on=done)


def inspection_in(township, unit, status):
    return InspectionFactory(township=township, status=status)


def opinion_in(township, unit, status):
    more = {}
    if status != O.WAITING:
        more = {"handed_on": date(2025, 9, 16), "due_on": date(2025, 12, 16)}
    if status == O.ANSWERED:
        more |= {"answered_on": date(2025, 10, 8), "answer": "已落实"}
    opinion = OpinionFactory(township=township, unit=unit, **more)
    opinion.refresh_from_db()
    return opinion


def data_for(step, unit):
    return {
        "hand_over": {
            "unit": unit,
            "handed_on": date(2025, 9, 16),
            "due_on": date(2025, 10, 16),
            "day": date(2025, 9, 16),
        },
        "plan": {"person": "宋晓东", "measures": "建沉淀池"},
        "report": {"rectified_on": date(2025, 10, 8), "result": "已整改", "summary": "情况良好"},
        "close": {"rechecked_by": "徐阿毛", "rechecked_on": date(2025, 10, 12)},
        "send_back": {
            "rechecked_by": "徐阿毛",
            "rechecked_on": date(2025, 10, 12),
            "due_on": date(2025, 11, 12),
            "note": "仍有渗漏",
        },
        "remind": {"note": "请抓紧"},
        "take_back": {"note": "属水利站职责"},
        "step_back": {"note": "点错了"},
        "reopen": {"note": "还有意见没有办完"},
        "answer": {"answered_on": date(2025, 10, 8), "answer": "已落实"},
        "choose": {"unit": unit, "votes_for": 56, "chosen_on": date(2025, 1, 21)},
        "rate": {"satisfied": 40, "basically_satisfied": 10, "dissatisfied": 2},
    }.get(step, {})
