"""Figures of what deputies did between sessions and whom they met."""

from django.db.models import Min, QuerySet

from activities.models import Activity, Consultation, Opinion, Stop, VoterContact
from activities.words import spoken_consultation, spoken_visit
from deputies.models import Deputy, RollEntry
from renda.core.figures import Period, count, listing, people, rate, total

GROUP = "闭会活动"
VISITS = (Activity.Kind.SITE_VISIT, Activity.Kind.PRE_SESSION)


def registered(period: Period) -> QuerySet[Activity]:
    """Activities of the period that are on record: their attendance is closed."""
    return Activity.objects.between(*period.days).registered()


def expected(period: Period) -> QuerySet[RollEntry]:
    """Deputies' entries on rolls of registered activities of the period.

    Found from the activities: an index leads from a roll to its entries, none from a day to them.
    """
    rolls = registered(period).order_by().values("roll")
    return RollEntry.objects.of_deputies().filter(roll__in=rolls)


def came(period: Period) -> QuerySet[RollEntry]:
    """Those of them who were present."""
    return expected(period).present()


@count(
    "activities.held", label="代表活动", unit="次", group=GROUP, on="held_on",
    law="group.form", empty="missing", record_url="activities:activity_create",
)  # fmt: skip
def held(period: Period) -> QuerySet[Activity]:
    """本期内开展并已登记（签到已截止）的闭会期间代表活动，按活动开始日期计，一次活动计一次；已安排未开展的、待登记的和作废的不计。"""
    return registered(period)


@count(
    "activities.person_times", label="代表参加活动", unit="人次", group=GROUP, on="roll__on",
    empty="missing", record_url="activities:activity_create",
)  # fmt: skip
def person_times(period: Period) -> QuerySet[RollEntry]:
    """本期内已登记的代表活动签到册上实到的代表，每人每参加一次计一人次；列席人员、机关干部和群众不计。"""
    return came(period)


@count("activities.expected_times", label="代表应参加活动", unit="人次", group=GROUP, on="roll__on")
def expected_times(period: Period) -> QuerySet[RollEntry]:
    """本期内已登记的代表活动签到册上的应到代表（活动当日在任且属参加范围），含请假和缺席，每人每次计一人次。"""
    return expected(period)


rate(
    "activities.attendance_rate",
    label="代表活动参加率",
    group=GROUP,
    numerator="activities.person_times",
    denominator="activities.expected_times",
    definition="代表参加活动人次÷代表应参加活动人次×100%，请假计入分母。",
)


@people("activities.deputies_active", label="参加过活动的代表", group=GROUP)
def deputies_active(period: Period) -> QuerySet[Deputy]:
    """本期内至少参加过一次已登记代表活动的代表，同一人参加多次只计一人。"""
    return Deputy.objects.filter(pk__in=came(period).order_by().values("deputy"))


@count(
    "activities.group_activities", label="代表小组活动", unit="次", group=GROUP, on="held_on",
    law="group.activities", empty="missing", record_url="activities:activity_create",
)  # fmt: skip
def group_activities(period: Period) -> QuerySet[Activity]:
    """本期内已登记的代表活动中以代表小组名义开展的，各小组分别开展的分别计次。"""
    return registered(period).filter(group__isnull=False)


@count(
    "activities.pre_session", label="会前活动", unit="次", group=GROUP, on="held_on",
    empty="missing", record_url="activities:activity_create",
)  # fmt: skip
def pre_session(period: Period) -> QuerySet[Activity]:
    """本期内已登记的、标明为人民代表大会会议召开前组织的代表活动（走访选民、会前视察、征求意见、审议修改报告等），一次计一次。"""
    return registered(period).filter(is_pre_session=True)


@listing(
    "activities.pre_session_list", label="会前活动内容", group=GROUP, unit="类",
    item=lambda a: a.get_kind_display(), on="held_on",
)  # fmt: skip
def pre_session_list(period: Period) -> QuerySet[Activity]:
    """本期内已登记的会前代表活动有哪几类（走访选民、会前视察、征求意见、审议修改报告等），每类列最先登记的一次，各小组重复开展的不再列。"""
    by_kind = pre_session(period).order_by().values("township", "kind")
    firsts = by_kind.annotate(first=Min("pk")).values("first")
    return Activity.objects.filter(pk__in=firsts).order_by("held_on", "pk")


@count("activities.site_visits", label="代表视察", unit="次", group=GROUP, on="held_on",
       law="deputy.visits",
       record_url="activities:activity_create")  # fmt: skip
def site_visits(period: Period) -> QuerySet[Activity]:
    """本期内已登记的类型为视察、会前视察的代表活动，一次活动计一次，不论到了几个点位；主席团组织的督查、检查另计。"""
    return registered(period).filter(kind__in=VISITS)


@count("activities.sites", label="视察点位", unit="处", group=GROUP, on="activity__held_on")
def sites(period: Period) -> QuerySet[Stop]:
    """本期内已登记的视察、会前视察到过的点位，一次活动的每个点位计一处，不同活动到同一地点分别计。"""
    return Stop.objects.filter(activity__in=site_visits(period).order_by())


@listing("activities.site_visits_list", label="代表视察一览", group=GROUP, unit="次",
         item=spoken_visit, on="held_on")  # fmt: skip
def site_visits_list(period: Period) -> QuerySet[Activity]:
    """本期内已登记的闭会期间视察（会前视察除外），按日期先后列出日期、点位和重点工程级别、听取谁的情况介绍、提出意见建议几条。"""
    return (
        registered(period)
        .filter(kind=Activity.Kind.SITE_VISIT)
        .prefetch_related("stops", "opinions")
        .order_by("held_on", "pk")
    )


@count("activities.provincial_projects", label="视察省重点工程", unit="处", group=GROUP,
       on="activity__held_on")  # fmt: skip
def provincial_projects(period: Period) -> QuerySet[Stop]:
    """本期内视察点位中登记为省重点工程的，一次活动的每个点位计一处。"""
    return sites(period).filter(project=Stop.Project.PROVINCE)


@count("activities.opinions", label="活动中提出意见建议", unit="条", group=GROUP,
       empty="missing", record_url="activities:activity_list")  # fmt: skip
def opinions(period: Period) -> QuerySet[Opinion]:
    """本期内代表活动和征求意见会上登记的意见建议，按活动（会议）日期计，一条计一条；不含大会期间和闭会期间正式提出的代表建议。"""
    return Opinion.objects.between(*period.days)


@count("activities.opinions_passed", label="转交意见建议", unit="条", group=GROUP)
def opinions_passed(period: Period) -> QuerySet[Opinion]:
    """本期内代表活动和征求意见会上登记的意见建议中，已转交有关单位的，含已反馈的。"""
    return opinions(period).exclude(status=Opinion.Status.RECORDED)


@count("activities.opinions_answered", label="已反馈意见建议", unit="条", group=GROUP)
def opinions_answered(period: Period) -> QuerySet[Opinion]:
    """本期内转交的意见建议中，承办单位已经反馈的：采纳、列入计划和解释说明都算。"""
    return opinions(period).answered()


rate(
    "activities.opinion_answer_rate",
    label="意见建议反馈率",
    group=GROUP,
    numerator="activities.opinions_answered",
    denominator="activities.opinions_passed",
    definition="已反馈意见建议÷转交意见建议×100%；未转交的不进分母。",
    law="deputy.visit_feedback",
)


@count(
    "activities.consultations",
    label="征求代表意见",
    unit="次",
    group=GROUP,
    on="held_on",
    record_url="activities:consultation_create",
)
def consultations(period: Period) -> QuerySet[Consultation]:
    """本期内召开的重大事项征求代表意见会，签到已截止的，一次会议计一次。"""
    return Consultation.objects.between(*period.days).filter(roll__is_closed=True)


@listing("activities.consultations_list", label="征求代表意见一览", group=GROUP, unit="次",
         item=spoken_consultation, on="held_on")  # fmt: skip
def consultations_list(period: Period) -> QuerySet[Consultation]:
    """本期内召开的征求代表意见会，按日期先后列出日期、事项、介绍人和代表发言综述。"""
    return consultations(period).order_by("held_on", "pk")


@count(
    "activities.voter_contacts", label="走访接待选民", unit="次", group=GROUP, on="met_on",
    law="deputy.contact", empty="missing", record_url="activities:votercontact_create",
)  # fmt: skip
def voter_contacts(period: Period) -> QuerySet[VoterContact]:
    """本期内登记的代表在联络站接待选民、走访选民的记录，一位代表一次一事计一次。"""
    return VoterContact.objects.between(*period.days)


@total("activities.voters_met", label="走访接待选民人数", unit="人次", group=GROUP,
       field="voters", on="met_on",
       record_url="activities:votercontact_create")  # fmt: skip
def voters_met(period: Period) -> QuerySet[VoterContact]:
    """本期内走访接待记录上的选民人数之和，同一选民多次来访的每次计。"""
    return voter_contacts(period)


@count(
    "activities.solved_on_spot", label="当场解决选民反映问题", unit="件", group=GROUP, on="met_on"
)
def solved_on_spot(period: Period) -> QuerySet[VoterContact]:
    """本期内走访接待记录中处理方式为当场解决的；当场解释、转交、转为建议和上报的不计。"""
    return voter_contacts(period).filter(outcome=VoterContact.Outcome.SOLVED)


@count("activities.contacts_passed", label="转交选民反映问题", unit="件", group=GROUP, on="met_on")
def contacts_passed(period: Period) -> QuerySet[VoterContact]:
    """本期内走访接待记录中转交有关单位办理的。"""
    return voter_contacts(period).filter(outcome=VoterContact.Outcome.PASSED)


@count(
    "activities.contacts_answered", label="转交后已反馈选民", unit="件", group=GROUP, on="met_on"
)
def contacts_answered(period: Period) -> QuerySet[VoterContact]:
    """本期内转交有关单位办理的走访接待记录中，已填反馈日期的。"""
    return contacts_passed(period).filter(answered_on__isnull=False)
