"""What deputies learned, and what they were given to read."""

from django.db.models import Exists, OuterRef, QuerySet

from deputies.figures.shared import GROUP
from deputies.models import Mandate, Receipt, RollEntry, StudyMaterial, Training
from renda.core.figures import Period, count, listing, rate
from renda.core.text import as_clause


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


@count(
    "deputies.trainings_special",
    label="专题培训",
    unit="次",
    group=GROUP,
    on="held_on",
    record_url="deputies:training_create",
)
def trainings_special(period: Period) -> QuerySet[Training]:
    """期内举办的类别为专题培训的代表学习，按举办日期计。"""
    return trainings(period).filter(kind=Training.Kind.SPECIAL)


@count(
    "deputies.trainings_law",
    label="法律学习",
    unit="次",
    group=GROUP,
    on="held_on",
    record_url="deputies:training_create",
)
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
    given = Receipt.objects.filter(material=OuterRef(OuterRef("pk")), deputy=OuterRef("deputy"))
    seats = Mandate.objects.on(OuterRef("issued_on")).of_township().filter(deputy__voided_at=None)
    return materials_superior(period).exclude(Exists(seats.exclude(Exists(given))))


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
