"""Who works here: counties, townships, units, accounts and their roles."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property

from renda.core.models.base import OwnedKey, Record
from renda.core.scoping import current_township_id


class County(models.Model):
    """A county; its people's congress reads across its townships."""

    name = models.CharField("县（市、区）", max_length=50, unique=True)
    slug = models.SlugField(unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "县（市、区）"

    def __str__(self) -> str:
        return self.name


class Township(models.Model):
    """A township: every row of the office's records belongs to one. ``slug`` names it in public addresses."""

    county = models.ForeignKey(
        County, models.PROTECT, related_name="townships", verbose_name="县（市、区）"
    )
    name = models.CharField("乡镇", max_length=50)
    slug = models.SlugField(unique=True)
    population = models.PositiveIntegerField("人口", default=0)
    office_phone = models.CharField("人大办电话", max_length=30, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "乡镇"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["county", "name"], name="township_name_in_county")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def level(self) -> str:
        """镇 or 乡: what it calls itself within, as in 镇人民政府, 全乡."""
        return "乡" if self.name.endswith("乡") else "镇"

    @property
    def congress_name(self) -> str:
        return f"{self.name}人民代表大会"

    @property
    def presidium_name(self) -> str:
        return f"{self.name}人民代表大会主席团"


class Unit(Record):
    """A unit that handles suggestions: an office of the government, a station, a county bureau."""

    class Kind(models.TextChoices):
        GOVERNMENT = "government", "乡镇政府"
        OFFICE = "office", "乡镇内设机构"
        STATION = "station", "驻乡镇站所"
        BUREAU = "bureau", "县级部门"
        VILLAGE = "village", "村（社区）"

    name = models.CharField("单位名称", max_length=60)
    short_name = models.CharField("简称", max_length=20, blank=True)
    initials = models.CharField("拼音首字母", max_length=30, blank=True, editable=False)
    letter_mark = models.CharField(
        "发文代字",
        max_length=10,
        blank=True,
        help_text="答复函文号里代表本单位的字，如“村建”；不填时取名称开头的字。",
    )
    kind = models.CharField("类别", max_length=12, choices=Kind, default=Kind.OFFICE)
    leader = models.CharField("分管领导", max_length=30, blank=True)
    head = models.CharField("负责人", max_length=30, blank=True)
    phone = models.CharField("联系电话", max_length=30, blank=True)
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "name"],
                condition=Q(voided_at=None),
                name="unit_name_once",
                violation_error_message="已有同名单位",
            ),
            models.UniqueConstraint(
                fields=["township", "letter_mark"],
                condition=Q(voided_at=None),
                name="unit_letter_mark_once",
                violation_error_code="letter_mark",
                violation_error_message="已有单位用这个发文代字，文号会混在一起，请换一个",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name

    def get_absolute_url(self) -> str:
        return reverse("core:unit", args=[self.pk])

    def save(self, *args, **kwargs) -> None:
        from renda.core.text import initials

        self.initials = initials(self.name)[:30]
        self.letter_mark = self.letter_mark or self._free_mark()
        super().save(*args, **kwargs)

    def _free_mark(self) -> str:
        """The shortest beginning of the name, two characters or more, by which no other unit of the
        township signs its letters: two units never share one series of numbers."""
        others = Unit.with_voided.exclude(pk=self.pk)
        taken = set(others.values_list("letter_mark", flat=True))
        town = Township.objects.values_list("name", flat=True).get(pk=current_township_id())
        words = str(self).removeprefix(town).removeprefix("县").replace("镇", "") or str(self)
        marks = [words[:length] for length in range(2, 10)]
        marks += [f"{words[:2]}{number}" for number in range(2, len(taken) + 3)]
        return next(mark for mark in marks if mark not in taken)


class Role(models.TextChoices):
    """What somebody is in a township; who may do what is asked in ``permissions``."""

    CLERK = "clerk", "人大办工作人员"
    CHAIR = "chair", "主席、副主席"
    DEPUTY = "deputy", "人大代表"
    HANDLER = "handler", "承办单位经办人"
    UNIT_HEAD = "unit_head", "承办单位负责人"
    GOV_OFFICE = "gov_office", "政府办"
    COUNTY = "county", "县人大"
    ADMIN = "admin", "系统管理员"


UNIT_ROLES = [Role.HANDLER, Role.UNIT_HEAD]
"""Those held in a unit; every other role belongs to none."""


class User(AbstractUser):
    """A person who logs in. What they may do lives on Membership."""

    first_name = None
    last_name = None
    name = models.CharField("姓名", max_length=50)
    phone = models.CharField("手机", max_length=20, blank=True)
    large_type = models.BooleanField("大字版", default=False)
    must_change_password = models.BooleanField("须修改初始密码", default=False)

    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = "账号"

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @cached_property
    def memberships_by_township(self) -> dict[int, list["Membership"]]:
        """This user's memberships with their townships, fetched once per request."""
        return by_township(self.memberships.select_related("township__county").order_by("pk"))

    @cached_property
    def roles(self) -> set[tuple[int, str]]:
        """(township id, role) pairs."""
        return {(t, m.role) for t, all_of in self.memberships_by_township.items() for m in all_of}

    def unit_ids(self, township_id: int) -> set[int]:
        """The units this user works for in a township."""
        return {m.unit_id for m in self.memberships_by_township.get(township_id, ()) if m.unit_id}

    def headed_unit_ids(self, township_id: int) -> set[int]:
        """The units this user is the head of in a township."""
        rows = self.memberships_by_township.get(township_id, ())
        return {m.unit_id for m in rows if m.unit_id and m.role == Role.UNIT_HEAD}


class CurrentManager(models.Manager):
    """The roles that have not ended."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().filter(ended_at=None)


class Membership(models.Model):
    """One role of one account in one township. A county reader has one in each of its townships.

    A role that ended stays for the history: only ``every`` finds it.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    township = models.ForeignKey(
        Township, models.PROTECT, related_name="memberships", verbose_name="乡镇", db_index=False
    )
    role = models.CharField("角色", max_length=10, choices=Role)
    unit = OwnedKey(Unit, null=True, blank=True, related_name="+", verbose_name="单位")
    ended_at = models.DateTimeField("解除时间", null=True, blank=True, editable=False)

    every = models.Manager()
    objects = CurrentManager()

    class Meta:
        default_manager_name = "objects"
        verbose_name = verbose_name_plural = "任职"
        constraints = [
            models.UniqueConstraint(
                fields=["township", "user", "role"],
                condition=Q(unit=None, ended_at=None),
                name="membership_once",
            ),
            models.UniqueConstraint(
                fields=["township", "user", "role", "unit"],
                condition=Q(unit__isnull=False, ended_at=None),
                name="unit_membership_once",
            ),
            models.CheckConstraint(
                name="unit_roles_have_a_unit",
                condition=Q(role__in=UNIT_ROLES, unit__isnull=False)
                | (~Q(role__in=UNIT_ROLES) & Q(unit__isnull=True)),
                violation_error_message="承办单位的账号须选单位，其他角色不选",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()}"

    def get_absolute_url(self) -> str:
        return reverse("core:account_role", args=[self.pk])


def by_township(memberships: Iterable[Membership]) -> dict[int, list[Membership]]:
    """Memberships under the townships that they are in, in the order given."""
    found: dict[int, list[Membership]] = {}
    for membership in memberships:
        found.setdefault(membership.township_id, []).append(membership)
    return found
