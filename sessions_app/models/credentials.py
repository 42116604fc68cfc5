"""代表资格审查报告: what the credentials committee found of those who were elected (选举法 47)."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from deputies.models import Mandate
from renda.core.models import OwnedKey, Record, Term
from sessions_app.models.session import Session
from sessions_app.models.voting import Resolution


class CredentialReport(Record):
    """The committee's report on a general election or a by-election, and what was confirmed of it."""

    class Kind(models.TextChoices):
        GENERAL = "general", "换届选举"
        BY_ELECTION = "by_election", "补选"

    term = OwnedKey(Term, related_name="credential_reports", verbose_name="届")
    kind = models.CharField("选举", max_length=12, choices=Kind)
    reported_on = models.DateField("报告日期")
    reported_by = models.CharField(
        "报告人", max_length=60, help_text="例如：代表资格审查委员会主任委员 顾长根"
    )
    confirmed = models.PositiveSmallIntegerField("确认资格有效")
    invalid = models.PositiveSmallIntegerField("资格无效", default=0)
    text = models.TextField("审查情况")
    session = OwnedKey(
        Session,
        null=True,
        blank=True,
        related_name="credential_reports",
        verbose_name="报告的会议",
        help_text="在人代会会议上报告的选；由主席团确认的不选",
    )
    resolution = OwnedKey(
        Resolution,
        null=True,
        blank=True,
        related_name="credential_reports",
        verbose_name="通过的决议",
    )

    class Meta:
        verbose_name = verbose_name_plural = "代表资格审查报告"
        ordering = ["-reported_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "term", "kind", "reported_on"],
                condition=Q(voided_at=None),
                name="credential_report_once_a_day",
                violation_error_code="reported_on",
                violation_error_message="这一天已登记同类的资格审查报告",
            )
        ]
        indexes = [
            models.Index(fields=["township", "reported_on"], name="credential_reported_on"),
            models.Index(fields=["township", "session"], name="credential_session"),
            models.Index(fields=["township", "resolution"], name="credential_resolution"),
        ]

    def __str__(self) -> str:
        return f"{self.term}代表{self.get_kind_display()}资格审查报告"

    def get_absolute_url(self) -> str:
        return reverse("sessions_app:credentialreport_detail", args=[self.pk])

    @property
    def examined(self) -> int:
        """How many were looked at."""
        return self.confirmed + self.invalid

    def elected(self) -> models.QuerySet[Mandate]:
        """The mandates it is about: elected in the same way by that day, and not reported on before."""
        mandates = Mandate.objects.of_township().filter(
            term=self.term_id, is_by_election=self.kind == self.Kind.BY_ELECTION
        )
        earlier = CredentialReport.objects.filter(
            term=self.term_id, kind=self.kind, reported_on__lt=self.reported_on
        )
        told = Exists(earlier.filter(reported_on__gte=OuterRef("from_on")))
        new = mandates.filter(~told, from_on__lte=self.reported_on)
        return new.order_by("constituency__number", "pk")

    @property
    def on_the_roster(self) -> int:
        """How many of those it is about stand on the roster."""
        return self.elected().count()
