"""What a session announces and decides about people: notices, resignations, removals."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from deputies.models import Deputy
from renda.core import law
from renda.core.models import OwnedKey, Record
from sessions_app.models.election import Election, PostKind, post_in
from sessions_app.models.session import Session
from sessions_app.models.voting import Vote


class Notice(Record):
    """公告: numbered 〔year〕第 n 号 when it is issued, without gaps."""

    class Kind(models.TextChoices):
        ELECTION = "election", "选举结果"
        CREDENTIALS = "credentials", "代表资格"
        SESSION = "session", "会议召开"
        OTHER = "other", "其他"

    class Status(models.TextChoices):
        DRAFT = "draft", "草稿"
        ISSUED = "issued", "已发布"

    TONES = {"draft": "draft", "issued": "done"}

    session = OwnedKey(Session, null=True, blank=True, related_name="notices", verbose_name="会议")
    election = OwnedKey(
        Election, null=True, blank=True, related_name="notices", verbose_name="选举"
    )
    kind = models.CharField("类别", max_length=12, choices=Kind)
    title = models.CharField("标题", max_length=120)
    text = models.TextField("正文")
    year = models.PositiveSmallIntegerField("年份", null=True, editable=False)
    number = models.PositiveSmallIntegerField("号", null=True, editable=False)
    issued_on = models.DateField("发布日期", null=True, editable=False)
    status = models.CharField(
        "状态", max_length=8, choices=Status, default=Status.DRAFT, editable=False
    )

    class Meta:
        verbose_name = verbose_name_plural = "公告"
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "year", "number"],
                condition=Q(number__isnull=False),
                name="notice_number_once",
                violation_error_message="已有这个公告号",
            ),
            models.CheckConstraint(
                name="issued_notice_has_number",
                condition=Q(status="draft", number=None)
                | Q(
                    status="issued",
                    number__isnull=False,
                    year__isnull=False,
                    issued_on__isnull=False,
                ),
                violation_error_message="公告发布时才编号",
            ),
        ]
        indexes = [
            models.Index(fields=["township", "issued_on"], name="notice_issued_on"),
            models.Index(fields=["township", "session"], name="notice_of_session"),
            models.Index(fields=["township", "election"], name="notice_of_election"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("sessions_app:notice_detail", args=[self.pk])

    @property
    def status_tone(self) -> str:
        return self.TONES[self.status]

    @property
    def number_text(self) -> str:
        """〔2025〕第1号; empty while a draft."""
        return f"〔{self.year}〕第{self.number}号" if self.number else ""


class Departure(Record):
    """What resignations and removals share: whose post, and the vote that decided."""

    name = models.CharField("姓名", max_length=50)
    deputy = OwnedKey(Deputy, null=True, blank=True, related_name="%(class)ss", verbose_name="代表")
    session = OwnedKey(
        Session, null=True, blank=True, related_name="%(class)ss", verbose_name="会议"
    )
    vote = OwnedKey(Vote, null=True, blank=True, related_name="%(class)ss", verbose_name="表决")
    reason = models.TextField("理由")

    class Meta:
        abstract = True

    def clean(self) -> None:
        """The vote that decides is one of the session chosen, and follows the proposal."""
        if not self.vote_id:
            return
        if self.vote.session_id != self.session_id:
            session = self.vote.session.short_name
            raise ValidationError({"session": f"所选的表决是{session}的，请选这次会议"})
        proposed_on = getattr(self, self.PROPOSED)
        if proposed_on and proposed_on > self.vote.held_on:
            raise ValidationError({self.PROPOSED: f"不能晚于表决日期 {self.vote.held_on}"})

    @property
    def is_decided(self) -> bool:
        """Whether a vote stands behind it; one that was voided decides nothing."""
        return self.vote is not None and self.vote.voided_at is None

    @property
    def outcome(self) -> str:
        """What the congress decided, derived from the vote."""
        if not self.is_decided:
            return "待大会决定"
        return self.ACCEPTED if self.vote.passed else self.REFUSED

    @property
    def outcome_tone(self) -> str:
        if not self.is_decided:
            return "due"
        return "done" if self.vote.passed else "late"


class Resignation(Departure):
    """辞职: put to the congress, which decides (组织法 32)."""

    ACCEPTED, REFUSED = "接受辞职", "未接受"
    PROPOSED = "applied_on"
    POSTS = (*PostKind.choices, ("deputy", "人大代表"))

    post = models.CharField("职务", max_length=14, choices=POSTS)
    applied_on = models.DateField("提出日期")

    class Meta:
        verbose_name = verbose_name_plural = "辞职"
        ordering = ["-applied_on", "-pk"]
        indexes = [
            models.Index(fields=["township", "applied_on"], name="resignation_applied_on"),
            models.Index(fields=["township", "session"], name="resignation_session"),
            models.Index(fields=["township", "vote"], name="resignation_vote"),
            models.Index(fields=["township", "deputy"], name="resignation_deputy"),
        ]

    def get_post_display(self) -> str:
        """As this township calls it."""
        return post_in(self.township, dict(self.POSTS)[self.post])

    def __str__(self) -> str:
        return f"{self.name}辞去{self.get_post_display()}职务"

    def get_absolute_url(self) -> str:
        return reverse("sessions_app:resignation_detail", args=[self.pk])


class Removal(Departure):
    """罢免案: by the presidium or a fifth of the deputies, decided by a majority of all (组织法 31).

    The congress removes only whom it elected; a deputy is recalled by the voters (选举法 50).
    """

    ACCEPTED, REFUSED = "罢免通过", "罢免未通过"
    PROPOSED = "proposed_on"

    class By(models.TextChoices):
        PRESIDIUM = "presidium", "主席团提出"
        JOINT = "joint", "代表联名提出"

    post = models.CharField(
        "职务",
        max_length=14,
        choices=PostKind,
        help_text="大会只罢免由它选举的人员；代表由原选区选民罢免（《选举法》第五十条）",
    )
    proposed_on = models.DateField("提出日期")
    by = models.CharField("提出方式", max_length=10, choices=By)
    sponsors = models.PositiveSmallIntegerField("联名代表人数", default=0)
    defence = models.TextField("申辩意见", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "罢免案"
        ordering = ["-proposed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="removal_of_elected_post",
                condition=Q(post__in=PostKind.values),
                violation_error_message="大会只罢免由它选举的人员；代表由原选区选民罢免（《选举法》第五十条）",
            )
        ]
        indexes = [
            models.Index(fields=["township", "proposed_on"], name="removal_proposed_on"),
            models.Index(fields=["township", "session"], name="removal_session"),
            models.Index(fields=["township", "vote"], name="removal_vote"),
            models.Index(fields=["township", "deputy"], name="removal_deputy"),
        ]

    def get_post_display(self) -> str:
        """As this township calls it."""
        return post_in(self.township, PostKind(self.post).label)

    def __str__(self) -> str:
        return f"罢免{self.name}{self.get_post_display()}职务案"

    def get_absolute_url(self) -> str:
        return reverse("sessions_app:removal_detail", args=[self.pk])

    def clean(self) -> None:
        super().clean()
        if self.by == self.By.JOINT and self.session_id:
            check = law.removal(self.sponsors, self.session.total_deputies)
            if not check.passed:
                raise ValidationError(
                    {"sponsors": f"{check.computed}。{check.advice}{check.article}"}
                )
