"""Terms, constituencies, groups, stations, persons and their mandates."""

from datetime import date
from random import Random

from deputies.demo.roster import (
    COUNTY_ONLY,
    FIRST_ROWS,
    FORMER,
    LIANXI,
    POSTS,
    YAOBU,
    Roster,
)
from deputies.models import Constituency, Deputy, DeputyGroup, LiaisonStation, Mandate
from renda.core.demo import Demo
from renda.core.models import Term
from renda.core.text import initials

ELECTED_ON = date(2024, 1, 9)
OPENED_ON = date(2024, 1, 10)
COUNTY_ELECTED_ON = date(2022, 1, 18)
MOVED, RESIGNED, SUSPENDED, BY_ELECTED = "温建芳", "裘立军", "尹关水", "凌海燕"
Level, Reason = Mandate.Level, Mandate.EndReason


def load_people(demo: Demo, chance: Random) -> None:
    """Everybody who sits or sat; leaves terms, places and persons in ``demo.shared``.

    ``term``, ``former_term``; ``constituencies``, ``groups``, ``stations``; ``deputies``: the town
    deputies in office all through 2025 and 2026, in the order of the sign-in book; ``by_name``:
    everybody; ``county_deputies``; in the full demo also ``resigned``, ``moved``, ``suspended``
    and ``by_elected``.
    """
    roster = LIANXI if demo.full else YAOBU
    own = {"township": demo.township}
    population = 1500 * (roster.seats - 45) + 1300
    former = Term.objects.create(
        number=13,
        elected_on=date(2018, 12, 28),
        starts_on=date(2019, 1, 15),
        ends_on=OPENED_ON,
        population=population - 300,
        seats=roster.seats,
    )
    term = Term.objects.create(
        number=14,
        elected_on=ELECTED_ON,
        starts_on=OPENED_ON,
        population=population,
        seats=roster.seats,
    )
    places = Constituency.objects.bulk_create(
        Constituency(number=number, name=name, seats=seats, villages=name, **own)
        for number, (name, seats, _, _) in enumerate(roster.constituencies, 1)
    )
    groups = DeputyGroup.objects.bulk_create(
        DeputyGroup(name=name, area=area, **own) for name, area in roster.groups
    )
    stations = LiaisonStation.objects.bulk_create(
        LiaisonStation(name=name, address=address, keeper=keeper, reception_day=day, **own)
        for name, address, keeper, day in roster.stations
    )
    seats = seats_of(roster, chance)
    people = [
        person(name, order, roster.constituencies[seat - 1], demo, chance, groups, stations)
        for order, (name, seat) in enumerate(seats.items(), 1)
    ]
    people += [extra_person(row, order, demo, chance) for order, row in extras(demo, len(people))]
    by_name = {p.name: p for p in Deputy.objects.bulk_create(people)}
    for group, leader in zip(groups, roster.leaders, strict=True):
        group.leader = by_name[leader]
        group.save()
    mandates = Mandate.objects.bulk_create(
        mandates_of(demo, roster, seats, by_name, places, term, former, chance)
    )
    demo.shared |= {
        "term": term,
        "former_term": former,
        "constituencies": places,
        "groups": groups,
        "stations": stations,
        "by_name": by_name,
        "deputies": [by_name[n] for n in seats if n not in {MOVED, RESIGNED, BY_ELECTED}],
        "county_deputies": [m.deputy for m in mandates if m.level == Level.COUNTY],
    }
    if demo.full:
        demo.shared |= {
            "moved": by_name[MOVED],
            "resigned": by_name[RESIGNED],
            "suspended": by_name[SUSPENDED],
            "by_elected": by_name[BY_ELECTED],
        }
    clerk, begun = demo.users["clerk"], dict.fromkeys((p.pk for p in by_name.values()), ELECTED_ON)
    begun |= {m.deputy_id: m.from_on for m in mandates if m.level == Level.TOWNSHIP}
    demo.record(clerk, "登记", [*places, *groups, *stations], ELECTED_ON)
    demo.record(clerk, "登记", by_name.values(), lambda person: begun[person.pk])


def names_of(roster: Roster) -> dict[str, bool]:
    """Everybody of the roster in order, and whether it is a woman."""
    return {name.rstrip("*"): name.endswith("*") for name in roster.people.split()}


def seats_of(roster: Roster, chance: Random) -> dict[str, int]:
    """Who stands for which constituency, by its number; the by-elected follows the one who moved."""
    free = [
        number
        for number, (_, seats, _, _) in enumerate(roster.constituencies, 1)
        for _ in range(seats)
    ]
    for number in roster.fixed.values():
        free.remove(number)
    chance.shuffle(free)
    elected = [name for name in names_of(roster) if name != BY_ELECTED]
    seats = {name: roster.fixed.get(name) or free.pop() for name in elected}
    if MOVED in seats:
        seats[BY_ELECTED] = seats[MOVED]
    return seats


def person(
    name: str,
    order: int,
    constituency: tuple[str, int, int, int],
    demo: Demo,
    chance: Random,
    groups: list[DeputyGroup],
    stations: list[LiaisonStation],
) -> Deputy:
    """A town deputy with a life that fits the constituency."""
    roster = LIANXI if demo.full else YAOBU
    place, _, group, station = constituency
    occupation = chance.choice(["farmer"] * 5 + ["cadre"] * 3 + ["worker", "technical", "other"])
    if "企业" in place:
        occupation = "business"
    if any(word in place for word in ("机关", "学校", "卫生院", "站所")):
        occupation = chance.choice(["cadre", "technical"])
    workplace = place.split("、")[0] + chance.choice(POSTS[occupation])
    born, party, education, occupation, workplace = FIRST_ROWS.get(
        name,
        (
            date(chance.randint(1962, 1994), chance.randint(1, 12), 1),
            chance.choice(["cpc"] * 6 + ["none"] * 4),
            chance.choice(["junior", "senior", "senior", "college", "college", "bachelor"]),
            occupation,
            workplace,
        ),
    )
    account = next((key for key, who in roster.accounts.items() if who == name), "")
    return Deputy(
        township=demo.township,
        name=name,
        initials=initials(name),
        user=demo.users[account] if account else None,
        gender="female" if names_of(roster)[name] else "male",
        born_on=born,
        ethnicity="畲族" if name in {"兰有才", "钟茂林"} else "汉族",
        party=party,
        education=education,
        occupation=occupation,
        workplace=workplace,
        phone=phone(chance),
        group=groups[group - 1],
        station=stations[station - 1],
        order=order,
    )


def phone(chance: Random) -> str:
    """A number of a range that is not given out."""
    return f"1990000{chance.randint(0, 9999):04d}"


def extras(demo: Demo, start: int) -> list[tuple[int, tuple[str, str, str]]]:
    """County deputies without a town mandate, and those of the term before."""
    if not demo.full:
        return []
    former = [
        (name.rstrip("*"), "female" if name.endswith("*") else "male", "村民") for name in FORMER
    ]
    return list(enumerate([*COUNTY_ONLY, *former], start + 1))


def extra_person(row: tuple[str, str, str], order: int, demo: Demo, chance: Random) -> Deputy:
    """A person outside the town's present congress."""
    name, gender, workplace = row
    return Deputy(
        township=demo.township,
        name=name,
        initials=initials(name),
        gender=gender,
        born_on=date(chance.randint(1955, 1985), chance.randint(1, 12), 1),
        party="cpc",
        education="college",
        occupation="farmer" if workplace == "村民" else "cadre",
        workplace=workplace,
        phone=phone(chance),
        order=order,
    )


def mandates_of(
    demo: Demo,
    roster: Roster,
    seats: dict[str, int],
    by_name: dict[str, Deputy],
    places: list[Constituency],
    term: Term,
    former: Term,
    chance: Random,
) -> list[Mandate]:
    """Every mandate: of this term with its changes, of the one before, of the county's congress."""
    found = []
    cards = list(range(1, len(seats) + 1))
    cards[0], cards[16] = cards[16], cards[0]
    for (name, seat), card in zip(seats.items(), cards, strict=True):
        again = name != BY_ELECTED and (name in roster.fixed or chance.random() < 0.4)
        mandate = Mandate(
            township=demo.township,
            deputy=by_name[name],
            term=term,
            constituency=places[seat - 1],
            card_no=f"14-{card:03d}",
            from_on=ELECTED_ON,
            is_reelected=again,
        )
        change(mandate, name)
        found.append(mandate)
        if again:
            found.append(ended(demo, by_name[name], former))
    if demo.full:
        found += [ended(demo, by_name[name.rstrip("*")], former) for name in FORMER]
    county = [*roster.county, *((row[0] for row in COUNTY_ONLY) if demo.full else ())]
    found += [
        Mandate(
            township=demo.township,
            deputy=by_name[name],
            level=Level.COUNTY,
            card_no=f"县-{number:03d}",
            from_on=COUNTY_ELECTED_ON,
        )
        for number, name in enumerate(county, 101)
    ]
    return found


def change(mandate: Mandate, name: str) -> None:
    """What became of the mandates whose end, pause or late start the demo tells of."""
    if name == MOVED:
        mandate.until_on, mandate.end_reason = date(2024, 9, 12), Reason.MOVED
    elif name == RESIGNED:
        mandate.until_on, mandate.end_reason = date(2025, 1, 21), Reason.RESIGNED
    elif name == SUSPENDED:
        mandate.suspended_from, mandate.suspended_until = date(2025, 5, 12), date(2025, 6, 30)
    elif name == BY_ELECTED:
        mandate.from_on, mandate.is_by_election = date(2025, 7, 18), True


def ended(demo: Demo, deputy: Deputy, term: Term) -> Mandate:
    """A mandate of the term before, which ended with it."""
    return Mandate(
        township=demo.township,
        deputy=deputy,
        term=term,
        card_no=f"13-{deputy.order:03d}",
        from_on=date(2019, 1, 14),
        until_on=OPENED_ON,
        end_reason=Reason.TERM,
    )
