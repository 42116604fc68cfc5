"""The demo's congress: sessions since 2024, the presidium between them, its notices and rules."""

from random import Random

from renda.core.demo import Demo, demo_part
from sessions_app.demo.between import load_meetings, load_notices, load_presidium, load_rules
from sessions_app.demo.sessions import load_sessions


@demo_part("sessions", order=20)
def load(demo: Demo) -> None:
    """``sessions`` by short number (``14-2``), ``presidium`` its members, ``presidium_meetings`` by day."""
    chance = Random(7)
    load_presidium(demo)
    load_sessions(demo, chance)
    load_meetings(demo, chance)
    load_notices(demo)
    load_rules(demo)
