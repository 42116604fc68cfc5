"""工作台: each role sees the dates and cards of what it may open, and no others."""

from datetime import date, timedelta
from itertools import groupby

import pytest
from django.urls import reverse
from django.utils import timezone

from renda.core import agenda
from renda.core.holidays import events, tables_due
from renda.core.models import CalendarDay, Role
from sessions_app.models import Session
from tests.factories.core import MembershipFactory, UnitFactory
from tests.factories.deputies import ConstituencyFactory, GroupFactory, MandateFactory
from tests.factories.motions import AssignmentFactory, MotionFactory
from tests.factories.sessions import SessionFactory
from tests.factories.supervision import FindingFactory, HandedFindingFactory, WorkTargetFactory

pytestmark = pytest.mark.django_db


def desk(client, user) -> dict:
    """What the 工作台 shows: titles of dates and days, and the cards as label → (value, url)."""
    client.force_login(user)
    page = client.get(reverse("core:workbench"))
    return {
        "deadlines": [line.title for line in page.context["deadlines"]],
        "days": [event.title for event in page.context["upcoming"]],
        "cards": {card.label: (card.value, card.url) for card in page.context["cards"]},
        "html": page.content.decode(),
    }


def test_the_government_sees_what_was_handed_on_to_it(client, person, in_township):
    today = timezone.localdate()
    SessionFactory(
        township=in_township, opens_on=today + timedelta(days=9),
        status=Session.Status.PREPARING,
    )  # fmt: skip
    case = MotionFactory(
        township=in_township,
        status="assigned",
        accepted_on=today,
        assigned_on=today,
        due_on=today + timedelta(days=20),
    )
    AssignmentFactory(township=in_township, motion=case, due_on=today + timedelta(days=20))
    MotionFactory(township=in_township, status="accepted", accepted_on=today)
    FindingFactory(township=in_township, found_on=today, year=today.year)
    HandedFindingFactory(
        township=in_township, unit=UnitFactory(township=in_township), title="护栏缺失",
        found_on=today, year=today.year, handed_on=today, due_on=today + timedelta(days=5),
    )  # fmt: skip
    WorkTargetFactory.create_batch(
        2, township=in_township, year=today.year, due_on=today + timedelta(days=7)
    )

    seen = desk(client, person(Role.GOV_OFFICE))

    assert [title for title in seen["deadlines"] if "会议" in title] == []
    assert [title for title in seen["deadlines"] if str(case.code) in title] == seen["deadlines"]
    assert len(seen["deadlines"]) == 1
    assert seen["days"] == ["护栏缺失", "2 项目标任务到期", f"{case.code} 答复到期"]
    year = today.year
    assert seen["cards"] == {
        "已交办": ("1", f"/motions/?accepted={year}&tally=assigned"),
        "答复率": ("0", f"/motions/statistics/?year={year}"),
        "满意率": ("—", f"/motions/statistics/?year={year}"),
        "交办整改": ("1", f"{reverse('supervision:finding_table')}?year={year}&tab=handed"),
        "目标任务": ("2", f"{reverse('supervision:target_list')}?year={year}"),
    }
    assert "/figures/" not in seen["html"]


def test_the_administrator_sees_accounts_units_and_days_off(client, person, in_township):
    unit = UnitFactory(township=in_township)
    UnitFactory(township=in_township, is_active=False)
    member = MembershipFactory(township=in_township, role=Role.UNIT_HEAD, unit=unit)
    member.user.must_change_password = True
    member.user.save()
    MembershipFactory(township=in_township, role=Role.CLERK)
    UnitFactory(township=in_township)
    MotionFactory(township=in_township, status="assigned", title="修路的建议")
    admin = person(Role.ADMIN)

    seen = desk(client, admin)

    assert {label: value for label, (value, _) in seen["cards"].items()} == {
        "账号": "3",
        "待改初始密码": "1",
        "半年没有登录": "1",
        "单位": "3",
        "没有负责人账号": "1",
    }
    for value, url in seen["cards"].values():
        assert client.get(url).context["page_obj"].paginator.count == int(value)
    assert "修路的建议" not in seen["html"]


def test_a_deputy_may_not_open_the_list_of_dates(client, person):
    client.force_login(person(Role.DEPUTY))

    assert client.get(reverse("core:deadlines")).status_code == 403


@pytest.mark.parametrize(
    ("role", "sees_session"), [(Role.CLERK, True), (Role.GOV_OFFICE, False), (Role.ADMIN, False)]
)
def test_the_list_of_dates_holds_only_what_one_may_open(
    client, person, in_township, role, sees_session
):
    session = SessionFactory(
        township=in_township, opens_on=timezone.localdate() + timedelta(days=9),
        status=Session.Status.PREPARING,
    )  # fmt: skip
    client.force_login(person(role))

    page = client.get(reverse("core:deadlines"))

    assert (f"{session.short_name}：通知代表" in page.content.decode()) is sees_session


def test_days_off_in_a_row_are_one_event(in_township):
    for number in (2, 3, 4):
        CalendarDay.objects.create(
            township=in_township, date=date(2031, 5, number), is_workday=False, note="劳动节"
        )
    CalendarDay.objects.create(township=in_township, date=date(2031, 5, 10), is_workday=True)

    found = agenda.answered(events(date(2031, 5, 1), date(2031, 5, 31)))

    assert [(e.on, e.title, e.note) for e in found] == [
        (date(2031, 5, 2), "劳动节放假", "至5月4日"),
        (date(2031, 5, 10), "调休上班", ""),
    ]


def test_a_missing_table_is_due_before_its_year(in_township):
    found = agenda.answered(tables_due(date(2031, 11, 3)))

    assert [(d.on, d.title) for d in found] == [
        (date(2030, 12, 31), "录入 2031 年放假安排"),
        (date(2031, 12, 31), "录入 2032 年放假安排"),
    ]


def test_many_findings_of_a_kind_are_folded(client, clerk, in_township):
    findings = HandedFindingFactory.create_batch(
        9,
        township=in_township,
        status="closed",
        rectified_on=date(2025, 10, 1),
        closed_on=date(2025, 10, 5),
    )
    client.force_login(clerk)
    session = client.session
    session["year"] = findings[0].found_on.year
    session.save()

    page = client.get(reverse("core:health"))

    (group,) = [g for g in page.context["groups"] if "佐证" in g["label"]]
    assert (group["records"], len(group["problems"]), group["rest"]) == (9, 6, 3)
    rest = f"?only={group['key']}"
    assert f'<a href="{rest}">其余 3 条</a>' in page.content.decode()
    alone = client.get(reverse("core:health") + rest)
    assert [(g["label"], len(g["problems"])) for g in alone.context["groups"]] == [
        (group["label"], 9)
    ]


def test_findings_say_whether_a_rule_or_only_a_record_is_wanting(client, clerk, in_township):
    """The law's first, then local rules, then hints: told by an icon and a word."""
    ConstituencyFactory(township=in_township, number=3, seats=2)
    MandateFactory(township=in_township, from_on=date(2025, 1, 5))
    GroupFactory(township=in_township)
    client.force_login(clerk)
    session = client.session
    session["year"] = 2025
    session.save()

    page = client.get(reverse("core:health"))

    found = {group["key"]: group["weight"].label for group in page.context["groups"]}
    assert found["deputies.vacancies"] == found["sessions.per_year"] == "法律规定"
    assert found["activities.idle_groups"] == "地方规定"
    assert found["deputies.no_group"] == "登记提示"
    marks = ["法律规定", "地方规定", "登记提示"]
    assert [mark for mark, _ in groupby(found.values())] == marks
    html = page.content.decode()
    for mark, icon in zip(
        marks, ("x-octagon-fill", "exclamation-triangle-fill", "info-circle-fill"), strict=True
    ):
        assert html.count(f'<i class="bi bi-{icon}" aria-hidden="true"></i>{mark}</span>') == list(
            found.values()
        ).count(mark)


def test_the_bars_of_the_units_tell_answered_from_open_cases(client, person, in_township):
    today = timezone.localdate()
    roads = UnitFactory(township=in_township, short_name="村建办")
    water = UnitFactory(township=in_township, short_name="水利站")
    for unit, status in ((roads, "replied"), (roads, "assigned"), (roads, "closed"), (water, "assigned")):  # fmt: skip
        MotionFactory(
            township=in_township, main_unit=unit, status=status,
            accepted_on=today, assigned_on=today, replied_on=today if status != "assigned" else None,
        )  # fmt: skip
    client.force_login(person(Role.CLERK))

    page = client.get(reverse("core:workbench"))

    chart = next(c for c in page.context["charts"] if c["title"] == "各单位承办（件）")
    assert [(row["label"], row["parts"]) for row in chart["rows"]] == [
        ("村建办", [2, 1]),
        ("水利站", [0, 1]),
    ]
    assert chart["legend"] == ["已答复", "还没有答复"]
    assert "还没有答复</li>" in page.content.decode()
