"""Many townships with many motions: one township is written out, the others are copies made in SQL."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection, models

from deputies.models import Constituency, Deputy, DeputyGroup, Mandate
from motions.models import (
    Assignment,
    Commitment,
    ContactLog,
    CoSigner,
    Feedback,
    Motion,
    Reply,
    Review,
)
from renda.core import audit
from renda.core.demo import count_rows
from renda.core.models import (
    AuditEntry,
    AuditHead,
    Counter,
    County,
    LocalRule,
    Membership,
    Notification,
    Role,
    Term,
    Township,
    TownshipModel,
    Unit,
    User,
)
from renda.core.scoping import everywhere, township_scope
from sessions_app.models import Session

BLOCK = (
    1_000_000  # a copy's ids lie this far below those of the township before it: less than zero,
)
# so that no number given out later meets them
DEPUTIES = 60
UNITS = 12
VILLAGES = ("东塘", "石坑", "路堰", "上坪", "横岭", "下徐", "枫树", "金竹", "大源", "南山")
MATTERS = (
    "修复机耕路",
    "增设公交站点",
    "改造饮水管网",
    "整治河道",
    "安装路灯",
    "建设文化礼堂",
    "清理占道",
)

AUTHORS = ("deputy", "cosigner", "decliner")
PEOPLE = (
    ("chair", Role.CHAIR, None),
    ("gov_office", Role.GOV_OFFICE, None),
    ("handler", Role.HANDLER, 0),
    ("head", Role.UNIT_HEAD, 0),
    ("helper", Role.HANDLER, 1),
    ("helping head", Role.UNIT_HEAD, 1),
    *((who, Role.DEPUTY, None) for who in AUTHORS),
)

FOUNDATION = (Term, Unit, DeputyGroup, Constituency, Deputy, Mandate, Session)
CASES = (Motion, CoSigner, Review, Assignment, ContactLog, Reply, Commitment, Feedback)
HISTORY = (AuditHead, AuditEntry, Notification)


@dataclass(frozen=True)
class Sizes:
    """How many townships, and how many motions they hold together at each stage.

    The measured township holds its share of the large stage from the start: its pages show the same
    rows at both stages, so that only what surrounds them grows.
    """

    townships: int = 1000
    stages: tuple[int, ...] = (1_000, 100_000)

    @property
    def each(self) -> int:
        """Motions of one township when all have the same number."""
        return self.stages[-1] // self.townships

    def motions_of(self, place: int, stage: int) -> int:
        """How many motions the township at a place in the row holds at a stage."""
        if place == 0:
            return self.each
        share, rest = divmod(stage - self.each, self.townships - 1)
        return share + (place <= rest)


class World:
    """The rows the bench measures against."""

    def __init__(self, sizes: Sizes, today: date) -> None:
        self.sizes, self.today = sizes, today
        self.township = self._townships()
        self.clerk = User.objects.get(username="bench-clerk-0")
        with township_scope(self.township.pk):
            self._foundation()
            self._cases()
        others = range(self.township.pk + 1, self.township.pk + sizes.townships)
        for model in FOUNDATION:
            self._copy(model, others)
        self._held = dict.fromkeys(others, 0)
        with township_scope(self.township.pk):
            self._accounts()

    def grow(self, stage: int) -> None:
        """Fill the other townships until all together hold ``stage`` motions."""
        alike: dict[tuple[int, int], list[int]] = {}
        for pk, held in self._held.items():
            wanted = self.sizes.motions_of(pk - self.township.pk, stage)
            if wanted > held:
                alike.setdefault((held, wanted), []).append(pk)
                self._held[pk] = wanted
        for (held, wanted), towns in alike.items():
            for model in CASES:
                self._copy(model, towns, self._of(model, self.motions[held:wanted]))
            if not held:
                for model in HISTORY:
                    self._copy(model, towns)
        count_rows()

    @staticmethod
    def _of(model: type[models.Model], motions: list[int]) -> str:
        """The SQL condition that a row ``s`` belongs to one of these motions, which follow each other."""
        held = f"BETWEEN {motions[0]} AND {motions[-1]}"
        if model is Motion:
            return f"s.id {held}"
        if any(field.name == "motion" for field in model._meta.local_fields):
            return f"s.motion_id {held}"
        assignments = connection.ops.quote_name(Assignment._meta.db_table)
        parts = f"(SELECT id FROM {assignments} WHERE motion_id {held})"
        if model is Commitment:
            replies = connection.ops.quote_name(Reply._meta.db_table)
            return f"s.reply_id IN (SELECT id FROM {replies} WHERE assignment_id IN {parts})"
        return f"s.assignment_id IN {parts}"

    # --- one township -------------------------------------------------------------
    def _townships(self) -> Township:
        county = County.objects.create(name="基准县", slug="bench")
        Township.objects.bulk_create(
            Township(county=county, name=f"基准{n}镇", slug=f"bench-{n}", population=30_000)
            for n in range(self.sizes.townships)
        )
        townships = list(Township.objects.filter(county=county))
        User.objects.bulk_create(
            User(username=f"bench-clerk-{n}", name=f"基准{n}", password="!")
            for n in range(self.sizes.townships)
        )
        clerks = User.objects.filter(username__startswith="bench-clerk-").order_by("pk")
        Membership.objects.bulk_create(
            Membership(user=user, township=township, role=Role.CLERK)
            for user, township in zip(clerks, townships, strict=True)
        )
        return townships[0]

    def _foundation(self) -> None:
        own = {"township": self.township}
        self.term = Term.objects.create(number=14, starts_on=date(2022, 1, 10), seats=DEPUTIES)
        LocalRule.objects.create(key="suggestion.sign_days", value=7, reason="基准")
        self.units = [Unit.objects.create(name=f"第{n}办公室") for n in range(UNITS)]
        groups = [DeputyGroup.objects.create(name=f"第{n}代表小组") for n in range(5)]
        places = Constituency.objects.bulk_create(
            Constituency(**own, number=n + 1, name=f"{VILLAGES[n]}村", seats=3)
            for n in range(len(VILLAGES))
        )
        self.deputies = Deputy.objects.bulk_create(
            Deputy(
                **own,
                name=f"代表{n:03d}",
                initials=f"db{n:03d}",
                gender="female" if n % 3 == 0 else "male",
                born_on=date(1970 + n % 25, 1 + n % 12, 1),
                education="college",
                occupation="farmer",
                group=groups[n % len(groups)],
                order=n,
            )
            for n in range(DEPUTIES)
        )
        Mandate.objects.bulk_create(
            Mandate(
                **own,
                deputy=deputy,
                term=self.term,
                constituency=places[n % len(places)],
                card_no=f"{n + 1:03d}",
                from_on=self.term.starts_on,
            )
            for n, deputy in enumerate(self.deputies)
        )
        self.session = Session.objects.create(
            term=self.term,
            session_no=2,
            opens_on=self.today - timedelta(days=120),
            closes_on=self.today - timedelta(days=118),
            place="镇政府",
            status="closed",
        )

    def _accounts(self) -> None:
        """Who takes cases through: the office, two units, the first three deputies."""
        self.accounts = {"clerk": self.clerk}
        for who, role, unit in PEOPLE:
            user = User.objects.create(username=f"bench-{who}", name=who[:50], password="!")
            Membership.objects.create(
                user=user,
                township=self.township,
                role=role,
                unit=None if unit is None else self.units[unit],
            )
            self.accounts[who] = user
        for deputy, who in zip(self.deputies, AUTHORS, strict=False):
            Deputy.objects.filter(pk=deputy.pk).update(user=self.accounts[who])

    def _cases(self) -> None:
        """Motions in every state, with their handling so far."""
        self.cases = cases = [self._motion(n) for n in range(self.sizes.each)]
        Motion.objects.bulk_create(cases)
        self.motions = [m.pk for m in cases]
        own = {"township": self.township}
        for place in ("between", self.session.pk):
            numbers = [m.number or 0 for m in cases if (m.session_id or "between") == place]
            Counter.objects.create(name=f"motion:{self.term.pk}:{place}", value=max(numbers))
        CoSigner.objects.bulk_create(
            CoSigner(**own, motion=m, deputy=self.deputies[(n + step) % DEPUTIES], state="accepted")
            for n, m in enumerate(cases)
            for step in range(1, 1 + n % 3)
        )
        Review.objects.bulk_create(
            Review(**own, motion=m, decision="accept", by="基准", on=m.accepted_on)
            for m in cases
            if m.accepted_on
        )
        handed = [m for m in cases if m.assigned_on]
        assignments = Assignment.objects.bulk_create(self._assignment(m) for m in handed)
        answered = [a for a in assignments if a.finished_on]
        ContactLog.objects.bulk_create(
            ContactLog(
                **own,
                motion=a.motion,
                assignment=a,
                deputy_id=a.motion.lead_id,
                on=a.finished_on,
                people="经办人",
                words="同意所拟的办法，希望抓紧实施。",
            )
            for a in answered
        )
        replies = Reply.objects.bulk_create(
            Reply(
                **own,
                assignment=a,
                result_class=a.motion.result_class,
                number=f"基政答〔2026〕{n}号",
                body="您提出的建议收悉，现答复如下。" * 10,
                contact="经办人　0579-00000000",
                drafted_on=a.finished_on,
                issued_by="负责人",
                issued_on=a.finished_on,
            )
            for n, a in enumerate(answered, 1)
        )
        Commitment.objects.bulk_create(
            Commitment(
                **own, reply=reply, text="完成后半段", due_on=reply.issued_on + timedelta(90)
            )
            for reply in replies
            if reply.result_class == "B"
        )
        Feedback.objects.bulk_create(
            Feedback(
                **own,
                motion=m,
                deputy_id=m.lead_id,
                work_rating=m.verdict,
                result_rating=m.verdict,
                on=m.closed_on,
            )
            for m in cases
            if m.verdict
        )
        for verb in ("登记", "提交", "受理"):
            audit.record_many(self.clerk, verb, cases)
        Notification.objects.bulk_create(
            Notification(**own, to=self.clerk, text=f"待受理：{m.title}", url=f"/motions/{m.pk}/")
            for m in cases[:10]
        )

    def _motion(self, n: int) -> Motion:
        """The n-th motion: of twenty, one is new, one accepted, seven in handling, three answered."""
        state = n % 20
        status = (
            "submitted"
            if state == 0
            else "accepted"
            if state == 1
            else "assigned"
            if state < 9
            else "replied"
            if state < 12
            else "closed"
        )
        age = 20 + n % 90
        sent = self.today - timedelta(days=age)
        session = self.session if n % 5 < 3 else None
        handed = status in {"assigned", "replied", "closed"}
        done = status in {"replied", "closed"}
        number = None if status == "submitted" else n + 1
        village, matter = VILLAGES[n % len(VILLAGES)], MATTERS[n % len(MATTERS)]
        return Motion(
            township=self.township,
            term=self.term,
            session=session,
            lead=self.deputies[n % DEPUTIES],
            title=f"关于{village}自然村{matter}的建议",
            field=Motion.Field.values[n % 8],
            situation="该村群众反映已久，雨天尤其不便，影响生产生活。" * 3,
            analysis="资金缺口较大，权属不清，需要多个部门协调。" * 2,
            proposal="建议列入明年计划，明确牵头单位和完成时间。",
            number=number,
            code="" if number is None else f"{'14-2' if session else '闭'}-{number:02d}",
            submitted_on=sent,
            accepted_on=sent + timedelta(days=2) if number else None,
            assigned_on=sent + timedelta(days=5) if handed else None,
            due_on=sent + timedelta(days=97) if handed else None,
            main_unit=self.units[n % UNITS] if handed else None,
            replied_on=sent + timedelta(days=15) if done else None,
            result_class="ABC"[n % 3] if done else "",
            verdict="satisfied" if status == "closed" else "",
            closed_on=sent + timedelta(days=18) if status == "closed" else None,
            is_key=n % 10 == 3,
            status=status,
        )

    def _assignment(self, motion: Motion) -> Assignment:
        return Assignment(
            township=self.township,
            motion=motion,
            unit=motion.main_unit,
            assigned_on=motion.assigned_on,
            sign_due=motion.assigned_on + timedelta(days=7),
            objection_due=motion.assigned_on + timedelta(days=10),
            due_on=motion.due_on,
            months=3,
            signed_on=motion.assigned_on + timedelta(days=1),
            signed_by="经办人",
            finished_on=motion.replied_on,
            status="replied" if motion.replied_on else "handling",
        )

    # --- the others ---------------------------------------------------------------
    def _copy(
        self, model: type[models.Model], towns: range | list[int], condition: str = "TRUE"
    ) -> None:
        """The measured township's rows of a model once more in each of the towns, ids moved below zero."""
        quote = connection.ops.quote_name
        fields = model._meta.concrete_fields
        table = quote(model._meta.db_table)
        shift = f"(t.id - {self.township.pk}) * {BLOCK}"
        where = (
            f"s.township_id = {self.township.pk} AND t.id BETWEEN {towns[0]} AND {towns[-1]} "
            f"AND {condition}"
        )
        taken = ", ".join(_taken(field, shift, quote) for field in fields)
        names = ", ".join(quote(field.column) for field in fields)
        with everywhere(), connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({names}) SELECT {taken} "
                f"FROM {table} s CROSS JOIN {quote(Township._meta.db_table)} t WHERE {where}"
            )


def _taken(field: models.Field, shift: str, quote) -> str:
    """A column of the copy: the key and the keys into the same township moved, the rest as it is."""
    column = f"s.{quote(field.column)}"
    if field.name == "township":
        return "t.id"
    target = field.related_model
    if field.primary_key or (target and issubclass(target, TownshipModel)):
        return f"{column} - {shift}"
    return column


def motions_in_all() -> int:
    """Every township's motions."""
    with everywhere():
        return Motion.objects.count()
