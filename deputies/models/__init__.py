"""Who the deputies are, what they learn, and the one attendance roll."""

from deputies.models.deputy import (
    Constituency,
    Deputy,
    DeputyGroup,
    Honour,
    LiaisonStation,
    Mandate,
)
from deputies.models.funds import Fund
from deputies.models.learning import DutyReport, Receipt, StudyMaterial, Training
from deputies.models.roll import Roll, RollEntry

__all__ = [
    "Constituency",
    "Deputy",
    "DeputyGroup",
    "DutyReport",
    "Fund",
    "Honour",
    "LiaisonStation",
    "Mandate",
    "Receipt",
    "Roll",
    "RollEntry",
    "StudyMaterial",
    "Training",
]
