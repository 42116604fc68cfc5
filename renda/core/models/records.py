"""Rows about rows: history, messages, background work, numbers and files."""

import uuid
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.db import models
from django.urls import reverse

from renda.core.models.base import Record, TownshipModel


class AuditHead(TownshipModel):
    """How many lines a township's history has; its lock puts writers in a row."""

    seq = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["township"], name="audit_head_once")]

    def __str__(self) -> str:
        return f"{self.seq}"


class AuditEntry(TownshipModel):
    """One line of history. Written once by ``renda.core.audit``; the database refuses changes."""

    seq = models.PositiveBigIntegerField("序号")
    at = models.DateTimeField("时间")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    actor_name = models.CharField("操作人", max_length=80)
    verb = models.CharField("动作", max_length=80)
    model = models.CharField("对象类别", max_length=80)
    object_id = models.PositiveBigIntegerField("对象编号", null=True)
    label = models.CharField("对象", max_length=200)
    detail = models.JSONField("内容", default=dict)
    origin = models.CharField("来源", max_length=60, blank=True)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "操作记录"
        ordering = ["-seq"]
        constraints = [models.UniqueConstraint(fields=["township", "seq"], name="audit_seq_once")]
        indexes = [
            models.Index(fields=["township", "model", "object_id", "seq"], name="audit_of_object"),
            models.Index(fields=["township", "actor", "seq"], name="audit_of_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.verb} {self.label}"

    def get_absolute_url(self) -> str:
        """Leads to the record that the line is about; nothing for accounts and settings."""
        is_of_record = self.kind is not None and issubclass(self.kind, Record)
        return reverse("core:entry", args=[self.pk]) if is_of_record else ""

    @property
    def note(self) -> str:
        """What was said with the step."""
        return self.detail.get("note", "")

    @property
    def kind(self) -> type[models.Model] | None:
        """What kind of thing the line is about; None if there are no such things any more."""
        try:
            return apps.get_model(self.model)
        except LookupError:
            return None

    @property
    def kind_label(self) -> str:
        """The kind in words."""
        return str(self.kind._meta.verbose_name) if self.kind else ""

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """(field, old, new) in words, as the form showed them."""
        return [(name, old, new) for name, (old, new) in self.detail.get("changes", {}).items()]


class Notification(TownshipModel):
    """An outbox row: created with the change it tells of, delivered by a task."""

    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="notifications", db_index=False
    )
    text = models.CharField("内容", max_length=300)
    url = models.CharField(max_length=300)
    key = models.CharField(max_length=120, blank=True)
    about = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField("时间", auto_now_add=True)
    read_at = models.DateTimeField("已读", null=True)
    next_try_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField("邮件送出", null=True)
    sent_at = models.DateTimeField("送出", null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "to", "key"],
                condition=~models.Q(key=""),
                name="notification_key_once",
            )
        ]
        indexes = [
            models.Index(fields=["township", "to", "read_at"], name="notification_inbox"),
            models.Index(
                fields=["township", "about"],
                condition=models.Q(read_at=None),
                name="notification_unread_about",
            ),
            models.Index(
                fields=["township", "sent_at"],
                condition=models.Q(sent_at=None),
                name="notification_waiting",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Robot(TownshipModel):
    """The group robot that the township's messages also go to. Its address is a secret."""

    url = models.CharField("地址", max_length=500)
    changed_at = models.DateTimeField("设置时间", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "群机器人"
        constraints = [models.UniqueConstraint(fields=["township"], name="robot_once")]

    def __str__(self) -> str:
        return f"群机器人（{self.host}）"

    @property
    def host(self) -> str:
        """All of the address that may be shown."""
        return urlsplit(self.url).hostname or ""


class Job(TownshipModel):
    """The truth about one piece of background work; Celery only carries its id."""

    class Status(models.TextChoices):
        QUEUED = "queued", "等待中"
        RUNNING = "running", "进行中"
        DONE = "done", "已完成"
        FAILED = "failed", "未完成"
        CANCELLED = "cancelled", "已取消"

    OPEN = (Status.QUEUED, Status.RUNNING)

    kind = models.CharField("任务", max_length=60)
    label = models.CharField("名称", max_length=120)
    params = models.JSONField(default=dict)
    key = models.CharField(max_length=120, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    percent = models.PositiveSmallIntegerField("进度", default=0)
    note = models.CharField("说明", max_length=300, blank=True)
    url = models.CharField("结果", max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    claim = models.UUIDField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    leased_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "后台任务"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "key"],
                condition=models.Q(status__in=["queued", "running"]) & ~models.Q(key=""),
                name="job_key_open_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["township", "status"],
                condition=models.Q(status__in=["queued", "running"]),
                name="job_open",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_open(self) -> bool:
        """Whether it waits or is being done."""
        return self.status in self.OPEN


class Counter(TownshipModel):
    """The last number given out in one series; ``renda.core.numbers`` locks and raises it."""

    name = models.CharField(max_length=80)
    value = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["township", "name"], name="counter_once")]

    def __str__(self) -> str:
        return f"{self.name}={self.value}"


class OnceKey(TownshipModel):
    """A form that was already accepted: its second submission leads to the first one's result."""

    key = models.UUIDField()
    url = models.CharField(max_length=300)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["township", "key"], name="once_key_once")]

    def __str__(self) -> str:
        return str(self.key)


def stored_name(attachment: "Attachment", filename: str) -> str:
    """A path that says nothing of the original name: township, then a random name."""
    return f"attachments/{attachment.township_id}/{uuid.uuid4().hex}"


class Attachment(Record):
    """A file hung on any record; its type is what its content says."""

    uuid = models.UUIDField(default=uuid.uuid4, editable=False)
    model = models.CharField(max_length=80)
    object_id = models.PositiveBigIntegerField()
    purpose = models.CharField("用途", max_length=20, blank=True)
    file = models.FileField("文件", upload_to=stored_name)
    name = models.CharField("文件名", max_length=200)
    mime = models.CharField("类型", max_length=100)
    size = models.PositiveIntegerField("大小")
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["township", "uuid"], name="attachment_uuid_once")
        ]
        indexes = [models.Index(fields=["township", "model", "object_id"], name="attachment_of")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_image(self) -> bool:
        return self.mime in {"image/jpeg", "image/png"}
