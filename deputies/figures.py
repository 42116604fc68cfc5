"""The year's figures about deputies: who sits, what they learned and read, how they answered to voters."""

from django.db.models import Exists, OuterRef, QuerySet

from deputies.models import (
    Deputy,
    DeputyGroup,
    DutyReport,
    Honour,
    LiaisonStation,
    Mandate,
    Receipt,
    RollEntry,
    StudyMaterial,
    Training,
)
from renda.core.figures import Period, count, listing, people, rate, total
from renda.core.text import as_clause

GROUP = "代表与学习"


# --- who sits ----------------------------------------------------------------------


@people("deputies.in_office", label="实有代表", unit="名", group=GROUP, law="deputy.record")
def in_office(period: Period) -> QuerySet[Deputy]:
    """期末最后一日代表资格有效的本乡镇人大代表，暂停执行职务的计入，每人计一次。只担任上级人大代表的不计。"""
    return Deputy.objects.seated(period.end)


@people("deputies.women", label="妇女代表", unit="名", group=GROUP)
def women(period: Period) -> QuerySet[Deputy]:
    """期末实有的本乡镇人大代表中性别为女的，每人计一次。"""
    return in_office(period).filter(gender=Deputy.Gender.FEMALE)


@people("deputies.party_members", label="中共党员代表", unit="名", group=GROUP)
def party_members(period: Period) -> QuerySet[Deputy]:
    """期末实有的本乡镇人大代表中政治面貌为中共党员的，每人计一次。"""
    return in_office(period).filter(party=Deputy.Party.CPC)


@people("deputies.county_level", label="县人大代表", unit="名", group=GROUP)
def county_level(period: Period) -> QuerySet[Deputy]:
    """期末最后一日县级人大代表资格有效的代表，含同时担任乡镇代表的，每人计一次。"""
    return Deputy.objects.seated(period.end, Mandate.Level.COUNTY)


@people("deputies.two_levels", label="同时担任县、乡镇代表", unit="名", group=GROUP)
def two_levels(period: Period) -> QuerySet[Deputy]:
    """期末同时具有县级和本乡镇人大代表资格的代表，每人计一次。"""
    return county_level(period) & in_office(period)


@count("deputies.by_elected", label="补选代表", unit="名", group=GROUP, on="from_on")
def by_elected(period: Period) -> QuerySet[Mandate]:
    """期内补选产生的本乡镇人大代表资格，按当选日期计。"""
    return Mandate.objects.of_township().filter(is_by_election=True, from_on__range=period.days)


@count(
    "deputies.ended", label="代表资格终止", unit="名", group=GROUP, law="deputy.loss", on="until_on"
)
def ended(period: Period) -> QuerySet[Mandate]:
    """期内终止的本乡镇人大代表资格，按终止日期计；任期届满的不计。"""
    ended = Mandate.objects.of_township().filter(until_on__range=period.days)
    return ended.exclude(end_reason=Mandate.EndReason.TERM)


@count("deputies.groups", label="代表小组", unit="个", group=GROUP, law="group.form")
def groups(period: Period) -> QuerySet[DeputyGroup]:
    """现有的代表小组，不分年度。"""
    return DeputyGroup.objects.all()


@count("deputies.stations", label="代表联络站", unit="个", group=GROUP)
def stations(period: Period) -> QuerySet[LiaisonStation]:
    """现有的代表联络站，不分年度。"""
    return LiaisonStation.objects.all()


# --- what they learned -------------------------------------------------------------


@count(
    "deputies.trainings",
    label="学习培训",
    unit="次",
    group=GROUP,
    law="deputy.training",
    on="held_on",
    empty="missing",
    record_url="deputies:training_create",
)
def trainings(period: Period) -> QuerySet[Training]:
    """期内举办的代表学习培训，按举办日期计，政治学习、专题培训、法律学习和情况通报各计一次；签到册既无人签到也未截止的（计划中的）不计。"""
    return Training.objects.held_between(*period.days).begun()


@count(
    "deputies.trainings_political",
    label="政治学习",
    unit="次",
    group=GROUP,
    on="held_on",
    empty="missing",
    record_url="deputies:training_create",
)
def trainings_political(period: Period) -> QuerySet[Training]:
    """期内举办的类别为政治学习的代表学习，按举办日期计。"""
    return trainings(period).filter(kind=Training.Kind.POLITICAL)


@count("deputies.trainings_special", label="专题培训", unit="次", group=GROUP, on="held_on")
def trainings_special(period: Period) -> QuerySet[Training]:
    """期内举办的类别为专题培训的代表学习，按举办日期计。"""
    return trainings(period).filter(kind=Training.Kind.SPECIAL)


@count("deputies.trainings_law", label="法律学习", unit="次", group=GROUP, on="held_on")
def trainings_law(period: Period) -> QuerySet[Training]:
    """期内举办的类别为法律学习的代表学习，按举办日期计。"""
    return trainings(period).filter(kind=Training.Kind.LAW)


def training_in_words(training: Training) -> str:
    """5月15日学习《代表法》，学习代表的权利和义务，代表提问交流: title, content and discussion."""
    day = f"{training.held_on.month}月{training.held_on.day}日"
    parts = (training.title, as_clause(training.content), as_clause(training.discussion))
    return day + "，".join(filter(None, parts))


@listing(
    "deputies.trainings_list",
    label="学习培训一览",
    unit="次",
    group=GROUP,
    item=training_in_words,
    on="held_on",
    empty="missing",
    record_url="deputies:training_create",
)
def trainings_list(period: Period) -> QuerySet[Training]:
    """期内举办的代表学习培训，按日期先后列出日期、主题、内容和讨论情况。"""
    return trainings(period).order_by("held_on", "pk")


@count(
    "deputies.training_person_times", label="参加学习培训", unit="人次", group=GROUP, on="roll__on"
)
def training_person_times(period: Period) -> QuerySet[RollEntry]:
    """期内代表学习培训签到册上到会情况为出席的代表，一人参加一次计一人次；列席人员不计。"""
    held = trainings(period).filter(roll__voided_at=None)
    return RollEntry.objects.of_deputies().present().filter(roll__in=held.values("roll"))


# --- what they were given to read --------------------------------------------------


@count(
    "deputies.materials",
    label="发放学习资料",
    unit="份",
    group=GROUP,
    on="issued_on",
    empty="missing",
    record_url="deputies:material_create",
)
def materials(period: Period) -> QuerySet[StudyMaterial]:
    """期内向代表发放的文件和资料的种数，按发放日期计。"""
    return StudyMaterial.objects.filter(issued_on__range=period.days)


@count(
    "deputies.materials_superior",
    label="传达上级文件",
    unit="份",
    group=GROUP,
    on="issued_on",
    empty="missing",
    record_url="deputies:material_create",
)
def materials_superior(period: Period) -> QuerySet[StudyMaterial]:
    """期内发放的类别为上级文件的资料的种数，按发放日期计。"""
    return materials(period).filter(kind=StudyMaterial.Kind.SUPERIOR)


@count(
    "deputies.materials_to_all", label="发到每名代表的上级文件", unit="份", group=GROUP, on="issued_on"
)  # fmt: skip
def materials_to_all(period: Period) -> QuerySet[StudyMaterial]:
    """期内发放的上级文件中，发放当日在任的本乡镇人大代表（暂停执行职务的除外）每人都有发放记录的种数。"""
    given = Receipt.objects.filter(material=OuterRef(OuterRef("pk")), deputy=OuterRef("pk"))
    left_out = Deputy.objects.in_office(OuterRef(OuterRef("issued_on"))).exclude(Exists(given))
    return materials_superior(period).exclude(Exists(left_out))


@listing(
    "deputies.materials_superior_list",
    label="上级文件一览",
    unit="份",
    group=GROUP,
    item=lambda paper: f"《{paper.title}》",
    on="issued_on",
)
def materials_superior_list(period: Period) -> QuerySet[StudyMaterial]:
    """期内发放的上级文件，按发放日期先后列出。"""
    return materials_superior(period).order_by("issued_on", "pk")


@count("deputies.materials_given", label="发放到代表", unit="人份", group=GROUP)
def materials_given(period: Period) -> QuerySet[Receipt]:
    """期内发放的每种资料发给每位代表计一人份；作废的资料不计。"""
    return Receipt.objects.filter(material__in=materials(period))


@count("deputies.materials_read", label="代表已读", unit="人份", group=GROUP)
def materials_read(period: Period) -> QuerySet[Receipt]:
    """期内发放的资料中代表已打开阅读的，一人读一种计一人份；期后补读的也计入。"""
    return materials_given(period).filter(read_at__isnull=False)


rate(
    "deputies.material_read_rate",
    label="资料阅读率",
    group=GROUP,
    numerator="deputies.materials_read",
    denominator="deputies.materials_given",
    definition="期内发放的资料，代表已读人份 ÷ 发放人份 × 100%，四舍五入保留一位小数。",
)


# --- how they answered to voters ---------------------------------------------------


@people(
    "deputies.duty_reports",
    label="向选民述职的代表",
    unit="名",
    group=GROUP,
    law="deputy.record",
    empty="missing",
    record_url="deputies:duty_report_create",
)
def duty_reports(period: Period) -> QuerySet[Deputy]:
    """期内向选民述职的代表，按述职日期计，一人述职多次计一人。"""
    held = DutyReport.objects.filter(held_on__range=period.days)
    return Deputy.objects.filter(pk__in=held.values("deputy"))


@total(
    "deputies.duty_report_voters",
    label="参加述职会的选民",
    unit="人次",
    group=GROUP,
    field="voters_present",
    on="held_on",
)
def duty_report_voters(period: Period) -> QuerySet[DutyReport]:
    """期内每次代表述职登记的到会选民数之和；同一选民听取多位代表述职的分别计入。"""
    return DutyReport.objects.filter(held_on__range=period.days)


@count("deputies.duty_reports_announced", label="当场公布评议结果的述职", unit="次", group=GROUP,
       on="held_on")  # fmt: skip
def duty_reports_announced(period: Period) -> QuerySet[DutyReport]:
    """期内登记为当场公布评议结果的代表述职，按述职日期计，一次述职计一次。"""
    return DutyReport.objects.filter(held_on__range=period.days, announced=True)


@count("deputies.honours", label="代表受表彰", unit="项", group=GROUP, on="on")
def honours(period: Period) -> QuerySet[Honour]:
    """期内授予代表的表彰奖励，按授予日期计，一人获一项计一项。"""
    return Honour.objects.filter(on__range=period.days)
