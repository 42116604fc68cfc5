"""What deputies learn, read and answer for: trainings, materials with receipts, 述职, points."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from deputies.models.deputy import Deputy
from deputies.models.roll import Roll
from deputies.querysets import DutyReportQuerySet, MaterialQuerySet, TrainingQuerySet
from renda.core.models import OwnedKey, Record
from renda.core.scoping import RecordManager


class Training(Record):
    """A study or training for deputies; who came is on its roll."""

    class Kind(models.TextChoices):
        POLITICAL = "political", "政治学习"
        SPECIAL = "special", "专题培训"
        LAW = "law", "法律学习"
        BRIEFING = "briefing", "情况通报"

    title = models.CharField("主题", max_length=120)
    kind = models.CharField("类别", max_length=12, choices=Kind)
    held_on = models.DateField("日期")
    place = models.CharField("地点", max_length=100, blank=True)
    lecturer = models.CharField("主讲", max_length=60, blank=True)
    hours = models.PositiveSmallIntegerField("学时", default=0)
    content = models.TextField("内容")
    discussion = models.TextField("讨论情况", blank=True)
    roll = OwnedKey(Roll, null=True, editable=False, related_name="trainings")

    objects = RecordManager.from_queryset(TrainingQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "学习培训"
        ordering = ["-held_on", "-pk"]
        indexes = [
            models.Index(fields=["township", "held_on"], name="training_held_on"),
            models.Index(fields=["township", "roll"], name="training_roll"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("deputies:training_detail", args=[self.pk])

    def parts(self) -> list[models.QuerySet]:
        """Its roll."""
        return [Roll.objects.filter(pk=self.roll_id)]


class StudyMaterial(Record):
    """A paper passed on to deputies: superior bodies' documents, laws, session papers."""

    class Kind(models.TextChoices):
        SUPERIOR = "superior", "上级文件"
        LAW = "law", "法律法规"
        STUDY = "study", "学习资料"

    title = models.CharField("名称", max_length=150)
    kind = models.CharField("类别", max_length=10, choices=Kind)
    issuer = models.CharField("发文机关", max_length=60, blank=True)
    number = models.CharField("文号", max_length=40, blank=True)
    issued_on = models.DateField("发放日期")
    summary = models.TextField("摘要", blank=True)
    training = OwnedKey(
        Training, null=True, blank=True, related_name="materials", verbose_name="用于培训"
    )

    objects = RecordManager.from_queryset(MaterialQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "学习资料"
        ordering = ["-issued_on", "-pk"]
        indexes = [
            models.Index(fields=["township", "issued_on"], name="material_issued_on"),
            models.Index(fields=["township", "training"], name="material_training"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("deputies:material_detail", args=[self.pk])

    def parts(self) -> list[models.QuerySet]:
        """Its receipts."""
        return [Receipt.objects.filter(material=self)]


class Receipt(Record):
    """A material given to one deputy, and when it was read."""

    material = OwnedKey(StudyMaterial, related_name="receipts", verbose_name="资料")
    deputy = OwnedKey(Deputy, related_name="receipts", verbose_name="代表")
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "资料签收"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["township", "material", "deputy"], name="receipt_once")
        ]
        indexes = [models.Index(fields=["township", "deputy", "read_at"], name="receipt_of_deputy")]

    def __str__(self) -> str:
        return f"{self.deputy}：{self.material}"

    def get_absolute_url(self) -> str:
        return self.material.get_absolute_url()


class DutyReport(Record):
    """述职: a deputy reports to voters and is rated on the spot (代表法 58)."""

    deputy = OwnedKey(Deputy, related_name="duty_reports", verbose_name="代表")
    held_on = models.DateField("日期")
    place = models.CharField("地点", max_length=100)
    voters_present = models.PositiveSmallIntegerField("到会选民")
    content = models.TextField("述职内容")
    satisfied = models.PositiveSmallIntegerField("满意", default=0)
    basically_satisfied = models.PositiveSmallIntegerField("基本满意", default=0)
    dissatisfied = models.PositiveSmallIntegerField("不满意", default=0)
    comments = models.TextField("评议意见", blank=True)
    announced = models.BooleanField("当场公布", default=True)

    objects = RecordManager.from_queryset(DutyReportQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "代表述职"
        ordering = ["-held_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="duty_report_votes_fit",
                condition=Q(
                    voters_present__gte=models.F("satisfied")
                    + models.F("basically_satisfied")
                    + models.F("dissatisfied")
                ),
                violation_error_code="voters_present",
                violation_error_message="三项票数之和不能多于到会选民数",
            )
        ]
        indexes = [
            models.Index(fields=["township", "held_on"], name="duty_report_held_on"),
            models.Index(fields=["township", "deputy"], name="duty_report_of_deputy"),
        ]

    def __str__(self) -> str:
        return f"{self.deputy}述职"

    def get_absolute_url(self) -> str:
        return reverse("deputies:duty_report_detail", args=[self.pk])

    @property
    def not_rated(self) -> int:
        """Voters who were there and did not rate."""
        rated = self.satisfied + self.basically_satisfied + self.dissatisfied
        return self.voters_present - rated
