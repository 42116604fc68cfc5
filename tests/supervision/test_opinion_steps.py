"""The steps of an inspection's opinion."""

from datetime import date

import pytest
from django.urls import reverse

from renda.core.models import AuditEntry, Notification, Role
from renda.core.workflow import IllegalTransition
from supervision.models import Inspection
from supervision.workflow import inspection_workflow, opinion_workflow
from tests.factories.core import UnitFactory
from tests.supervision.stages import N, O, opinion_in

pytestmark = pytest.mark.django_db


def test_an_answer_that_does_not_do_goes_back_with_the_reason_and_a_new_day(
    client, clerk, person, unit, in_township
):
    handler = person(Role.HANDLER, unit=unit)
    person(Role.HANDLER, unit=UnitFactory(township=in_township))
    opinion = opinion_in(in_township, unit, O.ANSWERED)
    client.force_login(clerk)
    url = reverse("core:step", args=["supervision.inspectionopinion", opinion.pk, "send_back"])
    assert f'href="{url}"' in client.get(opinion.get_absolute_url()).content.decode()

    early = client.post(url, {"note": "没有说完成时间", "due_on": "2025-09-01"})
    assert early.context["form"].errors == {"due_on": ["不能早于交办日期 2025-09-16"]}
    assert client.post(url, {"note": "", "due_on": "2026-01-16"}).status_code == 200
    done = client.post(url, {"note": "没有说完成时间", "due_on": "2026-01-16"})

    assert done.status_code == 302
    opinion.refresh_from_db()
    assert (opinion.status, opinion.answered_on, opinion.due_on, opinion.answer) == (
        O.HANDED,
        None,
        date(2026, 1, 16),
        "已落实",
    )
    told = Notification.objects.values_list("to", "text")
    assert list(told) == [
        (handler.pk, f"退回重新办理：{opinion}（请于 2026-01-16 前反馈）。没有说完成时间")
    ]
    entry = AuditEntry.objects.get(verb="退回重新办理")
    assert entry.note == "没有说完成时间"
    assert ("反馈日期", "2025-10-08", "") in entry.changes


def test_an_opinion_taken_back_tells_the_unit_and_may_go_to_another(
    in_township, person, unit, clerk
):
    handler = person(Role.HANDLER, unit=unit)
    opinion = opinion_in(in_township, unit, O.HANDED)

    after = opinion_workflow.perform("take_back", opinion, by=clerk, data={"note": "属水利站职责"})

    assert (after.unit, after.handed_on, after.due_on) == (None, None, None)
    told = Notification.objects.values_list("to", "text")
    assert list(told) == [(handler.pk, f"不再由你单位办理：{opinion}。属水利站职责")]


def test_an_opinion_of_a_closed_inspection_waits_until_that_is_open_again(in_township, unit, clerk):
    opinion = opinion_in(in_township, unit, O.ANSWERED)
    Inspection.objects.update(status=N.CLOSED, handed_on=date(2025, 9, 16), closed_on="2025-12-20")
    data = {"note": "没有说完成时间", "due_on": date(2026, 1, 16)}

    with pytest.raises(IllegalTransition, match="已经办结"):
        opinion_workflow.perform("send_back", opinion, by=clerk, data=data)
    after = inspection_workflow.perform(
        "reopen", opinion.inspection, by=clerk, data={"note": "有一条要重办"}
    )

    assert (after.status, after.closed_on) == (N.HANDED, None)
    assert opinion_workflow.perform("send_back", opinion, by=clerk, data=data).status == O.HANDED
