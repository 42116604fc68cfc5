"""最近动态 and 已办: lines of history that lead to their records, for those who may see them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motions.models import Motion
from renda.core import audit
from renda.core.models import AuditEntry, LocalRule, Role
from renda.core.scoping import township_scope
from renda.core.trail import lines_for
from tests.factories.deputies import DeputyFactory
from tests.factories.motions import MotionFactory
from tests.factories.supervision import FindingFactory

pytestmark = pytest.mark.django_db


def lines_on(client, user) -> list[tuple[str, str]]:
    """(label, url) of the workbench's 最近动态."""
    client.force_login(user)
    recent = client.get(reverse("core:workbench")).context["recent"]
    return [(line.entry.label, line.url) for line in recent]


def test_recent_lines_lead_to_their_records(client, clerk, in_township):
    finding = FindingFactory(township=in_township, title="垃圾池溢出")
    audit.record(clerk, "登记", finding)

    assert lines_on(client, clerk) == [(str(finding), finding.get_absolute_url())]
    assert f'href="{finding.get_absolute_url()}"' in client.get("/").content.decode()


def test_a_deputys_draft_is_not_told_to_the_office(client, clerk, person, in_township):
    deputy = DeputyFactory(township=in_township, user=person(Role.DEPUTY))
    draft = MotionFactory(
        township=in_township, lead=deputy, title="还没写完的建议", status=Motion.Status.DRAFT,
        is_by_office=False, drafted_by=deputy.user,
    )  # fmt: skip
    audit.record(deputy.user, "起草", draft)

    assert lines_on(client, clerk) == []
    assert "还没写完的建议" not in client.get("/").content.decode()


def test_a_voided_records_line_leads_nowhere(client, clerk, in_township):
    finding = FindingFactory(township=in_township)
    audit.record(clerk, "作废", finding)
    finding.voided_at = timezone.now()
    finding.save()

    assert lines_on(client, clerk) == [(str(finding), "")]


def test_a_foreign_townships_lines_are_not_shown(client, clerk, outsider, in_township):
    audit.record(clerk, "登记", FindingFactory(township=in_township))

    assert lines_on(client, outsider) == []


def test_the_administrator_sees_what_changed_in_accounts_and_rules_alone(
    client, person, clerk, in_township
):
    admin = person(Role.ADMIN)
    role = clerk.memberships.get()
    rule = LocalRule.objects.create(township=in_township, key="presidium.interval", value=4)
    audit.record(admin, "开通账号", role)
    audit.record(admin, "修改参数", rule)
    audit.record(admin, "导出", in_township, file="账号.xlsx")
    audit.record(clerk, "登记", FindingFactory(township=in_township, title="垃圾池溢出"))

    assert lines_on(client, admin) == [
        ("主席团会议间隔", reverse("core:rules")),
        (str(role), role.get_absolute_url()),
    ]


def test_many_lines_cost_no_more_than_one(clerk, in_township):
    findings = FindingFactory.create_batch(8, township=in_township)
    audit.record_many(clerk, "登记", findings)
    entries = list(AuditEntry.objects.all())
    assert clerk.roles  # asked once a request
    counts = []
    for shown in (entries[:1], entries):
        with CaptureQueriesContext(connection) as captured:
            assert [bool(line.url) for line in lines_for(clerk, shown)] == [True] * len(shown)
        counts.append(len(captured))

    assert counts == [1, 1]


def test_done_lists_my_own_steps_latest_first(client, clerk, chair, in_township):
    finding = FindingFactory(township=in_township)
    audit.record(clerk, "登记", finding)
    audit.record(chair, "交办", finding)
    audit.record(clerk, "报整改", finding, note="已清运")
    client.force_login(clerk)

    page = client.get(reverse("core:done"))

    assert [entry.verb for entry in page.context["object_list"]] == ["报整改", "登记"]
    assert "已清运" in page.content.decode()


@pytest.mark.parametrize("number", [1, 3, 25])
def test_done_asks_the_same_number_of_queries(client, clerk, in_township, number):
    audit.record_many(clerk, "登记", FindingFactory.create_batch(number, township=in_township))
    client.force_login(clerk)
    client.get(reverse("core:done"))

    with CaptureQueriesContext(connection) as captured:
        page = client.get(reverse("core:done"))

    assert len(page.context["object_list"]) == number
    assert len(captured) == 6


def test_done_is_paged(client, clerk, in_township):
    finding = FindingFactory(township=in_township)
    audit.record_many(clerk, "修改", [finding] * 30)
    client.force_login(clerk)

    pages = [client.get(reverse("core:done"), {"page": number}) for number in (1, 2)]

    assert [len(page.context["object_list"]) for page in pages] == [25, 5]


def test_my_line_opens_its_record(client, clerk, in_township):
    finding = FindingFactory(township=in_township)
    entry = audit.record(clerk, "登记", finding)
    client.force_login(clerk)

    assert client.get(entry.get_absolute_url()).url == finding.get_absolute_url()


def test_the_line_of_a_voided_record_says_so(client, clerk, in_township):
    finding = FindingFactory(township=in_township, title="垃圾池溢出")
    entry = audit.record(clerk, "作废", finding)
    finding.voided_at = timezone.now()
    finding.save()
    client.force_login(clerk)

    answer = client.get(entry.get_absolute_url(), follow=True)

    assert answer.redirect_chain[-1][0] == reverse("core:done")
    assert "没有可打开的页面，可能已作废" in answer.content.decode()


@pytest.mark.parametrize("role", [Role.COUNTY, Role.GOV_OFFICE, Role.DEPUTY])
def test_somebody_elses_line_is_not_opened(client, clerk, person, in_township, role):
    entry = audit.record(clerk, "登记", FindingFactory(township=in_township))
    client.force_login(person(role))

    assert client.get(entry.get_absolute_url()).status_code == 404


def test_those_who_read_the_history_open_every_line(client, clerk, chair, in_township):
    finding = FindingFactory(township=in_township)
    entry = audit.record(clerk, "登记", finding)
    client.force_login(chair)

    assert client.get(entry.get_absolute_url()).url == finding.get_absolute_url()


def test_another_townships_line_does_not_exist(client, clerk, outsider, township):
    with township_scope(township.pk):
        entry = audit.record(clerk, "登记", FindingFactory(township=township))
    client.force_login(outsider)

    assert client.get(entry.get_absolute_url()).status_code == 404


def test_an_accounts_line_leads_nowhere(clerk, in_township):
    entry = audit.record(clerk, "修改密码", clerk)

    assert (entry.get_absolute_url(), entry.kind_label) == ("", "账号")


def test_a_stranger_logs_in_first(client, clerk, in_township):
    entry = audit.record(clerk, "登记", FindingFactory(township=in_township))

    for url in (reverse("core:done"), entry.get_absolute_url()):
        assert client.get(url).url.startswith(reverse("core:login"))
