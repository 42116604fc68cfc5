"""Elections by the congress: posts, candidates, nominations and the count of ballots."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property

from deputies.models import Deputy
from renda.core import law
from renda.core.models import OwnedKey, Record
from renda.core.scoping import RecordManager
from sessions_app.models.session import AgendaItem, Session, Sitting
from sessions_app.querysets import CandidateQuerySet, PostQuerySet


class PostKind(models.TextChoices):
    CHAIR = "chair", "人大主席"
    VICE_CHAIR = "vice_chair", "人大副主席"
    MAYOR = "mayor", "镇长"
    DEPUTY_MAYOR = "deputy_mayor", "副镇长"


PRINCIPAL = {PostKind.CHAIR, PostKind.MAYOR}


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
                violation_error_message="这次选举已有这个职务",
            ),
            models.CheckConstraint(
                name="post_has_seats",
                condition=Q(seats__gte=1),
                violation_error_message="应选名额不能是零",
            ),
        ]
        indexes = [models.Index(fields=["township", "agenda_item"], name="post_of_item")]

    def __str__(self) -> str:
        return f"{self.election.get_kind_display()}{self.title}"

    def get_absolute_url(self) -> str:
        return reverse("sessions_app:post_tally", args=[self.pk])

    def save(self, *args, **kwargs) -> None:
        self.title = self.get_kind_display()
        if self.election.township.name.endswith("乡"):
            self.title = self.title.replace("镇长", "乡长")
        super().save(*args, **kwargs)

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
    def standing(self) -> "list[Candidate]":
        """Candidates in ballot order, then the write-ins, as they were when first asked for."""
        found = [c for c in self.candidates.all() if c.voided_at is None]
        return sorted(found, key=lambda c: (c.is_write_in, c.order, c.pk))

    @property
    def listed(self) -> "list[Candidate]":
        """The candidates printed on the ballot."""
        return [c for c in self.standing if not c.is_write_in]

    def look_again(self) -> None:
        """Forget what was read of the count and the candidates: they were saved since."""
        for name in ("ballot", "standing"):
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
    """A candidate with the votes counted; a write-in (另选他人) is one who is not on the ballot."""

    post = OwnedKey(Post, related_name="candidates", verbose_name="职务")
    nomination = OwnedKey(
        Nomination, null=True, blank=True, related_name="candidates", verbose_name="提名"
    )
    name = models.CharField("姓名", max_length=50)
    deputy = OwnedKey(
        Deputy, null=True, blank=True, related_name="candidacies", verbose_name="代表"
    )
    order = models.PositiveSmallIntegerField("排列", default=1, help_text="按姓氏笔画为序")
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
                condition=Q(voided_at=None),
                name="candidate_once_a_post",
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


class BallotCount(Record):
    """The count of one post's ballots: entered, checked, announced.

    A draft may be off; what is checked adds up, by form, by workflow and by the database.
    """

    class Status(models.TextChoices):
        ENTERING = "entering", "录入中"
        CHECKED = "checked", "已核对"
        RELEASED = "released", "已公布"

    TONES = {"entering": "doing", "checked": "due", "released": "done"}

    post = OwnedKey(Post, related_name="ballots", verbose_name="职务")
    total = models.PositiveSmallIntegerField("全体代表", editable=False)
    present = models.PositiveSmallIntegerField("实到", default=0)
    issued = models.PositiveSmallIntegerField("发出票", default=0)
    returned = models.PositiveSmallIntegerField("收回票", default=0)
    valid = models.PositiveSmallIntegerField("有效票", default=0)
    void = models.PositiveSmallIntegerField("无效票", default=0)
    chief_scrutineer = models.CharField("总监票人", max_length=50, blank=True)
    scrutineers = models.CharField("监票人", max_length=120, blank=True)
    tellers = models.CharField("计票人", max_length=120, blank=True)
    released_at = models.DateTimeField("公布时间", null=True, blank=True, editable=False)
    status = models.CharField(
        "状态", max_length=10, choices=Status, default=Status.ENTERING, editable=False
    )

    class Meta:
        verbose_name = verbose_name_plural = "计票"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "post"],
                name="ballot_count_once_a_post",
                violation_error_message="这个职务已有计票",
            ),
            models.CheckConstraint(
                name="checked_ballots_add_up",
                condition=Q(status="entering")
                | Q(
                    returned=F("valid") + F("void"),
                    returned__lte=F("issued"),
                    issued__lte=F("present"),
                    present__lte=F("total"),
                ),
                violation_error_message="票数不符：有效＋无效＝收回，收回≤发出≤实到≤全体代表",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post}计票"

    def get_absolute_url(self) -> str:
        return reverse("sessions_app:post_tally", args=[self.post_id])

    @property
    def status_tone(self) -> str:
        return self.TONES[self.status]

    @property
    def checks(self) -> list[law.Check]:
        """What the law and the method ask of this count, with the computation."""
        return self.checks_of(self.post.standing)

    def checks_of(self, standing: list[Candidate]) -> list[law.Check]:
        """The same for candidates and votes that may not be saved yet."""
        post = self.post
        election = post.election
        article = election.ballots_article
        listed = [c for c in standing if not c.is_write_in]
        return [
            law.quorum(self.present, self.total),
            *law.ballots(
                issued=self.issued,
                returned=self.returned,
                valid=self.valid,
                void=self.void,
                present=self.present,
                article=article,
            ),
            law.candidate_sums(
                [(c.name, c.votes_for, c.votes_against, c.votes_abstain) for c in listed],
                self.valid,
                article=article,
            ),
            law.choices_limit(
                [c.votes_for for c in standing], post.seats, self.valid, article=article
            ),
            law.candidates_number(
                election.kind,
                "principal" if post.is_principal else "vice",
                post.seats,
                len(listed),
                difference=election.difference,
            ),
            law.winning_votes(self.present, self.total),
        ]
