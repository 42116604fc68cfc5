"""承诺事项: what replies promised, until it is confirmed on site."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from motions.filters import CommitmentFilter
from motions.models import (
    Assignment,
    Commitment,
    CommitmentChange,
    Motion,
    OwedLetter,
    Supplement,
)
from motions.permissions import roles_of, visible_motions
from motions.views.days import promised_day
from motions.workflow import commitment_workflow, supplement_workflow
from renda.core import law
from renda.core.columns import Column
from renda.core.models import Attachment, Role, User
from renda.core.scoping import current_township_id
from renda.core.together import hang, rows_together
from renda.core.views.lists import ListPage, Tab

SECOND_REPLY = "suggestion.second_reply"
ASKING = {"propose_date", "draft_date"}
UNIT_ONLY = {Role.HANDLER, Role.UNIT_HEAD}


def photos_of(rows: Iterable[Commitment]) -> dict[int, dict[str, list[Attachment]]]:
    """The photos of promises by purpose: before, as the unit reported it, as the office saw it; one query."""
    found: dict[int, dict[str, list[Attachment]]] = {}
    files = Attachment.objects.filter(
        model="motions.commitment", object_id__in=[row.pk for row in rows]
    )
    for file in files.order_by("pk"):
        found.setdefault(file.object_id, {}).setdefault(file.purpose, []).append(file)
    return found


def buttons_of(commitment: Commitment, user: User) -> list[dict]:
    """The steps that this user may take on a promise now."""
    steps = [
        {"label": t.label, "url": commitment_workflow.url(commitment, t), "icon": t.icon}
        for t in commitment_workflow.available(commitment, user)
        if not (t.name in ASKING and commitment.asked_due)
    ]
    return [*steps, *urging_of("promise", commitment, user)]


def urging_of(what: str, owed: Commitment | OwedLetter, user: User) -> list[dict]:
    """催办 and 督办单 of what a unit still owes after its answer: a ``promise`` or a ``letter``."""
    pages = (("催办", "remind", "bell"), ("督办单", "order", "megaphone"))
    return [
        {"label": label, "url": reverse(f"motions:{what}_{name}", args=[owed.pk]), "icon": icon,
         "is_page": True, "page": name}
        for label, name, icon in pages
        if user.has_perm(f"motions.{name}_{what}", owed)
    ]  # fmt: skip


def drawn(
    rows: Iterable[Commitment],
    user: User,
    today: date,
    year: int | None = None,
    photos: dict | None = None,
) -> list[dict]:
    """What a page draws of promises: state, dates and how they moved, photos, buttons."""
    rows = list(rows)
    if photos is None:
        photos = photos_of(rows) if rows else {}
    own = user.unit_ids(current_township_id())
    return [
        {
            "commitment": row,
            "words": row.words(today),
            "tone": row.tone(today),
            "carried": row.carried_into(year or today.year),
            "photos": photos.get(row.pk, {}),
            "is_at_head": row.is_at_head and row.reply.assignment.unit_id in own,
            "buttons": buttons_of(row, user),
        }
        for row in rows
    ]


def promises_of(
    motion: Motion,
    user: User,
    today: date,
    *,
    recorded: frozenset[str],
    files: dict[tuple[str, int], list[Attachment]],
) -> dict:
    """The promises and the supplements of an answered case, as its page and the deputy's show them.

    ``recorded`` names the kinds of row that the case has at all, ``files`` are those of its rows: one
    query, none for what was never promised. Drafts of supplements are for the unit itself.
    """
    if motion.replied_on is None:
        return {"promises": [], "supplements": [], "supplement_links": []}
    rows, changes, supplements = _recorded(motion, recorded)
    hang(changes, rows, "changes")
    photos: dict[int, dict[str, list[Attachment]]] = {}
    for (kind, pk), found in files.items():
        for file in found if kind == "commitment" else ():
            photos.setdefault(pk, {}).setdefault(file.purpose, []).append(file)
    parts = {a.pk: a for a in motion.assignments.all()}
    for row in rows:
        row.reply.assignment = parts.get(row.reply.assignment_id, row.reply.assignment)
        row.reply.assignment.motion = motion
    units = user.unit_ids(motion.township_id)
    letters = []
    for letter in supplements:
        letter.assignment = parts[letter.assignment_id]
        if letter.is_issued or letter.assignment.unit_id in units:
            letters.append({"supplement": letter, "buttons": _supplement_buttons(letter, user)})
    drafted = {
        each["supplement"].assignment_id for each in letters if not each["supplement"].is_issued
    }
    return {
        "promises": [
            each | {"day": promised_day(each["commitment"])}
            for each in drawn(rows, user, today, photos=photos)
        ],
        "supplements": letters,
        "supplement_links": [
            reverse("motions:supplement_create", args=[a.pk])
            for a in parts.values()
            if a.unit_id in units
            and a.pk not in drafted
            and user.has_perm("motions.write_supplement", a)
        ],
    }


def _recorded(
    motion: Motion, recorded: frozenset[str]
) -> Sequence[list[Commitment] | list[CommitmentChange] | list[Supplement]]:
    """The issued promises of a case, the changes of their dates, and its supplements."""
    promises = Commitment.objects.issued().filter(reply__assignment__motion=motion)
    changes = CommitmentChange.objects.filter(commitment__in=promises.values("pk"))
    letters = Supplement.objects.filter(assignment__motion=motion)
    if not recorded & {"commitment", "supplement"}:
        return [], [], []
    return rows_together(
        [
            promises.for_list().order_by("due_on", "pk"),
            changes.order_by("on", "pk"),
            letters.order_by("pk"),
        ]
    )


def _supplement_buttons(letter: Supplement, user: User) -> list[dict]:
    if letter.is_issued:
        return []
    buttons = [
        {"label": t.label, "url": supplement_workflow.url(letter, t), "icon": t.icon}
        for t in supplement_workflow.available(letter, user)
    ]
    if user.has_perm("motions.write_supplement", letter):
        url = reverse("motions:supplement_update", args=[letter.pk])
        buttons.append({"label": "修改", "url": url, "icon": "pencil"})
    return buttons


def moved_words(row: Commitment) -> str:
    """已改期 2 次，原定 2025-10-31; empty if the day was never moved."""
    return f"已改期 {row.moved} 次，原定 {row.first_due}" if row.moved else ""


class CommitmentList(ListPage):
    """承诺事项: what replies promised, until it is confirmed on site and struck off."""

    model = Commitment
    permission_required = "motions.list_commitment"
    filterset_class = CommitmentFilter
    template_name = "motions/commitments.html"
    rows_template = "motions/partials/commitment_rows.html"
    title = "承诺事项"
    crumbs = (("议案建议", ""),)
    ordering = ("due_on", "pk")
    paginate_by = 20  # a line with all its buttons is long: no page is larger than 40 KB
    foot_note = "单位报完成、人大办现场核实并留照片以后才销号；没有销号的结转到下一年"
    empty_icon = "check2-circle"
    empty_title = "没有承诺事项"
    empty_text = "答复里写明期限的事项会列在这里，办成并现场核实以后销号。"
    tabs = (
        Tab("", "履行中", "unreported"),
        Tab("overdue", "已过承诺日期", "overdue", ("today",)),
        Tab("reported", "已报完成待核实", "reported"),
        Tab("moving", "申请改期", "asking_for_another_day"),
        Tab("struck", "已销号", "struck"),
        Tab("all", "全部"),
    )
    columns = (
        Column("承诺事项", "text", link=True),
        Column("建议", "reply.assignment.motion.code", css="nowrap"),
        Column("承办单位", "reply.assignment.unit", css="nowrap"),
        Column("状态", lambda c: c.words(timezone.localdate()), sort="status"),
        Column("承诺日期", "due_on", sort="due_on", css="date"),
        Column("操作", lambda c: "", export=False),
    )
    exported = (
        Column("案号", "reply.assignment.motion.code"),
        Column("标题", "reply.assignment.motion.official_title"),
        Column("承办单位", "reply.assignment.unit"),
        Column("答复文号", "reply.number"),
        Column("答复日期", "reply.issued_on"),
        Column("承诺事项", "text"),
        Column("承诺日期", "due_on"),
        Column("改期", moved_words),
        Column("状态", lambda c: c.words(timezone.localdate())),
        Column("报完成日期", "reported_on"),
        Column("完成情况", "reported_note"),
        Column("二次答复", "supplement.number"),
        Column("没有二次答复的原因", "no_letter_reason"),
        Column("销号日期", "done_on"),
        Column("现场核实情况", "done_note"),
        Column("核实人", "confirmed_by"),
        Column("结转", lambda c: c.carried_into(timezone.localdate().year)),
    )

    @cached_property
    def own_units(self) -> set[int]:
        """The units of somebody who is here for a unit alone: they see their own promises."""
        if roles_of(self.request.user) - UNIT_ONLY:
            return set()
        return self.request.user.unit_ids(current_township_id())

    def get_queryset(self) -> QuerySet[Commitment]:
        rows = Commitment.objects.issued().for_list()
        if self.own_units:
            return rows.of_units(self.own_units)
        motions = visible_motions(self.request.user).values("pk")
        return rows.filter(reply__assignment__motion__in=motions)

    @property
    def year(self) -> int:
        """The year whose list is read, for the 结转 marks."""
        asked = self.request.GET.get("year", "")
        return int(asked) if asked.isdecimal() and len(asked) == 4 else timezone.localdate().year

    def get_rows(self, records: Iterable[Commitment]) -> list[dict]:
        rows = list(records)
        _share(rows)
        found = drawn(rows, self.request.user, timezone.localdate(), self.year)
        for row in found:
            row["buttons"] = _often_pressed(row)
        return found

    def get_filterset_kwargs(self, filterset_class) -> dict:
        kwargs = super().get_filterset_kwargs(filterset_class)
        kwargs["queryset"] = kwargs["queryset"].prefetch_related("changes")
        return kwargs

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {"law": law.rule(SECOND_REPLY).reference}


def _often_pressed(row: dict) -> list[dict]:
    """The buttons that a line has: while it is the office that has to answer about another day,
    nobody is urged."""
    left_out = {"order", "remind"} if row["commitment"].asked_due else set()
    return [b for b in row["buttons"] if b.get("page") not in left_out]


def _share(rows: list[Commitment]) -> None:
    """One assignment object for the promises of one reply, so that rights are asked once of it."""
    known: dict[int, Assignment] = {}
    for row in rows:
        row.reply.assignment = known.setdefault(row.reply.assignment_id, row.reply.assignment)
