"""The demo's activities: 2025 complete, 2024 in outline, this year in progress."""

from activities.demo import ledgers, texts
from activities.demo.build import Scribe
from activities.demo.other_years import load_2024, load_this_year
from activities.demo.small import load_small
from activities.demo.year2025 import load_2025
from renda.core.demo import Demo, demo_part


@demo_part("activities", order=40)
def load(demo: Demo) -> None:
    """Leaves ``campaigns`` (river, demolition) and ``activities`` (river_visit …) to later parts."""
    scribe = Scribe(demo)
    if not demo.full:
        load_small(scribe)
        scribe.write()
        return
    load_2024(scribe)
    load_2025(scribe)
    ledgers.contacts(scribe, 2025, range(1, 13))
    ledgers.articles(scribe, 2025, texts.ARTICLES)
    ledgers.cases(scribe, 2025, texts.CASES)
    load_this_year(scribe)
    scribe.write()
