"""The demo's deputies: who sits, what they learned in 2024, 2025 and this year, how they answered to voters."""

from random import Random

from deputies.demo.answering import load_answering
from deputies.demo.funds import load_funds
from deputies.demo.learning import load_learning
from deputies.demo.people import load_people
from renda.core.demo import Demo, demo_part


@demo_part("deputies", order=10)
def load(demo: Demo) -> None:
    """Terms, places, persons and mandates first; then trainings, papers, reports to voters, honours, money."""
    chance = Random(7)
    load_people(demo, chance)
    load_learning(demo, chance)
    load_answering(demo, chance)
    load_funds(demo)
