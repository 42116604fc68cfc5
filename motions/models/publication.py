"""What the public reads of a case (代表法 51)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from motions.masking import masked
from motions.models.intake import CoSigner
from motions.models.motion import Motion
from motions.querysets import PublicationQuerySet
from renda.core.models import OwnedKey, Record
from renda.core.scoping import RecordManager


class Publication(Record):
    """The public text of one case: what the office read through and released, nothing else.

    ``masked_names`` holds one name a line; they, and every telephone and identity number, are
    masked wherever the text is shown: the authors' own names too, unless ``shows_authors``.
    ``search_text`` is the masked title and texts: the public search reads nothing else, so that it
    can't be asked for what is masked. ``letters`` is how many letters had gone out when the text was
    written: with more, it has to be brought up to date.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "待公开"
        PUBLISHED = "published", "已公开"
        TAKEN_DOWN = "taken_down", "已撤下"

    TONES = {"draft": "doing", "published": "done", "taken_down": "draft"}

    motion = OwnedKey(Motion, related_name="publications", verbose_name="议案建议")
    case_text = models.TextField("建议内容")
    reply_text = models.TextField("答复内容")
    masked_names = models.TextField(
        "隐去的姓名", blank=True, help_text="一行一个，公开时写作“张某某”；电话、身份证号自动隐去"
    )
    shows_authors = models.BooleanField("公开代表姓名", default=True)
    shows_verdict = models.BooleanField("公开代表评价", default=True)
    search_text = models.TextField("供检索的公开文字", blank=True, editable=False)
    letters = models.PositiveSmallIntegerField("已写入的答复封数", default=0, editable=False)
    published_on = models.DateField("公开日期", null=True, editable=False)
    published_by = models.CharField("公开人", max_length=50, blank=True, editable=False)
    status = models.CharField(
        "状态", max_length=10, choices=Status, default=Status.DRAFT, editable=False
    )

    class Meta:
        verbose_name = verbose_name_plural = "公开稿"
        ordering = ["-published_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "motion"],
                condition=Q(voided_at=None),
                name="publication_once",
                violation_error_message="这一件已有公开稿",
            ),
            models.CheckConstraint(
                name="published_on_a_day",
                condition=~Q(status="published") | Q(published_on__isnull=False),
                violation_error_message="公开须有日期",
            ),
        ]
        indexes = [
            models.Index(fields=["township", "status", "-published_on"], name="publication_shown")
        ]

    objects = RecordManager.from_queryset(PublicationQuerySet)()

    def __str__(self) -> str:
        return f"{self.motion}公开稿"

    def save(self, *args, **kwargs) -> None:
        if not self.shows_authors:
            self.masked_names = "\n".join(dict.fromkeys([*self.names, *self._authors()]))
        self.search_text = self.public_words
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("motions:publication_detail", args=[self.pk])

    @property
    def status_tone(self) -> str:
        return self.TONES[self.status]

    @property
    def is_readable(self) -> bool:
        """Whether everybody can read it (``PublicationQuerySet.readable``)."""
        return self.status == self.Status.PUBLISHED and self.motion.is_public

    @property
    def names(self) -> list[str]:
        """The names to be masked."""
        return [line.strip() for line in self.masked_names.splitlines() if line.strip()]

    def _authors(self) -> list[str]:
        """The names of the case's deputies and of those whose cases were merged into it."""
        cases = [self.motion, *self.motion.merged.select_related("lead")]
        joined = CoSigner.objects.filter(motion__in=cases, state="accepted").order_by("pk")
        return [
            *(case.lead.name for case in cases),
            *joined.values_list("deputy__name", flat=True),
        ]

    @property
    def public_title(self) -> str:
        return masked(self.motion.official_title, self.names)

    @property
    def public_case(self) -> str:
        return masked(self.case_text, self.names)

    @property
    def public_reply(self) -> str:
        return masked(self.reply_text, self.names)

    @property
    def public_words(self) -> str:
        """Every word that the public may read of the case."""
        return "\n".join((self.public_title, self.public_case, self.public_reply))
