"""Elections by the congress: posts, candidates, nominations and the count of ballots."""

from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from deputies.models import Deputy
from renda.core import law
from renda.core.models import OwnedKey, Record, Township
from renda.core.scoping import RecordManager
from sessions_app.models.session import AgendaItem, Session, Sitting
from sessions_app.querysets import CandidateQuerySet, PostQuerySet

if TYPE_CHECKING:
    from sessions_app.models.ballot import BallotCount


class PostKind(models.TextChoices):
    """The posts that a congress fills, in words that suit a 乡 and a 镇: ``post_in`` says which."""

    CHAIR = "chair", "人大主席"
    VICE_CHAIR = "vice_chair", "人大副主席"
    MAYOR = "mayor", "乡镇长"
    DEPUTY_MAYOR = "deputy_mayor", "副乡镇长"


def post_in(township: Township, post: str) -> str:
    """The post as this township calls it: 副乡镇长 is its 副乡长 or 副镇长."""
    return post.replace("乡镇", township.level)


PRINCIPAL = {PostKind.CHAIR, PostKind.MAYOR}
CHAIRS = {PostKind.CHAIR, PostKind.VICE_CHAIR}


class Election(Record):
    """An election held by one session, for one or several kinds of posts."""

    class Kind(models.TextChoices):
        REGULAR = "regular", "选举"
        BY_ELECTION = "by_election", "补选"
        REPEAT = "repeat", "另行选举"

    session = OwnedKey(Session, related_name="elections", verbose_name="会议")
    sitting = OwnedKey(
        Sitting, null=True, blank=True, related_name="elections", verbose_name="全体会议"
    )
    kind = models.CharField("类别", max_length=12, choices=Kind)
    method = models.CharField(
        "选举办法", max_length=120, blank=True, help_text="由大会通过，例如：补选办法"
    )
    ballots_article = models.CharField(
        "选举办法关于选票的条款", max_length=60, blank=True, help_text="例如：本次选举办法第九条"
    )
    difference = models.PositiveSmallIntegerField(
        "副职差额数", null=True, blank=True, help_text="选举办法规定的差额；补选等额时不填"
    )

    class Meta:
        verbose_name = verbose_name_plural = "选举"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["township", "session"], name="election_of_session"),
            models.Index(fields=["township", "sitting"], name="election_of_sitting"),
        ]

    def __str__(self) -> str:
        return f"{self.session.short_name}{self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("sessions_app:election_detail", args=[self.pk])

    @property
    def held_on(self) -> date:
        """The day of the vote: its sitting's, else the session's last."""
        if self.sitting is None:
            return self.session.closes_on
        return timezone.localtime(self.sitting.starts_at).date()


class Post(Record):
    """A kind of post to be filled; its ballots are counted together."""

    election = OwnedKey(Election, related_name="posts", verbose_name="选举")
    agenda_item = OwnedKey(
        AgendaItem, null=True, blank=True, related_name="posts", verbose_name="议程"
    )
    kind = models.CharField("职务类别", max_length=14, choices=PostKind)
    title = models.CharField("职务", max_length=20, editable=False)
    seats = models.PositiveSmallIntegerField("应选名额", default=1)

    objects = RecordManager.from_queryset(PostQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "选举职务"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "election", "kind"],
                condition=Q(voided_at=None),
                name="post_once_an_election",
                violation_error_code="kind",
                violation_error_message="这次选举已有这个职务",
            ),
            models.CheckConstraint(
                name="post_has_seats",
                condition=Q(seats__gte=1),
                violation_error_code="seats",
                violation_error_message="应选名额不能是零",
            ),
        ]
        indexes = [models.Index(fields=["township", "agenda_item"], name="post_of_item")]

    def __str__(self) -> str:
        return f"{self.election.get_kind_display()}{self.title}"

    def get_absolute_url(self) -> str:
        return reverse("sessions_app:post_tally", args=[self.pk])

    def save(self, *args, **kwargs) -> None:
        self.title = post_in(self.election.township, PostKind(self.kind).label)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """One chair, at most two vice chairs (组织法 18)."""
        if self.kind in CHAIRS and self.seats:
            check = law.chairs_number(self.kind, self.seats)
            if check.stops:
                raise ValidationError(
                    {"seats": f"{check.title} {check.computed}。{check.advice}{check.article}"}
                )

    @property
    def is_principal(self) -> bool:
        """主席 and 镇长 are 正职."""
        return self.kind in PRINCIPAL

    @cached_property
    def ballot(self) -> "BallotCount | None":
        """The count of this post's ballots, once it has begun."""
        return next((b for b in self.ballots.all() if b.voided_at is None), None)

    @property
    def outcome(self) -> "law.Outcome | None":
        """Who is elected, derived from the tally; None before there is one."""
        if self.ballot is None or not self.ballot.returned:
            return None
        return self.outcome_of(self.standing, self.ballot.total)

    def outcome_of(self, standing: "list[Candidate]", total: int) -> "law.Outcome":
        """Who of the candidates is elected by a congress of ``total`` deputies."""
        return law.elected([c.votes_for for c in standing], self.seats, total)

    @cached_property
    def people(self) -> "list[Candidate]":
        """Everybody put forward or written in, as they were when first asked for."""
        return [candidate for candidate in self.candidates.all() if candidate.voided_at is None]

    @cached_property
    def standing(self) -> "list[Candidate]":
        """Candidates in ballot order, then the write-ins, as they were when first asked for."""
        found = [candidate for candidate in self.people if not candidate.is_dropped]
        return sorted(found, key=lambda c: (c.is_write_in, c.order, c.pk))

    @property
    def listed(self) -> "list[Candidate]":
        """The candidates printed on the ballot."""
        return [c for c in self.standing if not c.is_write_in]

    @property
    def nominated(self) -> int:
        """How many people were put forward, on the ballot or not."""
        return sum(not candidate.is_write_in for candidate in self.people)

    @property
    def needs_deputies(self) -> bool:
        """主席 and 副主席 are elected from the deputies (组织法 18)."""
        return self.kind in CHAIRS

    def outsiders(self, candidates: "list[Candidate]") -> list[str]:
        """The names of those candidates who are no deputy in office on the day of the vote."""
        deputies = Deputy.objects.in_office(self.election.held_on)
        known = set(
            deputies.filter(pk__in=[c.deputy_id for c in candidates]).values_list("pk", flat=True)
        )
        return [c.name for c in candidates if c.deputy_id not in known]

    def look_again(self) -> None:
        """Forget what was read of the count and the candidates: they were saved since."""
        for name in ("ballot", "people", "standing"):
            self.__dict__.pop(name, None)
        getattr(self, "_prefetched_objects_cache", {}).clear()


class Nomination(Record):
    """Who put candidates forward: the presidium, or ten or more deputies jointly."""

    class By(models.TextChoices):
        PRESIDIUM = "presidium", "主席团提名"
        JOINT = "joint", "代表联合提名"

    post = OwnedKey(Post, related_name="nominations", verbose_name="职务")
    by = models.CharField("提名方式", max_length=10, choices=By, default=By.PRESIDIUM)
    nominated_on = models.DateField("提名日期")
    introduction = models.TextField("候选人情况介绍", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "提名"
        ordering = ["pk"]
        indexes = [models.Index(fields=["township", "post"], name="nomination_of_post")]

    def __str__(self) -> str:
        return f"{self.post}：{self.get_by_display()}"

    def get_absolute_url(self) -> str:
        return self.post.get_absolute_url()

    @property
    def signed(self) -> "list[NominationSponsor]":
        """The signatures that stand."""
        return [sponsor for sponsor in self.sponsors.all() if sponsor.voided_at is None]

    @property
    def put_forward(self) -> "list[Candidate]":
        """Those of its post's people whom it put forward."""
        return [c for c in self.post.people if c.nomination_id == self.pk]

    def parts(self) -> list[models.QuerySet]:
        """Who signed it, and whom it put forward."""
        return [self.sponsors.all(), self.candidates.all()]


class NominationSponsor(Record):
    """A deputy who signed a joint nomination."""

    nomination = OwnedKey(Nomination, related_name="sponsors", verbose_name="提名")
    deputy = OwnedKey(Deputy, related_name="nominations", verbose_name="代表")

    class Meta:
        verbose_name = verbose_name_plural = "联合提名代表"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "nomination", "deputy"],
                condition=Q(voided_at=None),
                name="sponsor_once_a_nomination",
                violation_error_message="这位代表已联名",
            )
        ]
        indexes = [models.Index(fields=["township", "deputy"], name="sponsor_deputy")]

    def __str__(self) -> str:
        return str(self.deputy)

    def get_absolute_url(self) -> str:
        return self.nomination.get_absolute_url()


class Candidate(Record):
    """A candidate with the votes counted.

    A nominee whom the primary (预选) left out is kept as dropped; a write-in (另选他人) is one who is
    not on the ballot.
    """

    post = OwnedKey(Post, related_name="candidates", verbose_name="职务")
    nomination = OwnedKey(
        Nomination, null=True, blank=True, related_name="candidates", verbose_name="提名"
    )
    name = models.CharField("姓名", max_length=50)
    deputy = OwnedKey(
        Deputy, null=True, blank=True, related_name="candidacies", verbose_name="代表"
    )
    order = models.PositiveSmallIntegerField(
        "排列", default=1, help_text="选票上的次序，一般按姓氏笔画"
    )
    is_dropped = models.BooleanField(
        "未列入正式候选人", default=False, help_text="提名以后经预选没有列入选票的，选这一项"
    )
    is_write_in = models.BooleanField("另选他人", default=False, editable=False)
    votes_for = models.PositiveSmallIntegerField("赞成", default=0, editable=False)
    votes_against = models.PositiveSmallIntegerField("反对", default=0, editable=False)
    votes_abstain = models.PositiveSmallIntegerField("弃权", default=0, editable=False)

    objects = RecordManager.from_queryset(CandidateQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "候选人"
        ordering = ["is_write_in", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "post", "name"],
                condition=Q(voided_at=None, is_dropped=False),
                name="candidate_once_a_post",
                violation_error_code="name",
                violation_error_message="这个职务已有同名候选人",
            )
        ]
        indexes = [
            models.Index(fields=["township", "deputy"], name="candidate_deputy"),
            models.Index(fields=["township", "nomination"], name="candidate_of_nomination"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("sessions_app:post_tally", args=[self.post_id])

    @property
    def sum(self) -> int:
        """赞成 + 反对 + 弃权."""
        return self.votes_for + self.votes_against + self.votes_abstain

    @property
    def unanimous(self) -> str | None:
        """全体, 实到 or None: whose every vote this candidate has."""
        ballot = self.post.ballot
        if ballot is None:
            return None
        return law.unanimous(self.votes_for, ballot.present, ballot.total)
