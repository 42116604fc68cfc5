"""Accounts: opened, corrected and ended here; nobody else's is touched."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from renda.core import audit
from renda.core.models import AuditEntry, County, Membership, Role, Township, User
from renda.core.scoping import township_scope
from tests.factories.core import MembershipFactory, UnitFactory, UserFactory
from tests.factories.sessions import BallotFactory

pytestmark = pytest.mark.django_db
PASSWORD = "old-password-2026"


@pytest.fixture
def admin(client, person):
    user = person(Role.ADMIN)
    client.force_login(user)
    return user


def known(user: User) -> User:
    user.set_password(PASSWORD)
    user.save()
    return user


def url(name: str, membership: Membership) -> str:
    return reverse(f"core:{name}", args=[membership.pk])


def verbs(township) -> list[str]:
    with township_scope(township.pk):
        return list(AuditEntry.objects.order_by("seq").values_list("verb", flat=True))


@pytest.mark.parametrize("also", [Role.COUNTY, Role.DEPUTY])
def test_a_password_is_not_reset_for_an_account_that_others_use_too(client, admin, township, also):
    """The county's reader is in every township; a person may work in two."""
    here = MembershipFactory(township=township, role=also, user=known(UserFactory()))
    MembershipFactory(role=also, user=here.user)

    page = client.post(url("reset_password", here), follow=True).content.decode()

    here.user.refresh_from_db()
    assert "密码不由本乡镇重置" in page
    assert here.user.check_password(PASSWORD)
    assert here.user.must_change_password is False
    assert verbs(township) == []


def test_the_countys_reader_of_one_township_is_not_that_townships(client, admin, township):
    here = MembershipFactory(township=township, role=Role.COUNTY, user=known(UserFactory()))

    client.post(url("reset_password", here))

    here.user.refresh_from_db()
    assert here.user.check_password(PASSWORD)
    assert url("reset_password", here) not in client.get(here.get_absolute_url()).content.decode()


def test_another_townships_account_cannot_be_drawn_in(client, admin, township):
    theirs = MembershipFactory(role=Role.CLERK, user=known(UserFactory(name="周玉兰"))).user

    page = client.post(
        reverse("core:account_create"),
        {"username": theirs.username, "name": "周玉兰", "role": "deputy"},
    ).content.decode()

    assert "这个账号在别的乡镇或者县人大使用" in page
    assert f'value="{theirs.username}"' in page
    assert not Membership.every.filter(township=township, user=theirs).exists()


def test_an_own_account_takes_a_second_role(client, admin, township, unit):
    mine = MembershipFactory(township=township, role=Role.DEPUTY).user
    data = {"username": mine.username, "name": mine.name, "role": "handler", "unit": unit.pk}

    page = client.post(reverse("core:account_create"), data, follow=True).content.decode()

    assert "沿用原密码" in page
    assert set(mine.memberships.values_list("role", flat=True)) == {"deputy", "handler"}


def test_an_ended_role_lets_nobody_in_and_stays_for_the_history(client, admin, township, clerk):
    member = clerk.memberships.get()

    page = client.post(url("end_membership", member), follow=True).content.decode()
    client.force_login(clerk)

    assert f"已解除：{member}" in page
    assert client.get("/search/").status_code == 403
    assert Membership.every.get(pk=member.pk).ended_at is not None
    assert Membership.objects.filter(pk=member.pk).exists() is False
    assert verbs(township) == ["解除角色"]


def test_an_ended_role_can_be_given_again(client, admin, township, clerk):
    client.post(url("end_membership", clerk.memberships.get()))

    data = {"username": clerk.username, "name": clerk.name, "role": "clerk"}
    client.post(reverse("core:account_create"), data)

    assert clerk.memberships.filter(role="clerk").count() == 1
    assert verbs(township) == ["解除角色", "开通账号"]


def test_the_countys_reading_is_not_a_townships_to_end(client, admin, township):
    here = MembershipFactory(township=township, role=Role.COUNTY)

    page = client.post(url("end_membership", here), follow=True).content.decode()

    assert "县人大的阅览角色由县里开通" in page
    assert url("end_membership", here) not in page
    assert Membership.objects.filter(pk=here.pk).exists()
    assert verbs(township) == []


def test_an_administrator_cannot_lock_himself_out(client, admin):
    member = admin.memberships.get()

    page = client.post(url("end_membership", member), follow=True).content.decode()

    assert "不能解除自己的系统管理员角色" in page
    assert Membership.objects.filter(pk=member.pk).exists()


def test_a_name_and_telephone_are_corrected_with_a_line_of_history(client, admin, township, clerk):
    member = clerk.memberships.get()
    data = {"name": "周玉兰", "phone": "13800000001", "email": clerk.email}

    client.post(url("account_update", member), data)

    clerk.refresh_from_db()
    assert (clerk.name, clerk.phone) == ("周玉兰", "13800000001")
    with township_scope(township.pk):
        (line,) = AuditEntry.objects.all()
    assert line.detail["changes"]["手机"] == ["", "13800000001"]


def test_the_list_is_filtered_and_shows_no_full_telephone(client, admin, township):
    MembershipFactory(
        township=township, role=Role.DEPUTY, user__name="陈根法", user__phone="13800001234"
    )

    page = client.get(reverse("core:accounts"), {"q": "根法"}).content.decode()

    assert "陈根法" in page
    assert "138****1234" in page
    assert "13800001234" not in page
    assert f">{admin.name}</a>" not in page


@pytest.mark.parametrize("name", ["account_role", "account_update"])
def test_another_townships_account_is_not_found(client, admin, name):
    assert client.get(url(name, MembershipFactory())).status_code == 404


@pytest.mark.parametrize("name", ["reset_password", "end_membership"])
def test_only_the_administrator_acts_on_accounts(client, clerk, township, name):
    client.force_login(clerk)
    member = MembershipFactory(township=township, role=Role.DEPUTY, user=known(UserFactory()))

    assert client.post(url(name, member)).status_code == 403
    assert client.get(url(name, member)).status_code == 405
    assert Membership.objects.filter(pk=member.pk).exists()
    member.user.refresh_from_db()
    assert member.user.check_password(PASSWORD)


# --- commands -----------------------------------------------------------------------------------


def said(name: str, *args: str) -> str:
    out = StringIO()
    call_command(name, *args, stdout=out)
    return out.getvalue()


def test_a_township_begins_with_an_administrator_who_can_log_in(client):
    told = said(
        "create_township", "lianxi", "练溪镇", "--county", "xiyuan", "--county-name", "溪源县",
        "--admin", "admin1", "--admin-name", "王芳",
    )  # fmt: skip

    password = told.split("初始密码 ")[1].split("（")[0]
    township = Township.objects.get(slug="lianxi")
    assert township.county == County.objects.get(name="溪源县")
    client.post(reverse("core:login"), {"username": "admin1", "password": password})
    assert client.get("/")["Location"] == reverse("core:password")
    assert verbs(township) == ["开通账号"]


def test_a_township_that_is_there_is_not_made_again(township):
    with pytest.raises(CommandError, match="已存在"):
        said(
            "create_township", township.slug, "另一个镇", "--county", township.county.slug,
            "--admin", "admin1", "--admin-name", "王芳",
        )  # fmt: skip

    assert User.objects.filter(username="admin1").exists() is False


def test_the_county_reads_every_township_with_one_account(township):
    other = MembershipFactory().township

    told = said("open_account", "county", "卢静", "--role", "county", "--county", "county")

    user = User.objects.get(username="county")
    assert told.count("初始密码") == 1
    assert set(user.memberships.values_list("township", "role")) == {
        (township.pk, "county"),
        (other.pk, "county"),
    }


def test_a_unit_that_is_not_there_is_said(township):
    UnitFactory(township=township, name="水利站")

    with pytest.raises(CommandError, match="没有“水务站”这个单位"):
        said(
            "open_account", "song", "宋晓东", "--role", "handler", "--township", township.slug,
            "--unit", "水务站",
        )  # fmt: skip

    assert User.objects.filter(username="song").exists() is False


@pytest.mark.parametrize(
    ("role", "given", "why"),
    [("handler", (), "须选单位"), ("clerk", ("--unit", "水利站"), "只有承办单位的账号才选单位")],
)
def test_the_operator_names_a_unit_for_its_roles_only(township, role, given, why):
    UnitFactory(township=township, name="水利站")

    with pytest.raises(CommandError, match=why):
        said("open_account", "song", "宋", "--role", role, "--township", township.slug, *given)

    assert User.objects.filter(username="song").exists() is False


def test_the_form_says_beside_the_unit_what_the_role_needs(client, admin, township, unit):
    data = {"username": "song", "name": "宋晓东", "role": "handler"}
    page = client.post(reverse("core:account_create"), data)
    assert page.context["form"].errors == {"unit": ["承办单位的账号须选单位"]}

    page = client.post(reverse("core:account_create"), data | {"role": "chair", "unit": unit.pk})
    assert page.context["form"].errors == {"unit": ["只有承办单位的账号才选单位，请清空"]}


def test_the_demo_is_not_loaded_in_earnest_by_mistake(settings):
    settings.DEMO_ALLOWED = False

    with pytest.raises(CommandError, match="正式环境"):
        said("load_demo")

    assert Township.objects.exists() is False


def test_the_demo_has_no_day_before_its_last_session():
    with pytest.raises(CommandError, match="不能早于 2026年2月1日"):
        said("load_demo", "--today", "2026-01-31")

    assert Township.objects.exists() is False


# --- what an administrator may not read -----------------------------------------------------------


@pytest.mark.parametrize(("role", "reads"), [(Role.CLERK, True), (Role.ADMIN, False)])
def test_an_administrator_sees_that_a_record_changed_and_not_what(
    client, township, person, clerk, role, reads
):
    with township_scope(township.pk):
        ballot = BallotFactory(township=township)
        audit.record(clerk, "修改", ballot, changes={"甲得票": ["0", "57"]})
        unit = UnitFactory(township=township)
        audit.record(clerk, "修改", unit, changes={"负责人": ["", "何敏"]})
    client.force_login(person(role))

    page = client.get(reverse("core:audit")).content.decode()

    assert ("甲得票：0 → 57" in page, "负责人：空 → 何敏" in page) == (reads, True)
    assert str(ballot) in page
