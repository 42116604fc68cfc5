"""工作评议: deputies appraise a unit by ballot, and the grade follows from the counts."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from deputies.models import Roll
from renda.core import law
from renda.core.models import OwnedKey, Record, Unit
from renda.core.scoping import RecordManager
from supervision.models.plan import PlanItem
from supervision.querysets import AppraisalQuerySet


class Appraisal(Record):
    """One appraisal of a unit's work with its ballot.

    The grade is derived, never typed (``supervision.grading``); the two percentages of the rule
    in force are kept on the row, so that a later change of the rule leaves old grades alone.
    """

    class Level(models.TextChoices):
        TOWNSHIP = "township", "乡镇人大代表"
        COUNTY = "county", "县人大代表"

    title = models.CharField("名称", max_length=120)
    unit = OwnedKey(Unit, related_name="appraisals", verbose_name="评议对象")
    level = models.CharField("评议主体", max_length=10, choices=Level, default=Level.TOWNSHIP)
    held_on = models.DateField("日期")
    place = models.CharField("地点", max_length=80, blank=True)
    plan_item = OwnedKey(
        PlanItem, null=True, blank=True, related_name="appraisals", verbose_name="列入计划"
    )
    forum = models.TextField("座谈情况", blank=True)
    total = models.PositiveSmallIntegerField(
        "全体评议人员", help_text="有权参加评议的代表人数，评定等次以此为基数"
    )
    issued = models.PositiveSmallIntegerField("发出测评票", default=0)
    returned = models.PositiveSmallIntegerField("收回测评票", default=0)
    satisfied = models.PositiveSmallIntegerField("满意", default=0)
    basically_satisfied = models.PositiveSmallIntegerField("基本满意", default=0)
    dissatisfied = models.PositiveSmallIntegerField("不满意", default=0)
    unknown = models.PositiveSmallIntegerField("不了解", default=0)
    satisfied_percent = models.PositiveSmallIntegerField(
        "满意线（%）", default=law.default("appraisal.satisfied_percent"), editable=False
    )
    basic_percent = models.PositiveSmallIntegerField(
        "基本满意线（%）", default=law.default("appraisal.basic_percent"), editable=False
    )
    merits = models.TextField("肯定成绩", blank=True)
    problems = models.TextField("存在问题", blank=True)
    opinions = models.TextField("意见建议", blank=True)
    answered_on = models.DateField("整改反馈日期", null=True, blank=True)
    answer = models.TextField("整改反馈", blank=True)
    roll = OwnedKey(Roll, null=True, editable=False, related_name="appraisals")

    objects = RecordManager.from_queryset(AppraisalQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "工作评议"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="appraisal_ballots_fit",
                condition=Q(returned__lte=F("issued"), issued__lte=F("total")),
                violation_error_code="returned",
                violation_error_message="收回票不能多于发出票，发出票不能多于全体评议人员",
            ),
            models.CheckConstraint(
                name="appraisal_counts_add_up",
                condition=Q(
                    returned=F("satisfied")
                    + F("basically_satisfied")
                    + F("dissatisfied")
                    + F("unknown")
                ),
                violation_error_message="满意、基本满意、不满意、不了解之和应等于收回票",
            ),
        ]
        indexes = [
            models.Index(fields=["township", "held_on"], name="appraisal_held_on"),
            models.Index(fields=["township", "unit"], name="appraisal_of_unit"),
            models.Index(fields=["township", "roll"], name="appraisal_of_roll"),
            models.Index(fields=["township", "plan_item"], name="appraisal_of_plan"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def whose(self) -> str:
        """Who appraises, as this township says it: 镇人大代表, 乡人大代表, 县人大代表."""
        is_own = self.level == self.Level.TOWNSHIP
        return f"{self.township.level}人大代表" if is_own else self.get_level_display()

    def get_absolute_url(self) -> str:
        return reverse("supervision:appraisal_detail", args=[self.pk])

    def parts(self) -> list[models.QuerySet]:
        """Its roll."""
        return [Roll.objects.filter(pk=self.roll_id)]
