"""The demo's supervision: 2025 complete, a thinner 2024, this year under way."""

from random import Random

from renda.core.demo import Demo, demo_part
from supervision.demo.findings import load_findings
from supervision.demo.inspections import load_appraisals, load_inspections
from supervision.demo.plans import load_plans, load_projects, load_targets
from supervision.demo.watch import load_watch


@demo_part("supervision", order=50)
def load(demo: Demo) -> None:
    """Plans, goals and projects first; then inspections and appraisals; then what was found."""
    chance = Random(7)
    load_plans(demo)
    load_targets(demo, chance)
    load_projects(demo, chance)
    load_inspections(demo, chance)
    load_appraisals(demo, chance)
    load_findings(demo, chance)
    load_watch(demo, chance)
