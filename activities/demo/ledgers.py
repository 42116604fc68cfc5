"""The ledgers of every year: receptions at the stations, articles, cases, messages."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import cycle

from django.utils import timezone

from activities.demo import texts
from activities.demo.build import DAY, Scribe
from activities.models import Adoption, Article, DutyCase, PublicMessage, VoterContact
from deputies.models import LiaisonStation
from motions.models import Motion

OUTLETS = {"c": ("county", "县人大网"), "s": ("city", "市人大网")}
OUTCOMES = ("solved", "explained", "passed", "solved", "passed", "motion", "explained", "solved")


def contacts(scribe: Scribe, year: int, months: Iterable[int]) -> list[VoterContact]:
    """One matter at each station on its reception day of the months, up to today."""
    stations: list[LiaisonStation] = scribe.demo.shared["stations"]
    keepers = {
        station.pk: [d for d in scribe.demo.shared["deputies"] if d.station_id == station.pk]
        for station in stations
    }
    raised = {m.lead_id: m for m in Motion.objects.numbered().order_by("-pk")}
    issues, outcomes = cycle(texts.ISSUES), cycle(OUTCOMES)
    made = []
    for month in months:
        for number, station in enumerate(stations):
            on = date(year, month, 8 + 4 * number)
            if on > scribe.demo.today:
                continue
            deputy = keepers[station.pk][(month + number) % len(keepers[station.pk])]
            made.append(_contact(scribe, station, deputy, on, next(issues), next(outcomes), raised))
    VoterContact.objects.bulk_create(made)
    scribe.demo.record(scribe.clerk, "登记", made, lambda contact: contact.met_on)
    return made


def _contact(scribe, station, deputy, on, issue, outcome, raised) -> VoterContact:
    text, unit, result = issue
    motion = raised.get(deputy.pk) if outcome == "motion" else None
    if motion and motion.accepted_on < on:
        motion = None
    contact = VoterContact(
        township=scribe.demo.township,
        way="reception",
        station=station,
        deputy=deputy,
        met_on=on,
        voters=scribe.chance.randint(1, 6),
        visitor=scribe.chance.choice(texts.CONTACT_PEOPLE),
        visitor_village=f"第{scribe.chance.randint(1, 6)}村民小组",
        issue=text,
        outcome=outcome,
        motion=motion,
        result="代表当场协调解决" if outcome == "solved" else "",
    )
    if outcome == "explained":
        contact.result = "代表当场说明政策和办理渠道，来访人表示理解"
    if outcome == "passed":
        contact.unit, contact.passed_on = scribe.units[unit], on + DAY
        answered_on = on + scribe.chance.randint(9, 28) * DAY
        if answered_on <= scribe.demo.today:
            contact.answered_on, contact.result = answered_on, result
    if contact.passed_on and contact.passed_on > scribe.demo.today:
        contact.passed_on = scribe.demo.today
    return contact


def articles(scribe: Scribe, year: int, rows: Iterable[tuple[int, int, str, str]]) -> None:
    """Articles as (month, day, title, adopted by), up to today; adopted within ten days."""
    town = scribe.demo.township
    made, printed = [], []
    for month, day, title, by in rows:
        on = date(year, month, day)
        if on > scribe.demo.today:
            continue
        article = Article(
            township=town,
            title=title,
            author=scribe.clerk.name,
            sent_on=on,
            sent_to="县人大网、市人大网",
        )
        made.append(article)
        for number, letter in enumerate(by, start=2):
            level, outlet = OUTLETS[letter]
            adopted_on = on + number * DAY
            if adopted_on <= scribe.demo.today:
                printed.append((article, len(made), level, outlet, adopted_on))
    Article.objects.bulk_create(made)
    scribe.demo.record(scribe.clerk, "登记", made, lambda article: article.sent_on)
    sites = {"county": "rd.xiyuan.example.cn", "city": "rd.xizhou.example.cn"}
    Adoption.objects.bulk_create(
        Adoption(
            township=town,
            article=article,
            level=level,
            outlet=outlet,
            on=on,
            url=f"https://{sites[level]}/xxz/{on:%Y%m%d}/{place}.html",
        )
        for article, place, level, outlet, on in printed
    )


def cases(scribe: Scribe, year: int, rows: Iterable[tuple[str, int, int, str]]) -> None:
    """Duty cases as (name, month, day, title), up to today."""
    made = [
        DutyCase(
            township=scribe.demo.township,
            title=title,
            deputy=scribe.by_name[name],
            reported_on=date(year, month, day),
            summary=f"{name}代表的履职事迹。",
        )
        for name, month, day, title in rows
        if date(year, month, day) <= scribe.demo.today
    ]
    DutyCase.objects.bulk_create(made)
    scribe.demo.record(scribe.clerk, "上报", made, lambda case: case.reported_on)


def messages(scribe: Scribe, rows: Iterable[tuple[str, str, int, str, str]]) -> None:
    """Messages as (deputy's name, from whom, days ago, text, answer)."""
    made = []
    for name, sender, days, text, answer in rows:
        on = scribe.ago(days)
        made.append(
            PublicMessage(
                township=scribe.demo.township,
                deputy=scribe.by_name[name],
                name=sender,
                text=text,
                sent_at=timezone.make_aware(datetime.combine(on, time(19, 20))),
                answer=answer,
                answered_on=min(on + timedelta(days=2), scribe.demo.today) if answer else None,
            )
        )
    PublicMessage.objects.bulk_create(made)
