"""The motion's workflow, from draft to closed: its steps by phase, in the order of their buttons."""

from motions.models import Motion
from motions.workflow.motion.answer import ANSWER
from motions.workflow.motion.intake import INTAKE
from motions.workflow.motion.presidium import PRESIDIUM
from motions.workflow.motion.voting import VOTING
from motions.workflow.motion.withdrawal import WITHDRAWAL
from renda.core.workflow import Workflow

motion_workflow = Workflow(Motion, [*INTAKE, *PRESIDIUM, *VOTING, *ANSWER, *WITHDRAWAL])
