"""What addresses and forms ask for that makes no sense: the page opens as if nothing were asked."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.motions import MotionFactory
from tests.factories.supervision import FindingFactory

pytestmark = pytest.mark.django_db
ENDLESS = pytest.param("9" * 5000, id="endless")


@pytest.fixture
def desk(client, clerk):
    client.force_login(clerk)
    return client


@pytest.mark.parametrize(
    "month", ["9999-12", "0001-01", "2026-13", "2026-W01", "五月", "2026-" + "9" * 20]
)
def test_a_month_that_no_calendar_shows_is_this_one(desk, month):
    page = desk.get(reverse("core:workbench"), {"month": month})

    assert page.context["month"] == timezone.localdate().replace(day=1)


@pytest.mark.parametrize(("month", "shown"), [("2025-02", (2025, 2)), ("2026-11", (2026, 11))])
def test_a_month_is_shown_as_asked(desk, month, shown):
    first = desk.get(reverse("core:workbench"), {"month": month}).context["month"]

    assert (first.year, first.month, first.day) == (*shown, 1)


@pytest.mark.parametrize("year", [ENDLESS, "1953", "2101", "²⁰²⁵", " 2025", "02025", ""])
def test_a_year_that_is_none_leaves_the_year_as_it_is(desk, year):
    desk.post(reverse("core:choose_year"), {"year": year})
    page = desk.get(reverse("core:figures"), {"year": year})

    assert "year" not in desk.session
    assert page.context["year"] == timezone.localdate().year


@pytest.mark.parametrize("pk", [ENDLESS, "²", "-1", "x"])
def test_a_township_that_is_none_of_mine_is_not_chosen(desk, pk):
    answer = desk.post(reverse("core:choose_township"), {"township": pk})

    assert (answer.status_code, answer.url) == (302, "/")
    assert "township" not in desk.session


def test_signs_that_no_database_can_look_for_are_left_out(desk, in_township):
    finding = FindingFactory(township=in_township, title="垃圾池溢出")

    page = desk.get(reverse("core:search"), {"q": "垃\0圾池"})

    assert [row for group in page.context["groups"] for row in group["rows"]] == [finding]


def test_a_paper_comes_in_the_forms_that_there_are(desk, in_township):
    case = MotionFactory(township=in_township, status="submitted")

    def asked(form: str) -> int:
        return desk.get(
            reverse("core:paper", args=["motions.motion", case.pk, "register", form])
        ).status_code

    assert [asked(form) for form in ("html", "exe", "PDF")] == [200, 404, 404]


@pytest.mark.parametrize("key", [ENDLESS, "9" * 25, "²", "-1", "x"])
def test_a_key_that_no_row_can_have_names_none(desk, key):
    register = reverse("motions:motion_list")

    assert desk.get(register, {"lead": key}).status_code == 200
    ticked = desk.post(register, {"action": "remind", "pk": [key]}, follow=True)
    assert "请先勾选要处理的件" in ticked.content.decode()
    typed = {"title": "关于修路的建议", "case": key, "earlier": [key]}
    assert desk.post(reverse("motions:similar"), typed).status_code == 200
    assert desk.get(reverse("core:figure", args=[f"motions.received@{key}"])).status_code == 404
