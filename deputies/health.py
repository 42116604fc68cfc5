"""What looks wrong among deputies, seats, rolls and trainings."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from deputies.models import Constituency, Deputy, Fund, Mandate, Roll, RollEntry, Training
from deputies.services import shortened
from renda.core import law
from renda.core.figures import Period
from renda.core.health import Problem, health

NAMED = 3  # people with the same finding; of more, one line leads to their list


@health("deputies.vacancies", label="选区缺额", rule="deputy_election.by_election")
def vacancies(period: Period) -> Iterator[Problem]:
    """Constituencies with fewer deputies than seats, on the year's last day."""
    for place in Constituency.objects.short_of_deputies(period.end):
        yield Problem(
            f"{place}名额 {place.seats} 名，实有 {place.people} 名",
            place.get_absolute_url(),
            "缺额应依法补选；已补选的请登记新代表的资格。",
        )


@health("deputies.too_many", label="选区超额", rule="seats.fixed")
def too_many(period: Period) -> Iterator[Problem]:
    """Constituencies with more deputies than seats."""
    places = Constituency.objects.with_people("mandates", period.end)
    for place in places.filter(people__gt=F("seats")):
        yield Problem(
            f"{place}名额 {place.seats} 名，登记了 {place.people} 名在任代表",
            place.get_absolute_url(),
            "核对代表资格的终止日期。",
        )


@health("deputies.no_group", label="未编入代表小组")
def no_group(period: Period) -> Iterator[Problem]:
    """Town deputies in office who belong to no group."""
    for deputy in Deputy.objects.seated(period.end).filter(group=None):
        yield Problem(
            f"{deputy}没有代表小组",
            reverse("deputies:deputy_update", args=[deputy.pk]),
            law.cite("group.form"),
        )


@health("deputies.no_mandate", label="没有代表资格")
def no_mandate(period: Period) -> Iterator[Problem]:
    """Persons on the roster who never had a mandate: no roll expects them."""
    counted = Deputy.objects.annotate(n=Count("mandates", filter=Q(mandates__voided_at=None)))
    for deputy in counted.filter(n=0):
        yield Problem(
            f"{deputy}没有登记代表资格", deputy.get_absolute_url(), "登记届次、选区和当选日期。"
        )


@health("deputies.few_days", label="闭会期间履职天数不足", rule="deputy.days")
def few_days(period: Period) -> Iterator[Problem]:
    """Town deputies whose rolls outside sessions show fewer days than the rule, in a year that is over."""
    if period.end >= timezone.localdate():
        return
    least = law.value("deputy.days")
    advice = f"有走访、接待而没有签到册的，核对履职档案。{law.rule('deputy.days').reference}"
    few = list(Deputy.objects.with_few_days(*period.days, least))
    if len(few) > NAMED:
        yield Problem(
            f"{len(few)} 名代表签到册上闭会期间履职不足 {least} 天",
            f"{reverse('deputies:record_list')}?days=few",
            advice,
            len(few),
        )
        return
    for deputy in few:
        yield Problem(
            f"{deputy}签到册上闭会期间履职 {deputy.free_days} 天，应不少于 {least} 天",
            reverse("deputies:record_detail", args=[deputy.pk]),
            advice,
        )


@health("deputies.no_card", label="没有代表证号")
def no_card(period: Period) -> Iterator[Problem]:
    """Running mandates of the town's congress without a card number."""
    running = Mandate.objects.of_township().running(period.end).filter(card_no="")
    for mandate in running.select_related("deputy"):
        yield Problem(
            f"{mandate.deputy}没有代表证号",
            reverse("deputies:mandate_update", args=[mandate.pk]),
            law.cite("deputy.card"),
        )


@health("deputies.open_rolls", label="签到册没有截止")
def open_rolls(period: Period) -> Iterator[Problem]:
    """Rolls of the year with people neither present, on leave nor absent, though a later roll is closed."""
    later = Roll.objects.filter(is_closed=True).order_by("-on").values_list("on", flat=True).first()
    if later is None:
        return
    undecided = Q(entries__state="expected", entries__voided_at=None)
    rolls = Roll.objects.filter(on__range=period.days, on__lt=later, is_closed=False)
    for roll in rolls.annotate(left=Count("entries", filter=undecided)).filter(left__gt=0):
        yield Problem(
            f"{roll.on} {roll}：{roll.left} 人没有到会情况",
            roll.get_absolute_url(),
            "补签或登记请假后，按“签到截止”。",
        )


@health("deputies.off_duty", label="签到册与任期不符")
def off_duty(period: Period) -> Iterator[Problem]:
    """Rolls that expect, or hold absent, somebody without a mandate that day: its dates or its term's have changed since."""
    in_force = Mandate.objects.on(OuterRef("roll__on")).filter(deputy=OuterRef("deputy"))
    lines = RollEntry.objects.filter(
        Exists(Mandate.objects.filter(deputy=OuterRef("deputy"))),
        ~Exists(in_force),
        roll__on__range=period.days,
        state__in=[RollEntry.State.EXPECTED, RollEntry.State.ABSENT],
    )
    rolls = defaultdict(list)
    for line in lines.select_related("roll", "deputy").order_by("roll__on", "roll_id", "pk"):
        rolls[line.roll].append(line.deputy.name)
    for roll, names in rolls.items():
        yield Problem(
            f"{roll.on} {roll}：{shortened(names, NAMED)}当天不在任，仍计入应到",
            roll.get_absolute_url(),
            "先核对届次和代表资格的起止日期；日期无误的，点姓名移出签到册。"
            if roll.is_closed
            else "先核对届次和代表资格的起止日期；日期无误的，会议当天和截止时按在任代表重算。",
            len(names),
        )


@health("deputies.overspent", label="履职经费支出超过预算")
def overspent(period: Period) -> Iterator[Problem]:
    """Money of the year of which more was spent than the budget gave."""
    years = (period.start.year, period.end.year)
    for fund in Fund.objects.filter(year__range=years, spent__gt=F("budget")):
        yield Problem(
            f"{fund}预算 {fund.budget} 元，支出 {fund.spent} 元，超出 {fund.spent - fund.budget} 元",
            fund.get_absolute_url(),
            "核对两个数；预算调整过的，改为调整后的预算数，在说明里写明依据。",
        )


@health("deputies.unattended", label="学习培训没有签到")
def unattended(period: Period) -> Iterator[Problem]:
    """Trainings with a closed roll on which nobody signed."""
    held = Training.objects.held_between(*period.days).for_list().select_related("roll")
    for training in held.filter(present=0, roll__is_closed=True):
        yield Problem(
            f"{training.held_on} {training}没有人签到",
            training.roll.get_absolute_url(),
            "人次按签到册统计，请补登记。",
        )
