"""The two workflows: the motion's, and each unit's assignment's."""

from motions.workflow.assignment import assignment_workflow
from motions.workflow.motion import motion_workflow

__all__ = ["assignment_workflow", "motion_workflow"]
