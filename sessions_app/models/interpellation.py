"""质询案: ten or more deputies ask a unit for an account during a session (组织法 24)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from deputies.models import Deputy
from renda.core import law
from renda.core.models import OwnedKey, Record, Unit
from renda.core.scoping import RecordManager
from sessions_app.models.session import Session
from sessions_app.querysets import InterpellationQuerySet


class Interpellation(Record):
    """Whom deputies call to account, about what, how the presidium had it answered, and whether that would do."""

    class Way(models.TextChoices):
        ORAL = "oral", "口头答复"
        WRITTEN = "written", "书面答复"

    class Outcome(models.TextChoices):
        SETTLED = "settled", "答复后办结"
        AGAIN = "again", "要求再作答复"
        WITHDRAWN = "withdrawn", "提案代表撤回"

    session = OwnedKey(Session, related_name="interpellations", verbose_name="会议")
    unit = OwnedKey(Unit, related_name="interpellations", verbose_name="受质询机关")
    subject = models.CharField("质询的问题", max_length=120)
    text = models.TextField("质询的内容")
    submitted_on = models.DateField("提出日期")
    way = models.CharField("主席团决定的答复方式", max_length=10, choices=Way, blank=True)
    decided_on = models.DateField("主席团决定日期", null=True, blank=True)
    answered_on = models.DateField("答复日期", null=True, blank=True)
    answered_at = models.CharField(
        "答复的会议", max_length=60, blank=True, help_text="例如：主席团会议、全体会议"
    )
    answered_by = models.CharField(
        "答复人", max_length=60, blank=True, help_text="口头答复由负责人到会，书面答复由负责人签署"
    )
    answer = models.TextField("答复内容", blank=True)
    dissatisfied = models.PositiveSmallIntegerField("不满意的提案代表", null=True, blank=True)
    outcome = models.CharField("结果", max_length=10, choices=Outcome, blank=True)
    again_on = models.DateField("再次答复日期", null=True, blank=True)
    again = models.TextField("再次答复内容", blank=True)

    objects = RecordManager.from_queryset(InterpellationQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "质询案"
        ordering = ["-submitted_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="interpellation_decided_says_how",
                condition=Q(way="", decided_on=None) | ~Q(way="") & Q(decided_on__isnull=False),
                violation_error_code="decided_on",
                violation_error_message="主席团决定的答复方式和日期应同时填写",
            ),
            models.CheckConstraint(
                name="interpellation_answered_as_decided",
                condition=Q(answered_on=None)
                | Q(answered_on__gte=F("decided_on")) & ~Q(answered_by="") & ~Q(answer=""),
                violation_error_code="answered_on",
                violation_error_message="答复应在主席团决定之后，写明答复人和答复内容",
            ),
            models.CheckConstraint(
                name="interpellation_answered_again",
                condition=Q(again_on=None)
                | Q(outcome="again", again_on__gte=F("answered_on")) & ~Q(again=""),
                violation_error_code="again_on",
                violation_error_message="再次答复应在第一次答复之后，写明内容，结果选“要求再作答复”",
            ),
            models.CheckConstraint(
                name="interpellation_settled_once_answered",
                condition=~Q(outcome__in=["settled", "again"]) | Q(answered_on__isnull=False),
                violation_error_code="outcome",
                violation_error_message="答复以后才有结果",
            ),
        ]
        indexes = [
            models.Index(fields=["township", "session"], name="interpellation_session"),
            models.Index(fields=["township", "submitted_on"], name="interpellation_submitted_on"),
            models.Index(fields=["township", "unit"], name="interpellation_unit"),
        ]

    def __str__(self) -> str:
        return f"关于{self.subject}的质询案"

    def get_absolute_url(self) -> str:
        return reverse("sessions_app:interpellation_detail", args=[self.pk])

    def parts(self) -> list[models.QuerySet]:
        """Who signed it."""
        return [self.sponsors.all()]

    @property
    def state(self) -> tuple[str, str]:
        """Tone and words: where it stands."""
        if self.outcome == self.Outcome.WITHDRAWN:
            return "draft", "已撤回"
        if self.outcome == self.Outcome.AGAIN:
            return ("done", "已再次答复") if self.again_on else ("due", "待再次答复")
        if self.answered_on:
            return "done", "已答复"
        return ("doing", "待答复") if self.way else ("due", "待主席团决定")

    @property
    def state_tone(self) -> str:
        return self.state[0]

    @property
    def state_label(self) -> str:
        return self.state[1]

    @property
    def signed(self) -> "list[InterpellationSponsor]":
        """The signatures that stand."""
        return [sponsor for sponsor in self.sponsors.all() if sponsor.voided_at is None]

    @property
    def checks(self) -> list[law.Check]:
        """Whether enough signed, and whether enough of them may ask for another answer (组织法 24)."""
        found = [law.interpellation(len(self.signed))]
        if self.dissatisfied is not None and self.outcome == self.Outcome.AGAIN:
            found.append(law.interpellation_again(self.dissatisfied, len(self.signed)))
        return found


class InterpellationSponsor(Record):
    """A deputy who signed an interpellation."""

    interpellation = OwnedKey(Interpellation, related_name="sponsors", verbose_name="质询案")
    deputy = OwnedKey(Deputy, related_name="interpellations", verbose_name="代表")

    class Meta:
        verbose_name = verbose_name_plural = "质询案联名代表"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "interpellation", "deputy"],
                condition=Q(voided_at=None),
                name="sponsor_once_an_interpellation",
                violation_error_message="这位代表已联名",
            )
        ]
        indexes = [models.Index(fields=["township", "deputy"], name="interpellation_deputy")]

    def __str__(self) -> str:
        return str(self.deputy)

    def get_absolute_url(self) -> str:
        return self.interpellation.get_absolute_url()
