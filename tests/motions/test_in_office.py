"""Who is in office on the day may raise and join a case."""

from datetime import date

import pytest
from django.urls import reverse

from motions.models import Motion
from motions.views.deputy import my_motions, my_todos
from renda.core.calendar import chinese_date
from renda.core.models import Role
from renda.core.scoping import township_scope
from tests.factories.core import TermFactory
from tests.factories.deputies import MandateFactory
from tests.factories.sessions import SessionFactory
from tests.motions.helpers.intake import TODAY, invited, on_paper, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def by_elected(township, term, person):
    """A deputy elected in July 2025."""
    deputy = MandateFactory(township=township, term=term, from_on=date(2025, 7, 10)).deputy
    with township_scope(township.pk):
        deputy.user = person(Role.DEPUTY, name=deputy.name)
        deputy.save()
    return deputy


def test_a_deputy_elected_in_july_cannot_be_put_on_a_june_case(enter, people, township, by_elected):
    browser = enter("clerk")
    data = on_paper(people, cosigners=[by_elected.pk]) | {"submitted_on": "2025-06-03"}

    page = browser.post(reverse("motions:motion_create"), data)

    assert page.context["form"].errors == {
        "cosigners": [f"{by_elected.name}在2025年6月3日不是在任的本级代表，不能列入"]
    }
    data |= {"cosigners": [], "lead": by_elected.pk}
    page = browser.post(reverse("motions:motion_create"), data)
    assert page.context["form"].errors == {
        "lead": [f"{by_elected}在2025年6月3日不是在任的本级代表"]
    }
    data["submitted_on"] = "2025-07-10"
    assert browser.post(reverse("motions:motion_create"), data).status_code == 302


@pytest.mark.parametrize("day", ["2025-06-03", "2023-06-03"])
def test_a_case_written_down_before_gets_no_lead_out_of_office(
    enter, people, township, case, by_elected, day
):
    motion = case("submitted", by_office=True, submitted_on=date(2025, 6, 3))
    lead = by_elected if day == "2025-06-03" else people.lead  # another lead, or another day
    data = on_paper(people, cosigners=[people.joint.pk], seen_revision=motion.revision)
    url = reverse("motions:motion_update", args=[motion.pk])

    page = enter("clerk").post(url, data | {"submitted_on": day, "lead": lead.pk})

    words = f"{lead}在{chinese_date(date.fromisoformat(day))}不是在任的本级代表"
    assert page.context["form"].errors == {"lead": [words]}
    assert enter("clerk").post(url, data | {"submitted_on": "2025-06-04"}).status_code == 302
    with township_scope(township.pk):
        assert Motion.objects.get().submitted_on == date(2025, 6, 4)


def test_a_draft_moved_to_another_congress_counts_with_that_one(enter, people, township, term):
    old = TermFactory(township=township, number=13, starts_on=date(2019, 1, 10))
    MandateFactory(
        township=township, deputy=people.lead, term=old,
        from_on=date(2019, 1, 10), until_on=date(2023, 12, 31), end_reason="term_end",
    )  # fmt: skip
    session = SessionFactory(township=township, term=old, opens_on=date(2022, 2, 16))
    browser, data = enter("clerk"), on_paper(people, by_date="on", draft="1")
    browser.post(reverse("motions:motion_create"), data)
    with township_scope(township.pk):
        motion = Motion.objects.get()
        assert (motion.term, motion.session) == (term, None)

    url = reverse("motions:motion_update", args=[motion.pk])
    browser.post(url, data | {"submitted_on": "2022-02-16", "seen_revision": motion.revision})

    with township_scope(township.pk):
        motion = Motion.objects.get()
        assert (motion.term, motion.session) == (old, session)


def test_a_june_case_sent_back_takes_no_deputy_elected_in_july(
    enter, people, township, case, by_elected
):
    motion = case("returned", submitted_on=date(2025, 6, 3))
    data = typed(cosigners=[people.joint.pk, by_elected.pk], seen_revision=motion.revision)

    page = enter("lead").post(reverse("motions:amend", args=[motion.pk]), data)

    assert page.context["form"].errors == {
        "cosigners": [f"{by_elected.name}在2025年6月3日不是在任的本级代表，不能列入"]
    }


def test_a_deputy_elected_in_july_has_none_of_junes_duties(
    client, in_township, people, case, by_elected
):
    case("replied", submitted_on=date(2025, 6, 3))
    motion, _ = invited(in_township, people)

    assert (list(my_motions(by_elected)), my_todos(by_elected, TODAY())) == ([], [])
    client.force_login(by_elected.user)
    url = reverse("motions:answer_invitation", args=[motion.pk])
    assert client.post(url, {"answer": "accept"}).status_code == 403


def test_only_deputies_in_office_today_are_invited(enter, people, township, term):
    gone = MandateFactory(
        township=township, term=term, until_on=date(2025, 1, 9), end_reason="resigned"
    ).deputy
    county = MandateFactory(township=township, term=term, level="county").deputy

    for deputy in (gone, county):
        page = enter("lead").post(reverse("motions:submit"), typed(cosigners=[deputy.pk]))
        assert list(page.context["form"].errors) == ["cosigners"]


def test_who_left_office_since_stays_on_the_list_of_an_old_case(enter, people, township, case):
    motion = case("accepted")
    with township_scope(township.pk):
        people.joint.mandates.update(until_on=date(2025, 4, 1), end_reason="resigned")
    data = on_paper(people, cosigners=[people.joint.pk], title=motion.title) | {
        "submitted_on": "2025-03-03", "seen_revision": motion.revision, "rewording": "录入有误",
    }  # fmt: skip

    answer = enter("clerk").post(reverse("motions:motion_update", args=[motion.pk]), data)

    assert answer.status_code == 302
    with township_scope(township.pk):
        assert [c.deputy for c in motion.cosigners.all()] == [people.joint]
