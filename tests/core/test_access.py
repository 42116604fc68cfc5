"""Logging in and staying in: lockout, time-outs, initial passwords, headers."""

import re
import time

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from renda.core.models import AuditEntry, Role, User
from renda.core.scoping import township_scope
from renda.core.tasks import daily
from tests.factories.core import MembershipFactory, UserFactory

PASSWORD = "mima-hen-chang-42"


@pytest.fixture
def account(township):
    user = MembershipFactory(township=township, role=Role.CLERK).user
    user.set_password(PASSWORD)
    user.save()
    return user


def log_in(client: Client, user: User, password: str = PASSWORD):
    return client.post(reverse("core:login"), {"username": user.username, "password": password})


def test_the_right_password_opens_the_workbench(client, account):
    answer = log_in(client, account)

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert account.name in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("role", "page"), [(Role.COUNTY, "core:county"), (Role.CLERK, "core:workbench")]
)
def test_the_county_begins_with_its_townships_side_by_side(client, person, role, page):
    user = person(role)
    user.set_password(PASSWORD)
    user.save()

    assert log_in(client, user).url == reverse(page)
    assert client.get(reverse("core:workbench")).status_code == 200
    assert client.get(reverse("core:login")).url == reverse(page)


def test_five_wrong_passwords_lock_the_account_from_that_address(client, account):
    for _ in range(4):
        assert log_in(client, account, "wrong").status_code == 200
    assert log_in(client, account, "wrong").status_code == 429

    assert log_in(client, account).status_code == 429
    elsewhere = Client(REMOTE_ADDR="10.9.8.7")
    assert log_in(elsewhere, account).status_code == 302


def test_behind_a_proxy_the_address_is_what_the_proxy_says(client, account, settings):
    settings.PROXY_COUNT = 1
    for made_up in range(5):
        client.defaults["HTTP_X_FORWARDED_FOR"] = f"192.0.2.{made_up}, 203.0.113.7"
        answer = log_in(client, account, "wrong")
    assert answer.status_code == 429

    elsewhere = Client(HTTP_X_FORWARDED_FOR="198.51.100.9")
    assert log_in(elsewhere, account).status_code == 302


def test_a_reset_password_opens_a_locked_account_at_once(client, account, person):
    for _ in range(5):
        locked = log_in(client, account, "wrong")
    assert locked.status_code == 429
    desk = Client()
    desk.force_login(person(Role.ADMIN))
    membership = account.memberships.get()

    page = desk.post(reverse("core:reset_password", args=[membership.pk]), follow=True)
    (told,) = (str(message) for message in page.context["messages"])
    password = re.search(r"是 (\w+)（", told).group(1)

    assert log_in(client, account).status_code == 200
    assert log_in(client, account, password)["Location"] == "/"
    assert client.get("/")["Location"] == reverse("core:password")


def test_an_idle_session_ends_and_says_so(client, account, settings):
    log_in(client, account)
    session = client.session
    session["seen_at"] = int(time.time()) - settings.SESSION_IDLE_MINUTES * 60 - 5
    session.save()

    answer = client.get("/search/?q=%E8%B7%AF&page=2", follow=True)

    assert answer.redirect_chain[0][0].startswith("/login/?next=/search/")
    assert "登录已超时" in answer.content.decode()
    assert answer.context["next"] == "/search/?q=%E8%B7%AF&page=2"


@pytest.mark.parametrize(("headers", "renewed"), [({}, True), ({"X-Poll": "1"}, False)])
def test_what_a_page_asks_by_itself_keeps_no_session_alive(client, account, headers, renewed):
    log_in(client, account)
    session, before = client.session, int(time.time()) - 600
    session["seen_at"] = before
    session.save()

    assert client.get("/search/", headers=headers).status_code == 200

    assert (client.session["seen_at"] > before) is renewed


def test_a_session_ends_after_its_longest_time_even_when_busy(client, account, settings):
    log_in(client, account)
    session = client.session
    session["began_at"] = int(time.time()) - settings.SESSION_ABSOLUTE_HOURS * 3600 - 5
    session.save()

    assert client.get("/search/").status_code == 302


def test_sessions_that_are_over_are_forgotten_in_the_morning(db):
    for seconds in (3600, -60):
        session = SessionStore()
        session.set_expiry(seconds)
        session.save()

    daily()

    assert Session.objects.filter(expire_date__gt=timezone.now()).count() == 1
    assert Session.objects.count() == 1


def test_an_initial_password_must_be_changed_first(client, account):
    User.objects.filter(pk=account.pk).update(must_change_password=True)
    log_in(client, account)

    assert client.get("/search/")["Location"] == reverse("core:password")
    client.post(
        reverse("core:password"),
        {
            "old_password": PASSWORD,
            "new_password1": "xin-mima-88x",
            "new_password2": "xin-mima-88x",
        },
    )

    account.refresh_from_db()
    assert account.must_change_password is False
    assert client.get("/search/").status_code == 200


def test_an_initial_password_is_not_changed_into_itself(client, account):
    User.objects.filter(pk=account.pk).update(must_change_password=True)
    log_in(client, account)

    same = dict.fromkeys(("old_password", "new_password1", "new_password2"), PASSWORD)
    page = client.post(reverse("core:password"), same)

    assert page.context["form"].errors == {"new_password1": ["新密码与原密码相同，请换一个"]}
    account.refresh_from_db()
    assert account.must_change_password is True


def test_an_account_of_no_township_gets_no_further(client, db):
    stranger = UserFactory()
    client.force_login(stranger)

    assert client.get("/").status_code == 403
    assert client.get("/").status_code == 302


def test_pages_forbid_inline_script_and_style(client, account):
    log_in(client, account)

    policy = client.get("/")["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "object-src 'none'" in policy


def test_large_type_is_kept_with_the_account(client, account):
    log_in(client, account)
    assert "large-type" not in client.get("/search/").content.decode().split(">")[1]

    client.post(reverse("core:large_type"), {"next": "/search/"})

    account.refresh_from_db()
    assert account.large_type is True
    assert '<html lang="zh-CN" class="large-type">' in client.get("/search/").content.decode()


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"]
)
def test_a_button_never_leads_away_from_us(client, account, target):
    log_in(client, account)

    assert client.post(reverse("core:large_type"), {"next": target})["Location"] == "/"


def test_a_user_of_two_townships_sees_the_one_chosen(client, account, township):
    other = MembershipFactory(user=account).township
    log_in(client, account)
    assert client.get("/search/").context["request"].township == township

    client.post(reverse("core:choose_township"), {"township": other.pk})
    assert client.get("/search/").context["request"].township == other

    client.post(reverse("core:choose_township"), {"township": other.pk + 99})
    assert client.get("/search/").context["request"].township == other


def test_an_opened_account_gets_a_password_shown_once(client, township, person):
    client.force_login(person(Role.ADMIN))

    answer = client.post(
        reverse("core:account_create"),
        {"username": "lifang", "name": "李芳", "role": "deputy"},
        follow=True,
    )

    user = User.objects.get(username="lifang")
    [password] = re.findall(r"初始密码 ([a-z0-9]{10})（", answer.content.decode())
    assert user.must_change_password is True
    assert user.check_password(password)
    assert password not in client.get(reverse("core:accounts")).content.decode()
    with township_scope(township.pk):
        assert [e.verb for e in AuditEntry.objects.all()] == ["开通账号"]


def test_only_the_administrator_manages_accounts(client, clerk):
    client.force_login(clerk)

    assert client.get(reverse("core:accounts")).status_code == 403
    assert client.post(reverse("core:account_create")).status_code == 403


def test_an_administrator_cannot_take_over_a_name(client, person, account):
    client.force_login(person(Role.ADMIN))

    answer = client.post(
        reverse("core:account_create"),
        {"username": account.username, "name": "另一个人", "role": "deputy"},
    )

    assert "这个账号已属于另一个人" in answer.content.decode()
    account.refresh_from_db()
    assert account.check_password(PASSWORD)


def test_the_login_page_says_the_limits_that_hold(client, settings):
    settings.AXES_FAILURE_LIMIT, settings.AXES_COOLOFF_TIME = 3, 2.0

    page = client.get(reverse("core:login")).content.decode()

    assert "连续输错 3 次，账号锁定 120 分钟" in page


def test_a_telephone_number_logs_in_its_only_owner(client, account):
    User.objects.filter(pk=account.pk).update(phone="13900000001")
    asked = {"username": " 13900000001 ", "password": PASSWORD}

    assert client.post(reverse("core:login"), asked)["Location"] == "/"

    UserFactory(phone="13900000001")
    assert Client().post(reverse("core:login"), asked).status_code == 200


def test_wrong_passwords_by_telephone_lock_the_account_itself(client, account):
    User.objects.filter(pk=account.pk).update(phone="13900000001")
    for _ in range(5):
        answer = client.post(reverse("core:login"), {"username": "13900000001", "password": "no"})

    assert answer.status_code == 429
    assert "密码连续输错 5 次" in answer.content.decode()
    assert log_in(client, account).status_code == 429
