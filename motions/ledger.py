"""台账: one row a case with all that the office's yearly table of handling asks for (办理情况汇总表)."""

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.utils import timezone

from motions.models import Assignment, CoSigner, Motion, Reference, Reply
from motions.models.classes import scheme
from motions.models.voting import result_on
from motions.querysets import GONE, LONG_TEXTS, TAKEN
from renda.core.columns import Column
from renda.core.related import how_many, rows_of


def ledger_rows(rows: QuerySet[Motion]) -> QuerySet[Motion]:
    """The cases with everything the ledger tells, in a fixed number of queries."""
    joined = CoSigner.objects.filter(state="accepted").select_related("deputy").order_by("pk")
    replies = Reply.objects.filter(issued_on__isnull=False).order_by("issued_on", "pk")
    handed = (
        Assignment.objects.select_related("unit")
        .prefetch_related(
            Prefetch("replies", replies.defer("body", "done_items", "declined"), "letters")
        )
        .order_by("round", "pk")
    )
    promised = rows_of(Motion, "assignments__replies__commitments").issued()
    ratings = rows_of(Motion, "feedbacks").filter(deputy=OuterRef("lead"), is_current=True)
    supplements = rows_of(Motion, "assignments__supplements").filter(issued_on__isnull=False)
    return (
        rows.with_vote()
        .select_related("lead__group", "main_unit", "session__term", "term")
        .defer(*LONG_TEXTS)
        .annotate(
            talks=how_many(rows_of(Motion, "contacts").face_to_face(), by="motion"),
            contacted=how_many(rows_of(Motion, "contacts").believed(), by="motion"),
            promised=how_many(promised, by="reply__assignment__motion"),
            kept=how_many(promised.struck(), by="reply__assignment__motion"),
            rated_on=Subquery(ratings.order_by("-round").values("on")[:1]),
            supplemented_on=Subquery(supplements.order_by("-issued_on").values("issued_on")[:1]),
        )
        .prefetch_related(
            Prefetch("cosigners", joined, "joined_by"),
            Prefetch("assignments", handed, "handed"),
            Prefetch("references", Reference.objects.select_related("unit")),
        )
    )


def present(motion: Motion, *roles: str) -> list[Assignment]:
    """The units' parts of the present round, those handed back left out."""
    return [
        a
        for a in motion.handed
        if a.role in roles and a.round == motion.round and a.status not in GONE
    ]


def first_round(motion: Motion) -> list[Assignment]:
    """Who answered, or is to answer, in the first round."""
    return [
        a for a in motion.handed if a.round == 1 and a.role != "assist" and a.status not in GONE
    ]


def units(motion: Motion, *roles: str) -> str:
    """Names of the units in these roles, from which the case was not taken."""
    found = [a.unit.name for a in motion.handed if a.role in roles and a.status not in TAKEN]
    return "、".join(dict.fromkeys(found))


def latest(days: Iterable) -> object:
    """The latest of the days, once all are there."""
    days = list(days)
    return max(days) if days and all(days) else None


def letters(motion: Motion) -> list[Reply]:
    """Every issued reply, the earlier rounds' first."""
    return [letter for a in motion.handed for letter in a.letters]


def on_time(motion: Motion) -> str:
    """是 or 否 once the first round was answered."""
    rows = first_round(motion)
    if not motion.replied_on or not all(a.finished_on for a in rows):
        return ""
    return "是" if all(a.finished_on <= a.due_on for a in rows) else "否"


def redone_on(motion: Motion) -> object:
    """When the case was handed back to be done again."""
    return min((a.assigned_on for a in motion.handed if a.round > 1), default=None)


def answered_again(motion: Motion) -> object:
    """When the re-handling was answered by everybody."""
    if motion.round == 1:
        return None
    return latest(a.finished_on for a in present(motion, "lead", "separate"))


def standing(motion: Motion) -> str:
    """办结 or 未办结: what the last column of the paper table asks."""
    return "办结" if motion.status == Motion.Status.CLOSED else "未办结"


LEDGER = (
    Column("案号", "code"),
    Column("标题", "official_title"),
    Column("类别", "get_kind_display"),
    Column("会议", "occasion"),
    Column("领域", "get_field_display"),
    Column("来源", "get_source_display"),
    Column("重点", "is_key"),
    Column("领衔代表", "lead.name"),
    Column("代表小组", "lead.group"),
    Column("联名代表", lambda m: "、".join(c.deputy.name for c in m.joined_by)),
    Column("联名人数", lambda m: len(m.joined_by)),
    Column("公开", "is_public"),
    Column("提出日期", "submitted_on"),
    Column("受理日期", "accepted_on"),
    Column("大会表决", result_on),
    Column("表决日期", "voted_on"),
    Column("交办日期", "assigned_on"),
    Column("主办单位", lambda m: units(m, "lead", "separate")),
    Column("协办单位", lambda m: units(m, "assist")),
    Column("送工作参考", lambda m: "、".join(row.unit.name for row in m.references.all())),
    Column("责任领导", lambda m: "、".join(dict.fromkeys(a.leader for a in m.handed if a.leader))),
    Column("签收日期", lambda m: latest(a.signed_on for a in first_round(m))),
    Column("答复期限", lambda m: latest(a.due_on for a in first_round(m))),
    Column("会办意见日期", lambda m: latest(a.finished_on for a in present(m, "assist"))),
    Column("延期", lambda m: any(a.is_extended for a in m.handed)),
    Column("联系次数", "contacted"),
    Column("面商次数", "talks"),
    Column("首次答复", "replied_on"),
    Column("按期答复", on_time),
    Column("答复文号", lambda m: "、".join(letter.number for letter in letters(m))),
    Column("签发人", lambda m: "、".join(dict.fromkeys(x.issued_by for x in letters(m)))),
    Column("结果类别", "result_class"),
    Column("承诺事项", "promised"),
    Column("已销号", "kept"),
    Column("补充答复", "supplemented_on"),
    Column("评价期限", "feedback_due"),
    Column("评价日期", "rated_on"),
    Column("代表评价", "get_verdict_display"),
    Column("是否重办", lambda m: m.round > 1),
    Column("交回重办", redone_on),
    Column("再次答复", answered_again),
    Column("办结日期", "closed_on"),
    Column("办理状态", lambda m: m.status_words(timezone.localdate())),
    Column("是否办结", standing),
)


def ledger_columns() -> list[Column]:
    """The ledger's columns, the classes of results under the office's own names."""
    among = scheme()
    return [
        replace(column, value=lambda m: among.label(m.result_class))
        if column.value == "result_class"
        else column
        for column in LEDGER
    ]
