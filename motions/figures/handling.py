"""How it was answered and what the deputies said."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from motions.figures.cohort import GROUP, assigned_in, received_in
from motions.models import (
    Assignment,
    Commitment,
    CommitmentChange,
    ContactLog,
    Objection,
    Reminder,
    Reply,
    Supplement,
)
from motions.models.classes import scheme
from motions.numbers import tallied
from motions.querysets import TAKEN
from renda.core.figures import Period, count, rate
from renda.core.models import Unit


@count("motions.assigned", label="已交办", unit="件", group=GROUP, on="assigned_on",
       law="suggestion.channel",
       record_url="motions:assign")  # fmt: skip
def assigned(period: Period) -> QuerySet:
    """“收到议案、建议”中已交承办单位办理的件数，含已答复、已办结的；是答复率、面商率等的分母。"""
    return assigned_in(period)


@count("motions.units", label="承办单位", unit="个", group=GROUP)
def units(period: Period) -> QuerySet:
    """承办“已交办”各件的单位数，含主办、协办、分办；一个单位承办多件计一次，退办改交以后的原单位不计。"""
    rows = Assignment.objects.filter(
        unit=OuterRef("pk"), motion__in=assigned_in(period).values("pk")
    )
    return Unit.objects.filter(Exists(rows.exclude(status__in=TAKEN)))


@count("motions.led", label="明确责任领导", unit="件", group=GROUP)
def led(period: Period) -> QuerySet:
    """“已交办”中，至少有一个承办单位登记了责任领导的件数。"""
    rows = Assignment.objects.filter(motion=OuterRef("pk")).exclude(leader="")
    return assigned_in(period).filter(Exists(rows.exclude(status__in=TAKEN)))


@count("motions.replied", label="已答复", unit="件", group=GROUP, on="replied_on",
       law="suggestion.reply_months",
       record_url="motions:motion_list")  # fmt: skip
def replied(period: Period) -> QuerySet:
    """“已交办”中，主办（分办）单位均已书面答复代表的件数；重办中的，首轮已答复即计入。"""
    return assigned_in(period).filter(replied_on__isnull=False)


rate(
    "motions.reply_rate", label="答复率", group=GROUP,
    numerator="motions.replied", denominator="motions.assigned",
    definition="已答复件数 ÷ 已交办件数 × 100%，保留一位小数。", law="suggestion.reply_months",
)  # fmt: skip


@count("motions.replied_on_time", label="按期答复", unit="件", group=GROUP,
       law="suggestion.reply_months")  # fmt: skip
def replied_on_time(period: Period) -> QuerySet:
    """“已答复”中，首轮各主办、分办单位都在答复期限届满以前（含当日）签发答复的件数。"""
    return tallied(assigned_in(period), "on_time")


rate(
    "motions.on_time_rate", label="按期答复率", group=GROUP,
    numerator="motions.replied_on_time", denominator="motions.replied",
    definition="按期答复件数 ÷ 已答复件数 × 100%，保留一位小数。", law="suggestion.reply_months",
)  # fmt: skip


@count("motions.contacted", label="面商", unit="件", group=GROUP, law="suggestion.contact")
def contacted(period: Period) -> QuerySet:
    """“已交办”中，承办单位当面听取代表意见（面谈、走访、座谈）并有记录的件数；
    电话、电子邮件联系和代表认为记录不属实的不计。"""
    return assigned_in(period).contacted()


rate(
    "motions.contact_rate", label="面商率", group=GROUP,
    numerator="motions.contacted", denominator="motions.assigned",
    definition="面商件数 ÷ 已交办件数 × 100%，保留一位小数；电话、电子邮件联系的计入联系率，不计入面商率。",
    law="suggestion.contact",
)  # fmt: skip


@count("motions.reached", label="联系代表", unit="件", group=GROUP, law="suggestion.contact")
def reached(period: Period) -> QuerySet:
    """“已交办”中，承办单位有与代表联系沟通记录的件数，不论面谈、走访、座谈、电话还是电子邮件；代表认为记录不属实的不计。"""
    return assigned_in(period).reached()


rate(
    "motions.reached_rate", label="联系率", group=GROUP,
    numerator="motions.reached", denominator="motions.assigned",
    definition="联系代表件数 ÷ 已交办件数 × 100%，保留一位小数。", law="suggestion.contact",
)  # fmt: skip


@count(
    "motions.contacts",
    label="面商次数",
    unit="次",
    group=GROUP,
    on="on",
    record_url="motions:motion_list",
)
def contacts(period: Period) -> QuerySet:
    """统计期内承办单位当面听取代表意见（面谈、走访、座谈）的次数，按面商记录计；
    电话、电子邮件联系和代表认为记录不属实的不计。"""
    return ContactLog.objects.face_to_face().filter(on__range=period.days)


def _class(letter: str) -> None:
    def rows(period: Period) -> QuerySet:
        return assigned_in(period).filter(result_class=letter)

    rows.__doc__ = (
        f"“已答复”中，最近一轮答复的结果类别为 {letter} 类的件数，类别的含义以本乡镇采用的分类为准；"
        "采用甲、乙、丙标志的，依次计入 A、B、C 类；分办的取最不利的一类。"
    )
    count(f"motions.class_{letter.lower()}", label=f"{letter} 类", unit="件", group=GROUP)(rows)


def class_marks() -> dict[str, str]:
    """The classes of the township's scheme in its order: A 类, or 甲 类."""
    among = scheme()
    return {letter: f"{among.mark(letter)} 类" for letter in among.letters}


@count(
    "motions.results", label="办理结果", unit="件", group=GROUP,
    words={"result_class": class_marks},
)  # fmt: skip
def results(period: Period) -> QuerySet:
    """“已交办”中，最近一轮答复写明结果类别的件数；类别以本乡镇采用的分类为准，分办的取最不利的一类。"""
    return assigned_in(period).exclude(result_class="")


for _letter in ("A", "B", "C", "D"):
    _class(_letter)

rate(
    "motions.class_a_rate", label="解决率", group=GROUP,
    numerator="motions.class_a", denominator="motions.assigned",
    definition="A 类件数 ÷ 已交办件数 × 100%，保留一位小数；只看答复时的类别，承诺兑现以后的另见办成率。",
)  # fmt: skip


@count("motions.solved", label="办成", unit="件", group=GROUP, law="suggestion.second_reply")
def solved(period: Period) -> QuerySet:
    """“已答复”中，最近一轮答复为 A 类，或者各轮答复的承诺事项已全部现场核实销号的件数。"""
    return tallied(assigned_in(period), "solved")


rate(
    "motions.solved_rate", label="办成率", group=GROUP,
    numerator="motions.solved", denominator="motions.assigned",
    definition="办成件数 ÷ 已交办件数 × 100%，保留一位小数；包括答复以后兑现承诺的，与解决率不同。",
    law="suggestion.second_reply",
)  # fmt: skip


@count("motions.promised", label="作出承诺", unit="件", group=GROUP, law="suggestion.second_reply")
def promised(period: Period) -> QuerySet:
    """“已答复”中，结果类别不是 A 类、而答复写明了有完成日期的承诺事项的件数；是转 A 率的分母。"""
    return assigned_in(period).promising()


@count("motions.converted", label="转 A", unit="件", group=GROUP, law="suggestion.second_reply")
def converted(period: Period) -> QuerySet:
    """“作出承诺”中，各轮答复的承诺事项已全部现场核实销号的件数；有一项没有销号的不计。"""
    return assigned_in(period).converted()


rate(
    "motions.converted_rate", label="转 A 率", group=GROUP,
    numerator="motions.converted", denominator="motions.promised",
    definition="转 A 件数 ÷ 作出承诺件数 × 100%，保留一位小数。",
    law="suggestion.second_reply",
)  # fmt: skip


@count(
    "motions.rated",
    label="代表已评价",
    unit="件",
    group=GROUP,
    law="suggestion.feedback",
    record_url="motions:motion_list",
)
def rated(period: Period) -> QuerySet:
    """“已交办”中，领衔代表已评价的件数，以最近一轮答复的评价为准；未反馈和还没到评价期限的不计，是满意率的分母。"""
    return assigned_in(period).exclude(verdict="")


@count("motions.unreturned", label="未反馈", unit="件", group=GROUP, on="lapsed_on",
       law="suggestion.feedback_days")  # fmt: skip
def unreturned(period: Period) -> QuerySet:
    """“已交办”中，领衔代表在评价期限届满、经提醒后的宽限日数内仍没有评价而办结的件数；后来补评价的不再计入。"""
    return assigned_in(period).unreturned()


@count("motions.rated_unread", label="打开答复以前评价", unit="件", group=GROUP,
       law="suggestion.feedback")  # fmt: skip
def rated_unread(period: Period) -> QuerySet:
    """“代表已评价”中，领衔代表用自己的账号作出本轮现行评价时还没有打开过全部答复的件数；人大办按签名表代录的不计。"""
    return assigned_in(period).rated_unread()


def _verdict(key: str, label: str) -> None:
    def rows(period: Period) -> QuerySet:
        return assigned_in(period).filter(
            verdict=key if key != "basically_satisfied" else "basically"
        )

    rows.__doc__ = f"“代表已评价”中，领衔代表对办理结果最近一次评价为{label}的件数。"
    count(f"motions.{key}", label=label, unit="件", group=GROUP)(rows)


_verdict("satisfied", "满意")
_verdict("basically_satisfied", "基本满意")
_verdict("dissatisfied", "不满意")

rate(
    "motions.satisfaction_rate", label="满意率", group=GROUP,
    numerator="motions.satisfied", denominator="motions.rated",
    definition="满意件数 ÷ 代表已评价件数 × 100%，保留一位小数；基本满意的另列，未反馈的不计入分母。",
    law="suggestion.feedback",
)  # fmt: skip


@count("motions.content", label="满意和基本满意", unit="件", group=GROUP)
def content(period: Period) -> QuerySet:
    """“代表已评价”中，领衔代表对办理结果最近一次评价为满意或者基本满意的件数。"""
    return assigned_in(period).filter(verdict__in=("satisfied", "basically"))


rate(
    "motions.content_rate", label="满意和基本满意率", group=GROUP,
    numerator="motions.content", denominator="motions.rated",
    definition="满意和基本满意件数 ÷ 代表已评价件数 × 100%，保留一位小数；未反馈的不计入分母。",
    law="suggestion.feedback",
)  # fmt: skip


@count("motions.rehandled", label="重新办理", unit="件", group=GROUP,
       law="suggestion.redo_months")  # fmt: skip
def rehandled(period: Period) -> QuerySet:
    """“已交办”中，因代表不满意交回重新办理的件数。"""
    return assigned_in(period).rehandled()


@count("motions.closed", label="已办结", unit="件", group=GROUP, on="closed_on")
def closed(period: Period) -> QuerySet:
    """“已交办”中，已答复、已评价并办结的件数。"""
    return assigned_in(period).closed()


rate(
    "motions.closed_rate", label="办结率", group=GROUP,
    numerator="motions.closed", denominator="motions.assigned",
    definition="已办结件数 ÷ 已交办件数 × 100%，保留一位小数。",
)  # fmt: skip


@count("motions.overdue", label="逾期未答复", unit="件", group=GROUP,
       law="suggestion.reply_months")  # fmt: skip
def overdue(period: Period) -> QuerySet:
    """“已交办”中，到今天答复期限已满而没有答复的件数。"""
    return assigned_in(period).overdue(timezone.localdate())


@count("motions.open", label="正在办理", unit="件", group=GROUP)
def open_cases(period: Period) -> QuerySet:
    """“收到议案、建议”中，到今天待交办或者正在办理的件数。"""
    return received_in(period).filter(status__in=("accepted", "assigned"))


@count("motions.commitments", label="承诺事项", unit="项", group=GROUP,
       law="suggestion.second_reply")  # fmt: skip
def commitments(period: Period) -> QuerySet:
    """“收到议案、建议”各件已签发的答复中，写明期限的承诺事项数。"""
    return Commitment.objects.filter(
        reply__assignment__motion__in=received_in(period).values("pk"),
        reply__issued_on__isnull=False,
    )


@count("motions.commitments_done", label="已销号承诺事项", unit="项", group=GROUP)
def commitments_done(period: Period) -> QuerySet:
    """“承诺事项”中，已经完成并销号的项数。"""
    return commitments(period).filter(done_on__isnull=False)


@count("motions.promises_moved", label="承诺日期变更", unit="次", group=GROUP, on="decided_on")
def promises_moved(period: Period) -> QuerySet:
    """统计期内人大办同意变更承诺完成日期的次数；一项变更几次的计几次。"""
    return CommitmentChange.objects.granted().filter(decided_on__range=period.days)


@count("motions.handed_over", label="同意退办、改交", unit="次", group=GROUP, on="decided_on",
       law="suggestion.objection_days")  # fmt: skip
def handed_over(period: Period) -> QuerySet:
    """统计期内人大办同意退办、改交其他单位的次数，一件改交几次的计几次；答复期限不因改交顺延。"""
    return Objection.objects.granted().filter(decided_on__range=period.days)


@count("motions.supplements", label="补充答复", unit="份", group=GROUP, on="issued_on",
       law="suggestion.second_reply")  # fmt: skip
def supplements(period: Period) -> QuerySet:
    """统计期内承办单位签发的补充答复函份数，不计入“答复函”。"""
    return Supplement.objects.filter(issued_on__range=period.days)


@count("motions.reminders", label="催办", unit="次", group=GROUP, on="on",
       law="suggestion.supervision")  # fmt: skip
def reminders(period: Period) -> QuerySet:
    """统计期内人大办向承办单位发出催办、督办的次数，系统自动的到期提醒、政府办自己的催办不计。"""
    return Reminder.objects.by_office().filter(on__range=period.days)


@count("motions.orders", label="督办单", unit="份", group=GROUP, on="on",
       law="suggestion.supervision")  # fmt: skip
def orders(period: Period) -> QuerySet:
    """统计期内编号发出的督办单份数。"""
    return Reminder.objects.orders().filter(on__range=period.days)


@count("motions.replies", label="答复函", unit="份", group=GROUP, on="issued_on")
def replies(period: Period) -> QuerySet:
    """统计期内承办单位签发的答复函份数，含重办后的再次答复。"""
    return Reply.objects.filter(issued_on__range=period.days)
