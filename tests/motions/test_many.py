"""A deputy of many years, an office with many open cases: every row can be reached."""

from datetime import date

from django.urls import reverse

from motions.models import Assignment, Motion
from renda.core import agenda
from tests.factories.core import UnitFactory
from tests.factories.motions import AssignmentFactory, MotionFactory

DUE = date(2025, 6, 25)


def handed(township, term, lead, number: int) -> list[Assignment]:
    """Cases handed to one unit on one day."""
    own = {"township": township, "unit": UnitFactory(township=township)}
    motions = MotionFactory.create_batch(
        number, township=township, term=term, lead=lead, status="assigned", due_on=DUE
    )
    return [AssignmentFactory(motion=motion, **own) for motion in motions]


def test_a_deputys_suggestions_come_in_pages(in_township, term, people, enter):
    MotionFactory.create_batch(
        26, township=in_township, term=term, lead=people.lead, status="accepted"
    )
    phone = enter("lead")
    pages = [phone.get(reverse("motions:mine") + f"?tab=led&page={n}") for n in (1, 2)]

    shown = [[line["motion"].pk for line in page.context["motions"]] for page in pages]
    assert [len(found) for found in shown] == [25, 1]
    assert set(shown[0] + shown[1]) == set(Motion.objects.values_list("pk", flat=True))
    assert 'href="?tab=led&amp;page=2"' in pages[0].content.decode()


def test_every_open_reply_is_a_deadline_and_they_come_in_pages(in_township, term, people, enter):
    rows = handed(in_township, term, people.lead, 41)
    browser = enter("clerk")
    pages = [browser.get(reverse("core:deadlines") + f"?page={n}") for n in (1, 2)]

    found = [d.url for page in pages for d in page.context["deadlines"] if "/motions/" in d.url]
    assert sorted(found) == sorted(row.get_absolute_url() for row in rows)
    assert [len(page.context["deadlines"]) for page in pages] == [40, len(found) + 1 - 40]
    assert f"共 {len(found) + 1} 项未完成" in pages[0].content.decode()


def test_cases_due_on_one_day_are_one_line_of_the_calendar(in_township, term, people):
    rows = handed(in_township, term, people.lead, 2)
    other = MotionFactory(
        township=in_township, term=term, lead=people.lead, status="assigned", due_on=date(2025, 6, 2)
    )  # fmt: skip

    events = agenda.events_between(date(2025, 6, 1), date(2025, 6, 30))

    assert len(rows) == 2
    assert [(e.on, e.title, e.url) for e in events] == [
        (date(2025, 6, 2), f"{other.code} 答复到期", other.get_absolute_url()),
        (DUE, "2 件建议答复到期", reverse("core:deadlines")),
    ]
