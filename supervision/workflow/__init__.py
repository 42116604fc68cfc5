"""The workflows: a finding's, a livelihood project's, an inspection's and its opinions'."""

from supervision.workflow.findings import finding_workflow
from supervision.workflow.inspections import inspection_workflow
from supervision.workflow.opinions import opinion_workflow
from supervision.workflow.projects import project_workflow

__all__ = ["finding_workflow", "inspection_workflow", "opinion_workflow", "project_workflow"]
