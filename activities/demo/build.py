"""How the demo writes down an event, its attendance and its opinions as the clerk would have."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from activities.models import Activity, Campaign, Consultation, HeadCount, Opinion, Stop
from deputies.expecting import expected_on, rule_for
from deputies.models import Deputy, Roll, RollEntry
from renda.core.demo import Demo

TOWN = ("township",)
BOTH = ("township", "county")
LEAVES = ("公出", "病假", "外出务工", "家中有事")
DAY = timedelta(days=1)


class Scribe:
    """Writes one township's demo records, with the same random choices every time."""

    def __init__(self, demo: Demo) -> None:
        self.demo = demo
        self.chance = Random(7)
        self.clerk = demo.users["clerk"]
        self.units = demo.shared["units"]
        self.by_name: dict[str, Deputy] = demo.shared["by_name"]
        self.accounts = {user.pk for user in demo.users.values()}
        self.clear()

    def this_year(self, month: int, day: int) -> date:
        """A day of the running year."""
        return date(self.demo.today.year, month, day)

    def ago(self, days: int) -> date:
        """So many days ago, but never before this year's second week."""
        return max(self.this_year(1, 9), self.demo.today - days * DAY)

    def named(self, names: Iterable[str]) -> list[Deputy]:
        """Deputies by name."""
        return [self.by_name[name] for name in names]

    def some(self, number: int, *always: str) -> list[Deputy]:
        """That many town deputies, among them those named."""
        people = self.demo.shared["deputies"]
        wanted = self.named(always)
        others = [p for p in people if p not in wanted]
        return [*wanted, *self.chance.sample(others, min(len(others), number - len(wanted)))]

    def campaign(self, **fields: object) -> Campaign:
        """A campaign with its history."""
        campaign = Campaign.objects.create(**fields)
        self.demo.record(self.clerk, "登记", [campaign], campaign.starts_on)
        return campaign

    def activity(
        self,
        *,
        levels: tuple[str, ...] = TOWN,
        invited: Iterable[Deputy] = (),
        share: int = 88,
        is_open: bool = False,
        stops: Iterable[tuple[str, ...]] = (),
        heads: dict[str, int] | None = None,
        opinions: Iterable[tuple] = (),
        **fields: object,
    ) -> Activity:
        """An activity; a past one is signed and, unless ``is_open``, closed. ``write`` saves it.

        ``share`` of a hundred come. ``stops`` are (name, kind, found, project), ``opinions`` as in
        ``opine``.
        """
        fields.setdefault("organiser", f"{self.demo.township}人大主席团")
        activity = Activity(township=self.demo.township, **fields)
        is_past, spoke = activity.held_on <= self.demo.today, set()
        own = {"township": self.demo.township, "activity": activity}
        self.stops += [
            Stop(
                order=order,
                name=stop[0],
                kind=stop[1],
                found=stop[2] if len(stop) > 2 else "",
                project=stop[3] if len(stop) > 3 else "",
                **own,
            )
            for order, stop in enumerate(stops, start=1)
        ]
        if is_past:
            counted = (heads or {}).items()
            self.heads += [HeadCount(role=role, number=n, **own) for role, n in counted]
            spoke = self.opine(opinions, activity=activity)
        expected = list(invited) or expected_on(
            rule_for(levels, activity.group_id), activity.held_on
        )
        self.roll(
            activity, activity.title, "activity", expected, spoke, share, is_past and not is_open
        )
        return activity

    def consultation(self, *, opinions: Iterable[tuple] = (), **fields: object) -> Consultation:
        """A consultation of all deputies of the township; a past one is signed and closed."""
        meeting = Consultation(township=self.demo.township, **fields)
        is_past, spoke = meeting.held_on <= self.demo.today, set()
        if is_past:
            spoke = self.opine(opinions, consultation=meeting)
        expected = expected_on(rule_for(TOWN), meeting.held_on)
        title = f"征求意见会：{meeting.matter}"
        self.roll(meeting, title, "consultation", expected, spoke, 86, is_past)
        return meeting

    def roll(
        self,
        event: Activity | Consultation,
        title: str,
        kind: str,
        expected: list[Deputy],
        spoke: set[int],
        share: int,
        is_closed: bool,
    ) -> None:
        """The event's roll: who ``spoke`` and most others come, half of the rest ask leave.

        A closed roll makes those left absent.
        """
        own = {"township": self.demo.township}
        roll = Roll(
            title=title[:200],
            on=event.held_on,
            kind=kind,
            place=event.place,
            is_closed=is_closed,
            **own,
        )
        self.events.append((event, roll))
        begin = timezone.make_aware(datetime.combine(event.held_on, time(8, 30)))
        known = {deputy.pk for deputy in expected}
        speakers = [d for d in self.by_name.values() if d.pk in spoke - known]
        for deputy in [*expected, *speakers]:
            entry = RollEntry(roll=roll, deputy=deputy, **own)
            self.entries.append(entry)
            if event.held_on > self.demo.today:
                continue
            is_sure = deputy.pk in spoke or deputy.user_id in self.accounts
            if is_sure or self.chance.randrange(100) < share:
                entry.state, entry.at, entry.way = "present", begin, "clerk"
            elif self.chance.randrange(100) < 60:
                entry.state, entry.reason = "on_leave", self.chance.choice(LEAVES)
                entry.approved_by = self.demo.users["chair"].name
            elif is_closed:
                entry.state = "absent"

    def entered_on(self, event: Activity | Consultation) -> date:
        """A past event was entered on its day, a planned one some days ago."""
        is_past = event.held_on <= self.demo.today
        return event.held_on if is_past else self.demo.today - 4 * DAY

    def write(self) -> None:
        """Save what was written down so far, with its history, in a few statements."""
        rolls = [roll for _, roll in self.events]
        Roll.objects.bulk_create(rolls)
        for event, roll in self.events:
            event.roll = roll
        for model in (Activity, Consultation):
            made = [event for event, _ in self.events if isinstance(event, model)]
            model.objects.bulk_create(made)
            self.demo.record(self.clerk, "登记", made, self.entered_on)
        for event, roll in self.events:
            roll.url = event.get_absolute_url()
        Roll.objects.bulk_update(rolls, ["url"])
        RollEntry.objects.bulk_create(self.entries)
        Stop.objects.bulk_create(self.stops)
        HeadCount.objects.bulk_create(self.heads)
        Opinion.objects.bulk_create(self.opinions)
        closed = [roll for roll in rolls if roll.is_closed]
        self.demo.record(self.clerk, "签到截止", closed, lambda roll: roll.on)
        self.tell(self.opinions)
        self.clear()

    def clear(self) -> None:
        """Begin with nothing written down."""
        self.events: list[tuple[Activity | Consultation, Roll]] = []
        self.entries: list[RollEntry] = []
        self.stops: list[Stop] = []
        self.heads: list[HeadCount] = []
        self.opinions: list[Opinion] = []

    def opine(
        self,
        rows: Iterable[tuple],
        *,
        activity: Activity | None = None,
        consultation: Consultation | None = None,
    ) -> set[int]:
        """Who gave the opinions, written as (deputy's name or None, text, unit, status, answer).

        They are handled within weeks. What would have been done after today is not done yet.
        """
        held_on = (activity or consultation).held_on
        made = []
        for name, text, unit, status, answer in rows:
            passed_on = held_on + self.chance.randint(2, 6) * DAY
            answered_on = passed_on + self.chance.randint(18, 70) * DAY
            if status != "recorded" and passed_on > self.demo.today:
                status = "recorded"
            if status not in ("recorded", "passed") and answered_on > self.demo.today:
                status = "passed"
            is_passed, is_answered = status != "recorded", status not in ("recorded", "passed")
            made.append(
                Opinion(
                    township=self.demo.township,
                    activity=activity,
                    consultation=consultation,
                    text=text,
                    deputy=self.by_name.get(name),
                    unit=self.units[unit] if is_passed else None,
                    passed_on=passed_on if is_passed else None,
                    answered_on=answered_on if is_answered else None,
                    answer=answer if is_answered else "",
                    status=status,
                )
            )
        self.opinions += made
        return {opinion.deputy_id for opinion in made if opinion.deputy_id}

    def tell(self, opinions: list[Opinion]) -> None:
        """The history lines of opinions that were written with their status."""
        record, clerk = self.demo.record, self.clerk
        record(clerk, "登记", opinions, lambda o: (o.activity or o.consultation).held_on)
        passed = [o for o in opinions if o.status != "recorded"]
        record(clerk, "转交", passed, lambda o: o.passed_on, step="pass_on", after="passed")
        steps = (
            ("adopted", "采纳", "adopt"),
            ("planned", "列入计划", "plan"),
            ("explained", "解释说明", "explain"),
        )
        for status, label, step in steps:
            rows = [o for o in passed if o.status == status]
            record(clerk, label, rows, lambda o: o.answered_on, step=step, after=status)
