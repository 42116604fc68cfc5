"""Votes on matters and the resolutions they pass."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from renda.core import law
from renda.core.models import OwnedKey, Record
from renda.core.scoping import RecordManager
from sessions_app.models.session import AgendaItem, Session, Sitting
from sessions_app.querysets import ResolutionQuerySet, VoteQuerySet


class Vote(Record):
    """A tally on a matter. Whether it passed is derived: two thirds of all deputies were there (组织法 14),
    and more than half of **all** were for it (组织法 25)."""

    class Way(models.TextChoices):
        HANDS = "hands", "举手表决"
        ELECTRONIC = "electronic", "电子表决"
        BALLOT = "ballot", "无记名投票"

    session = OwnedKey(Session, related_name="votes", verbose_name="会议")
    sitting = OwnedKey(
        Sitting, null=True, blank=True, related_name="votes", verbose_name="全体会议"
    )
    agenda_item = OwnedKey(
        AgendaItem, null=True, blank=True, related_name="votes", verbose_name="议程"
    )
    matter = models.CharField("表决事项", max_length=150)
    way = models.CharField("表决方式", max_length=10, choices=Way, default=Way.HANDS)
    held_on = models.DateField("表决日期")
    total = models.PositiveSmallIntegerField("全体代表", editable=False)
    present = models.PositiveSmallIntegerField("实到")
    votes_for = models.PositiveSmallIntegerField("赞成")
    votes_against = models.PositiveSmallIntegerField("反对", default=0)
    votes_abstain = models.PositiveSmallIntegerField("弃权", default=0)
    not_voting = models.PositiveSmallIntegerField("未表决", default=0)

    objects = RecordManager.from_queryset(VoteQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "表决"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="vote_adds_up",
                condition=Q(
                    present__gte=F("votes_for")
                    + F("votes_against")
                    + F("votes_abstain")
                    + F("not_voting")
                ),
                violation_error_code="votes_for",
                violation_error_message="赞成、反对、弃权与未表决之和不能多于实到人数，请核对",
            ),
            models.CheckConstraint(
                name="vote_present_within_all",
                condition=Q(present__lte=F("total")),
                violation_error_code="present",
                violation_error_message="实到不能多于全体代表",
            ),
        ]
        indexes = [
            models.Index(fields=["township", "session"], name="vote_of_session"),
            models.Index(fields=["township", "held_on"], name="vote_held_on"),
            models.Index(fields=["township", "agenda_item"], name="vote_of_item"),
            models.Index(fields=["township", "sitting"], name="vote_of_sitting"),
        ]

    def __str__(self) -> str:
        return self.matter

    def get_absolute_url(self) -> str:
        return reverse("sessions_app:vote_detail", args=[self.pk])

    def clean(self) -> None:
        """A sitting without a quorum decides nothing: its vote is refused."""
        if self.present is not None:
            quorum = law.quorum(self.present, self.total)
            if quorum.stops:
                raise ValidationError(
                    {"present": f"{quorum.computed}。{quorum.advice}{quorum.article}"}
                )

    @property
    def lacks(self) -> law.Check | None:
        """What this decision lacks: a quorum, or votes for it; None if it passed."""
        checks = (
            law.quorum(self.present, self.total),
            law.resolution_passed(self.votes_for, self.total),
        )
        return next((check for check in checks if not check.passed), None)

    @property
    def passed(self) -> bool:
        """With a quorum there, more than half of all deputies were for it."""
        return self.lacks is None

    @property
    def unanimous(self) -> str | None:
        """全体, 实到 or None: whose every vote was for it."""
        return law.unanimous(self.votes_for, self.present, self.total)

    @property
    def checks(self) -> list[law.Check]:
        """What the law asks of this tally, with the computation."""
        return [
            law.quorum(self.present, self.total),
            law.vote_sum(
                self.votes_for,
                self.votes_against,
                self.votes_abstain,
                self.not_voting,
                self.present,
            ),
            law.resolution_passed(self.votes_for, self.total),
        ]

    @property
    def result(self) -> str:
        """通过 or 未通过."""
        return "通过" if self.passed else "未通过"

    @property
    def result_tone(self) -> str:
        return "done" if self.passed else "late"

    @property
    def counts_text(self) -> str:
        """赞成 54　弃权 1: the counts that are not nothing."""
        counts = [
            ("赞成", self.votes_for),
            ("反对", self.votes_against),
            ("弃权", self.votes_abstain),
            ("未表决", self.not_voting),
        ]
        return "　".join(f"{word} {n}" for word, n in counts if n or word == "赞成")


class Resolution(Record):
    """决议、决定: a text that the session passed."""

    class Kind(models.TextChoices):
        RESOLUTION = "resolution", "决议"
        DECISION = "decision", "决定"

    session = OwnedKey(Session, related_name="resolutions", verbose_name="会议")
    agenda_item = OwnedKey(
        AgendaItem, null=True, blank=True, related_name="resolutions", verbose_name="议程"
    )
    vote = OwnedKey(Vote, null=True, blank=True, related_name="resolutions", verbose_name="表决")
    kind = models.CharField("类别", max_length=10, choices=Kind, default=Kind.RESOLUTION)
    title = models.CharField("标题", max_length=150, help_text="例如：关于人民政府工作报告的决议")
    text = models.TextField("正文")
    passed_on = models.DateField("通过日期")

    objects = RecordManager.from_queryset(ResolutionQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "决议决定"
        ordering = ["-passed_on", "pk"]
        indexes = [
            models.Index(fields=["township", "session"], name="resolution_of_session"),
            models.Index(fields=["township", "passed_on"], name="resolution_passed_on"),
            models.Index(fields=["township", "agenda_item"], name="resolution_of_item"),
            models.Index(fields=["township", "vote"], name="resolution_of_vote"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("sessions_app:resolution_detail", args=[self.pk])

    def clean(self) -> None:
        if self.vote_id and (check := self.vote.lacks):
            raise ValidationError(
                {"vote": f"这次表决未通过：{check.computed}。{check.article}，不能登记为决议。"}
            )
