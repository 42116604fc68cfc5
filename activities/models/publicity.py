"""What deputies did first, and what was written about their work."""

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from activities.models.activity import Campaign
from activities.querysets import ArticleQuerySet, DeedQuerySet, DutyCaseQuerySet
from deputies.models import Deputy
from renda.core.models import OwnedKey, Record
from renda.core.scoping import RecordManager

WEB_ADDRESS = URLValidator(["http", "https"], message="请填写以 http:// 或 https:// 开头的网址")


class Deed(Record):
    """代表事例: a deputy led by example."""

    class Kind(models.TextChoices):
        DEMOLITION = "demolition", "带头拆违"
        CLEANUP = "cleanup", "带头整治"
        DONATION = "donation", "捐资出力"
        MEDIATION = "mediation", "调解纠纷"
        HELP = "help", "结对帮扶"
        OTHER = "other", "其他"

    class Level(models.TextChoices):
        TOWNSHIP = "township", "乡镇代表"
        COUNTY = "county", "县代表"

    campaign = OwnedKey(
        Campaign, null=True, blank=True, related_name="deeds", verbose_name="所属主题活动"
    )
    deputy = OwnedKey(Deputy, related_name="deeds", verbose_name="代表")
    level = models.CharField("代表级别", max_length=10, choices=Level, editable=False)
    kind = models.CharField("类别", max_length=12, choices=Kind)
    on = models.DateField("日期")
    text = models.TextField("事迹")

    objects = RecordManager.from_queryset(DeedQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "代表事例"
        ordering = ["-on", "-pk"]
        indexes = [
            models.Index(fields=["township", "on"], name="deed_on"),
            models.Index(fields=["township", "campaign", "level"], name="deed_of_campaign"),
            models.Index(fields=["township", "deputy", "on"], name="deed_of_deputy"),
        ]

    def __str__(self) -> str:
        return f"{self.deputy}{self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("activities:deed_detail", args=[self.pk])


class Article(Record):
    """宣传信息: written about the congress's work and sent to outlets."""

    title = models.CharField("标题", max_length=120)
    author = models.CharField("作者", max_length=60)
    sent_on = models.DateField("投稿日期")
    sent_to = models.CharField(
        "投往", max_length=120, help_text="例如：县人大网、市人大网，多家用顿号隔开"
    )
    summary = models.TextField("内容摘要", blank=True)

    objects = RecordManager.from_queryset(ArticleQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "宣传信息"
        ordering = ["-sent_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "title", "sent_on"],
                condition=Q(voided_at=None),
                name="article_once",
                violation_error_code="title",
                violation_error_message="同一天的同名信息已经登记过",
            )
        ]
        indexes = [models.Index(fields=["township", "sent_on"], name="article_sent_on")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("activities:article_detail", args=[self.pk])


class Adoption(Record):
    """录用: an outlet of some level printed an article."""

    class Level(models.TextChoices):
        COUNTY = "county", "县级"
        CITY = "city", "市级"
        PROVINCE = "province", "省级"
        NATION = "nation", "国家级"

    article = OwnedKey(Article, related_name="adoptions", verbose_name="宣传信息")
    level = models.CharField("级别", max_length=10, choices=Level)
    outlet = models.CharField("媒体", max_length=40)
    on = models.DateField("录用日期")
    url = models.CharField("链接", max_length=300, blank=True, validators=[WEB_ADDRESS])

    class Meta:
        verbose_name = verbose_name_plural = "录用情况"
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "article", "outlet"],
                condition=Q(voided_at=None),
                name="adoption_once",
                violation_error_code="outlet",
                violation_error_message="同一媒体只登记一次",
            )
        ]
        indexes = [models.Index(fields=["township", "level", "on"], name="adoption_level")]

    def __str__(self) -> str:
        return f"{self.outlet}：{self.article}"

    def get_absolute_url(self) -> str:
        return self.article.get_absolute_url()


class DutyCase(Record):
    """履职案例: a deputy's good example reported to the 履职服务平台."""

    title = models.CharField("案例名称", max_length=120)
    deputy = OwnedKey(Deputy, related_name="duty_cases", verbose_name="代表")
    reported_on = models.DateField("上报日期")
    platform = models.CharField("上报平台", max_length=60, default="人大代表履职服务平台")
    summary = models.TextField("案例内容", blank=True)
    url = models.CharField("链接", max_length=300, blank=True, validators=[WEB_ADDRESS])

    objects = RecordManager.from_queryset(DutyCaseQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "履职案例"
        ordering = ["-reported_on", "-pk"]
        indexes = [
            models.Index(fields=["township", "reported_on"], name="duty_case_reported_on"),
            models.Index(fields=["township", "deputy"], name="duty_case_of_deputy"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("activities:dutycase_detail", args=[self.pk])
