"""What the presidium checks, what it found, and whether it was put right."""

from supervision.models.appraisal import Appraisal
from supervision.models.finding import Finding
from supervision.models.inspection import (
    Inspection,
    InspectionOpinion,
    InspectionProject,
    InspectionStop,
)
from supervision.models.plan import InspectionKind, PlanItem, WorkTarget
from supervision.models.project import LivelihoodProject, ProjectProgress
from supervision.models.watch import ElectionVillage, VillageElectionWatch

__all__ = [
    "Appraisal",
    "ElectionVillage",
    "Finding",
    "Inspection",
    "InspectionKind",
    "InspectionOpinion",
    "InspectionProject",
    "InspectionStop",
    "LivelihoodProject",
    "PlanItem",
    "ProjectProgress",
    "VillageElectionWatch",
    "WorkTarget",
]
