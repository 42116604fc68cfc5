"""Each step of an opinion's way, by state and role."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from activities.forms import AnswerForm, PassForm
from activities.models import Opinion
from activities.workflow import opinions
from renda.core.models import AuditEntry, Notification, Role
from renda.core.scoping import township_scope
from renda.core.workflow import IllegalTransition
from tests.factories.activities import ActivityFactory, OpinionFactory
from tests.factories.core import UnitFactory

pytestmark = pytest.mark.django_db

S = Opinion.Status
STEPS = {
    "pass_on": ({S.RECORDED}, {Role.CLERK, Role.CHAIR}, S.PASSED),
    "adopt": ({S.PASSED}, {Role.CLERK, Role.CHAIR, Role.HANDLER, Role.UNIT_HEAD}, S.ADOPTED),
    "plan": ({S.PASSED}, {Role.CLERK, Role.CHAIR, Role.HANDLER, Role.UNIT_HEAD}, S.PLANNED),
    "explain": ({S.PASSED}, {Role.CLERK, Role.CHAIR, Role.HANDLER, Role.UNIT_HEAD}, S.EXPLAINED),
    "take_back": ({S.PASSED}, {Role.CLERK, Role.CHAIR}, S.RECORDED),
    "send_back": ({S.ADOPTED, S.PLANNED, S.EXPLAINED}, {Role.CLERK, Role.CHAIR}, S.PASSED),
}


def opinion_in(township, unit, status):
    passed = status != S.RECORDED
    answered = passed and status != S.PASSED
    return OpinionFactory(
        township=township,
        activity=ActivityFactory(township=township),
        status=status,
        unit=unit if passed else None,
        passed_on=date(2025, 4, 14) if passed else None,
        answered_on=date(2025, 5, 6) if answered else None,
        answer="已落实" if answered else "",
    )


def data_for(step, unit):
    if step == "pass_on":
        return {"unit": unit, "passed_on": date(2025, 4, 14)}
    if step in {"take_back", "send_back"}:
        return {"note": "不属于这个单位"}
    return {"answer": "已安排", "answered_on": date(2025, 5, 8)}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("status", S)
@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_open_exactly_where_it_is_listed(in_township, unit, person, step, status, role):
    opinion = opinion_in(in_township, unit, status)
    user = person(role, unit=unit if role in {Role.HANDLER, Role.UNIT_HEAD} else None)
    sources, roles, target = STEPS[step]

    if status in sources and role in roles:
        after = opinions.perform(step, opinion, by=user, data=data_for(step, unit))
        assert after.status == target
        return

    expected = IllegalTransition if status not in sources else PermissionDenied
    with pytest.raises(expected):
        opinions.perform(step, opinion, by=user, data=data_for(step, unit))
    unchanged = Opinion.objects.get(pk=opinion.pk)
    assert (unchanged.status, unchanged.revision) == (status, opinion.revision)
    assert AuditEntry.objects.filter(model="activities.opinion").count() == 0


def test_another_units_clerk_may_not_answer(in_township, unit, person):
    opinion = opinion_in(in_township, unit, S.PASSED)
    stranger = person(Role.HANDLER, unit=UnitFactory(township=in_township))

    with pytest.raises(PermissionDenied):
        opinions.perform("adopt", opinion, by=stranger, data=data_for("adopt", unit))

    assert Opinion.objects.get().status == S.PASSED


def test_passing_on_tells_the_units_people_and_keeps_history(in_township, unit, person, clerk):
    handler = person(Role.HANDLER, unit=unit)
    person(Role.HANDLER, unit=UnitFactory(township=in_township))
    opinion = opinion_in(in_township, unit, S.RECORDED)

    after = opinions.perform("pass_on", opinion, by=clerk, data=data_for("pass_on", unit))

    assert (after.unit, after.passed_on) == (unit, date(2025, 4, 14))
    assert [n.to for n in Notification.objects.all()] == [handler]
    entry = AuditEntry.objects.get(model="activities.opinion")
    assert (entry.verb, entry.detail["before"], entry.detail["after"]) == (
        "转交",
        "recorded",
        "passed",
    )


def test_taking_back_forgets_the_unit_and_tells_it_why(in_township, unit, person, clerk):
    handler = person(Role.HANDLER, unit=unit)
    opinion = opinion_in(in_township, unit, S.PASSED)

    after = opinions.perform("take_back", opinion, by=clerk, data={"note": "属村建办职责"})

    assert (after.status, after.unit_id, after.passed_on) == (S.RECORDED, None, None)
    told = Notification.objects.values_list("to", "text")
    assert list(told) == [(handler.pk, f"不再由你单位办理：{opinion}。属村建办职责")]
    assert AuditEntry.objects.get(model="activities.opinion").note == "属村建办职责"


def test_an_answer_that_does_not_do_goes_back_to_the_unit(in_township, unit, person, clerk):
    handler = person(Role.HANDLER, unit=unit)
    opinion = opinion_in(in_township, unit, S.ADOPTED)

    after = opinions.perform("send_back", opinion, by=clerk, data={"note": "没有答复第二点"})

    assert (after.status, after.unit, after.passed_on) == (S.PASSED, unit, date(2025, 4, 14))
    assert (after.answered_on, after.answer) == (None, "")
    told = Notification.objects.values_list("to", "text")
    assert list(told) == [(handler.pk, f"退回重新反馈：{opinion}。没有答复第二点")]
    entry = AuditEntry.objects.get(model="activities.opinion")
    assert ("反馈情况", "已落实", "") in entry.changes


def test_an_answer_without_words_changes_nothing(in_township, unit, clerk):
    opinion = opinion_in(in_township, unit, S.PASSED)

    with pytest.raises(ValidationError):
        opinions.perform("adopt", opinion, by=clerk, data={"answered_on": date(2025, 5, 8)})

    assert Opinion.objects.get().status == S.PASSED


def test_the_forms_refuse_days_in_the_wrong_order(in_township, unit):
    recorded = opinion_in(in_township, unit, S.RECORDED)
    passed = opinion_in(in_township, unit, S.PASSED)

    early = PassForm({"unit": unit.pk, "passed_on": "2025-04-10"}, instance=recorded)
    answer = AnswerForm({"answer": "好", "answered_on": "2025-04-13"}, instance=passed)

    assert list(early.errors) == ["passed_on"]
    assert list(answer.errors) == ["answered_on"]


def test_the_step_page_passes_an_opinion_on(client, clerk, township, unit):
    opinion = opinion_in(township, unit, S.RECORDED)
    client.force_login(clerk)

    answer = client.post(
        reverse("core:step", args=["activities.opinion", opinion.pk, "pass_on"]),
        {"unit": unit.pk, "passed_on": "2025-04-14"},
    )

    assert answer["Location"] == opinion.get_absolute_url()
    with township_scope(township.pk):
        assert Opinion.objects.get().status == S.PASSED


def test_a_step_with_nothing_of_its_own_repeats_which_record_it_changes(
    client, township, unit, clerk
):
    opinion = opinion_in(township, unit, S.PASSED)
    client.force_login(clerk)

    page = client.get(reverse("core:step", args=["activities.opinion", opinion.pk, "take_back"]))

    assert page.context["confirm"] == [("意见建议", str(opinion)), ("状态", "已转交")]
    assert "<dd>已转交</dd>" in page.content.decode()
