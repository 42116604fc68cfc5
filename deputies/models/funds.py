"""代表履职经费: what the year's budget gave deputies' work, and what was spent (代表法 41, 42)."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from renda.core.models import Record
from renda.core.rates import percent


class Fund(Record):
    """One kind of money of one year, in whole yuan."""

    class Kind(models.TextChoices):
        ACTIVITY = "activity", "代表活动经费"
        TRAINING = "training", "学习培训经费"
        STATION = "station", "联络站经费"
        ALLOWANCE = "allowance", "无固定收入代表补贴"
        OTHER = "other", "其他"

    year = models.PositiveSmallIntegerField(
        "年度", validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    kind = models.CharField("类别", max_length=10, choices=Kind)
    budget = models.PositiveIntegerField("预算（元）", help_text="按元填，不足一元的四舍五入")
    spent = models.PositiveIntegerField("支出（元）", default=0, help_text="到现在为止支出的总数")
    note = models.TextField("说明", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "履职经费"
        ordering = ["-year", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "year", "kind"],
                condition=Q(voided_at=None),
                name="fund_once_a_year",
                violation_error_code="kind",
                violation_error_message="这一年度的这类经费已经登记，请在原来的记录上修改",
            ),
        ]

    def __str__(self) -> str:
        kind = "其他履职经费" if self.kind == self.Kind.OTHER else self.get_kind_display()
        return f"{self.year}年{kind}"

    def get_absolute_url(self) -> str:
        return reverse("deputies:fund_detail", args=[self.pk])

    @property
    def rate(self) -> str:
        """支出占预算的百分比, one decimal; — without a budget."""
        return percent(self.spent, self.budget)
