"""The code on the 交办单 and the 签收回执: a phone opens it, logs in, and the unit signs for the case."""

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from motions.models import Assignment
from motions.papers.handing import assignment_form, receipt
from renda.core.models import Role
from renda.core.paper.blocks import Code
from renda.core.scoping import township_scope
from tests.factories.core import MembershipFactory, UnitFactory

pytestmark = pytest.mark.django_db
PASSWORD = "kept-by-the-unit-7391"


@pytest.fixture
def waiting(township, case):
    """One unit's part, handed over and not signed for."""
    with township_scope(township.pk):
        return case("assigned", assignment="waiting").row


def codes(document) -> list[tuple[str, str]]:
    return [(block.url, block.caption) for block in document.blocks if isinstance(block, Code)]


def opened_by(row: Assignment) -> str:
    """What the phone reads, without the site."""
    (url, _), *_ = codes(assignment_form(row))
    return url.removeprefix(settings.SITE_URL)


def stored(row: Assignment) -> tuple:
    with township_scope(row.township_id):
        return Assignment.objects.values_list("status", "signed_on", "signed_by").get(pk=row.pk)


def test_both_papers_carry_the_code_of_their_own_assignment(in_township, waiting):
    step = reverse("core:step", args=["motions.assignment", waiting.pk, "sign"])

    assert codes(assignment_form(waiting)) == [(f"{settings.SITE_URL}{step}", "扫码签收")]
    assert codes(receipt(waiting)) == codes(assignment_form(waiting))


def test_a_receipt_that_is_signed_asks_for_no_second_signature(in_township, waiting):
    waiting.signed_on, waiting.signed_by = timezone.localdate(), "何敏"

    assert codes(receipt(waiting)) == []


@pytest.mark.parametrize("name", ["handler", "head"])
def test_a_phone_that_is_not_logged_in_comes_to_the_step_by_the_login(
    client, township, people, waiting, name
):
    user = people.users[name]
    user.set_password(PASSWORD)
    user.save()
    with township_scope(township.pk):
        url = opened_by(waiting)

    asked = client.get(url)
    login = f"{reverse('core:login')}?next={url}"
    assert (asked.status_code, asked.url) == (302, login)
    entered = client.post(login, {"username": user.username, "password": PASSWORD})
    assert (entered.status_code, entered.url) == (302, url)
    page = client.get(url)
    assert page.status_code == 200
    assert "签收" in page.text
    assert stored(waiting) == ("waiting", None, "")  # opening the code signs for nothing
    signed = client.post(url, {"person": "何敏"})

    assert signed.status_code == 302
    assert stored(waiting) == ("handling", timezone.localdate(), user.name)


@pytest.mark.parametrize(
    "name", ["other_handler", "other_head", "clerk", "chair", "lead", "deputy", "gov_office"]
)
def test_nobody_else_may_sign_with_it(client, township, people, waiting, name):
    with township_scope(township.pk):
        url = opened_by(waiting)
    client.force_login(people.users[name])

    assert client.get(url).status_code == 403
    assert client.post(url, {"person": "何敏"}).status_code == 403

    assert stored(waiting) == ("waiting", None, "")


def test_a_unit_of_another_township_finds_no_such_page(client, township, waiting):
    with township_scope(township.pk):
        url = opened_by(waiting)
    unit = UnitFactory()
    client.force_login(MembershipFactory(township=unit.township, role=Role.HANDLER, unit=unit).user)

    assert client.get(url).status_code == 404
    assert client.post(url, {"person": "何敏"}).status_code == 404

    assert stored(waiting) == ("waiting", None, "")


def test_a_code_read_again_says_that_it_was_signed_for(client, township, people, waiting):
    with township_scope(township.pk):
        url = opened_by(waiting)
    client.force_login(people.users["handler"])
    client.post(url, {"person": "何敏"})
    once = stored(waiting)

    again = client.get(url, follow=True)

    assert again.redirect_chain == [(waiting.get_absolute_url(), 302)]
    assert "可能已被他人办理" in again.text
    assert stored(waiting) == once
