"""The workflows: the motion's, each unit's assignment's, and those of what was promised."""

from motions.workflow.assignment import assignment_workflow
from motions.workflow.handling_report import handling_report_workflow
from motions.workflow.motion import motion_workflow
from motions.workflow.promises import commitment_workflow, supplement_workflow
from motions.workflow.publishing import publication_workflow

__all__ = [
    "assignment_workflow",
    "commitment_workflow",
    "handling_report_workflow",
    "motion_workflow",
    "publication_workflow",
    "supplement_workflow",
]
