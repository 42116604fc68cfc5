"""放假安排: read as announced, entered by the administrator, counted with at once, asked for in time."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from renda.core import audit, holidays, jobs
from renda.core.announcement import NotUnderstood, read_notice
from renda.core.calendar import due_by_months, due_by_working_days, is_arranged, load_overrides
from renda.core.figures import Period
from renda.core.health import years_without_table
from renda.core.models import AuditEntry, CalendarDay, Job, Notification, Role
from renda.core.scoping import township_scope
from renda.core.todos import tiles_for
from tests.core.notices import NOTICE_2026, NOTICE_2027
from tests.factories.activities import PassedOpinionFactory
from tests.factories.core import MembershipFactory, TownshipFactory

NOTICE = "core:calendar_notice"


@pytest.fixture
def admin(person):
    return person(Role.ADMIN)


@pytest.fixture
def at(client, admin):
    client.force_login(admin)
    return client


def test_a_notice_is_read_as_the_published_table_has_it():
    from chinese_calendar.constants import holidays as off
    from chinese_calendar.constants import workdays as worked

    days = read_notice(NOTICE_2026, 2026)
    assert {d.on for d in days if not d.is_workday} == {d for d in off if d.year == 2026}
    assert {d.on for d in days if d.is_workday} == {d for d in worked if d.year == 2026}
    assert [d.name for d in days if d.on == date(2026, 2, 28)] == ["春节"]


def test_a_holiday_over_new_year_begins_in_the_year_before():
    text = NOTICE_2027.replace(
        "1月1日（周五）至3日（周日）放假，共3天", "12月31日至1月2日放假，共3天"
    )
    assert [d.on for d in read_notice(text, 2027)][:3] == [
        date(2026, 12, 31),
        date(2027, 1, 1),
        date(2027, 1, 2),
    ]


@pytest.mark.parametrize(
    ("old", "new", "year", "complaint"),
    [
        ("共9天", "共8天", 2026, "写明共 8 天，读出 9 天"),
        ("2月28日（周六）", "2月30日（周六）", 2026, "没有 2 月 30 日"),
        ("", "", 2027, "2027年1月1日是星期五，通知写的是“周四”"),
        ("1月4日（周日）上班", "1月3日（周六）上班", 2026, "既写了放假又写了上班"),
        ("5月1日（周五）至5日（周二）放假调休，共5天", "5月5日至1日放假", 2026, "前后颠倒或者过长"),
        ("1月1日（周四）至3日（周六）放假", "1日（周四）至3日放假", 2026, "没有写月份"),
        (NOTICE_2026, "各地：放假。", 2026, "只读出 2026 年的 0 天放假"),
    ],
)
def test_a_notice_that_does_not_fit_is_refused_with_the_reason(old, new, year, complaint):
    with pytest.raises(NotUnderstood, match=complaint):
        read_notice(NOTICE_2026.replace(old, new, 1), year)


def test_a_pasted_notice_makes_the_year_known_and_moves_what_falls_on_its_days(at, in_township):
    start = date(2026, 11, 9)  # three months: 2027-02-09, a Tuesday in the Spring Festival
    before = due_by_months(start, 3, load_overrides())
    assert (before.on, before.provisional) == (date(2027, 2, 9), True)

    answer = at.post(
        reverse(NOTICE), {"year": 2027, "source": "国办通知", "text": NOTICE_2027}, follow=True
    )

    assert "已登记 33 天" in answer.content.decode()
    after = due_by_months(start, 3, load_overrides())
    assert (after.on, after.provisional) == (date(2027, 2, 13), False)
    assert after.moved_because == "2月9日按节假日调整放假，顺延四天"
    worked = due_by_working_days(date(2027, 2, 11), 1, load_overrides())
    assert (worked.on, worked.provisional) == (date(2027, 2, 13), False)
    entry = AuditEntry.objects.get(verb="登记放假安排")
    assert (entry.actor_name, entry.detail["note"]) == (answer.wsgi_request.user.name, "国办通知")
    assert dict((n, (a, b)) for n, a, b in entry.changes)["2027-02-13"] == ("", "上班 春节")


def test_an_edited_day_moves_the_open_last_days_and_says_which(at, in_township):
    opinion = PassedOpinionFactory(township=in_township, passed_on=date(2026, 9, 30))
    assert opinion.due(3, {}).on == date(2026, 12, 30)
    given = {"first_on": "2026-12-30", "last_on": "2026-12-31", "kind": "off", "name": "防汛"}

    words = at.post(
        reverse("core:calendar_day"), given | {"source": "镇政府通知"}, follow=True
    ).content.decode()

    assert f"反馈代表意见：{opinion}由 2026-12-30 改为 2027-01-04" in words
    entry = AuditEntry.objects.get(verb="登记放假安排")
    assert entry.detail["moved"] == [f"反馈代表意见：{opinion}：2026-12-30 → 2027-01-04"]

    day = CalendarDay.objects.get(date=date(2026, 12, 30))
    words = at.post(reverse("core:calendar_withdraw", args=[day.pk]), follow=True).content.decode()
    assert "已撤销 1 天" in words
    assert f"反馈代表意见：{opinion}由 2027-01-04 改为 2026-12-30" in words
    assert load_overrides() == {date(2026, 12, 31): False}
    gone = AuditEntry.objects.get(verb="撤销放假安排")
    assert gone.changes == [("2026-12-30", "放假 防汛", "")]


def test_saving_the_same_again_writes_nothing(admin, in_township):
    days = read_notice(NOTICE_2027, 2027)
    assert holidays.enter(days, township=in_township, source="国办", by=admin).days == len(days)
    assert holidays.enter(days, township=in_township, source="国办", by=admin).days == 0
    assert AuditEntry.objects.filter(verb="登记放假安排").count() == 1
    assert is_arranged(2027, load_overrides()) is True


def test_a_single_day_off_does_not_make_a_year_known(in_township):
    CalendarDay.objects.create(date=date(2027, 6, 25), is_workday=False)
    assert is_arranged(2027, load_overrides()) is False


def test_the_page_names_each_day_its_source_and_whose_last_day_is_on_it(at, in_township):
    CalendarDay.objects.create(
        date=date(2026, 12, 30), is_workday=False, note="防汛", source="镇政府通知"
    )
    page = at.get(reverse("core:calendar"), {"year": "2026"}).context
    by_day = {line.on: (line.kind, line.name, line.source) for line in page["lines"]}
    assert by_day[date(2026, 10, 1)] == ("放假", "国庆节", holidays.PUBLISHED)
    assert by_day[date(2026, 10, 10)] == ("上班", "", holidays.PUBLISHED)
    assert by_day[date(2026, 12, 30)] == ("放假", "防汛", "镇政府通知")
    assert len(by_day) == 33 + 6 + 1
    assert at.get(reverse("core:calendar"), {"year": "x"}).context["year"] == localdate().year


@pytest.mark.parametrize(
    ("today", "missing"),
    [
        (date(2026, 10, 31), []),
        (date(2026, 11, 1), [2027]),
        (date(2027, 1, 2), [2027]),
        (date(2027, 11, 1), [2027, 2028]),
    ],
)
def test_a_year_is_wanted_from_november_before_it_and_while_it_runs(
    in_township, admin, today, missing
):
    assert holidays.missing_years(today) == missing
    labels = [tile.label for tile in tiles_for(admin, today)]
    assert ("录入放假安排" in labels) is bool(missing)
    holidays.enter(read_notice(NOTICE_2027, 2027), township=in_township, source="国办", by=admin)
    assert holidays.missing_years(today) == [year for year in missing if year != 2027]


def test_the_health_page_names_the_missing_years_with_the_page_that_mends_it(in_township):
    today = localdate()
    found = list(years_without_table(Period.year(today.year)))
    assert [(problem.title, problem.url) for problem in found] == [
        (f"没有 {year} 年的放假安排", f"/system/calendar/?year={year}")
        for year in holidays.missing_years(today)
    ]
    assert list(years_without_table(Period.year(today.year - 1))) == []


def test_only_the_administrator_changes_the_table_and_only_ones_own(client, at, person, township):
    with township_scope(township.pk):
        day = CalendarDay.objects.create(date=date(2026, 12, 30), is_workday=False)
    stranger = MembershipFactory(role=Role.ADMIN).user
    client.force_login(stranger)
    assert client.post(reverse("core:calendar_withdraw", args=[day.pk])).status_code == 404
    client.force_login(person(Role.CLERK))
    assert client.get(reverse("core:calendar")).context["can_change"] is False
    assert client.get(reverse(NOTICE)).status_code == 403
    assert client.post(reverse("core:calendar_day"), {}).status_code == 403
    assert client.post(reverse("core:calendar_withdraw", args=[day.pk])).status_code == 403
    client.force_login(person(Role.DEPUTY))
    assert client.get(reverse("core:calendar")).status_code == 403
    with township_scope(township.pk):
        assert CalendarDay.objects.count() == 1


def test_a_year_is_entered_once_for_every_township_one_administers(
    at, admin, in_township, django_assert_max_num_queries
):
    others, strange = TownshipFactory.create_batch(20), TownshipFactory()
    for township in others:
        MembershipFactory(user=admin, township=township, role=Role.ADMIN)
    MembershipFactory(user=admin, township=strange, role=Role.COUNTY)
    given = {"year": 2027, "source": "国办", "text": NOTICE_2027}
    assert at.get(reverse(NOTICE)).context["form"]["everywhere"].label.endswith("其他 20 个乡镇")

    with django_assert_max_num_queries(20):
        at.post(reverse(NOTICE), given | {"everywhere": "on"})
    job = Job.objects.get()
    assert [jobs.run(job.pk), jobs.run(job.pk)] == [True, False]

    for township in (in_township, *others):
        with township_scope(township.pk):
            lines = AuditEntry.objects.filter(verb="登记放假安排")
            assert (CalendarDay.objects.count(), lines.count()) == (33, 1)
    with township_scope(strange.pk):
        assert (CalendarDay.objects.count(), AuditEntry.objects.count()) == (0, 0)
    job.refresh_from_db()
    assert (job.status, job.url) == (Job.Status.DONE, f"{reverse('core:calendar')}?year=2027")
    assert Notification.objects.get().to == admin


def test_who_administers_a_township_no_more_enters_nothing_there(at, admin, in_township):
    member = MembershipFactory(user=admin, township=TownshipFactory(), role=Role.ADMIN)
    given = {"year": 2027, "source": "国办", "text": NOTICE_2027, "everywhere": "on"}
    at.post(reverse(NOTICE), given)
    member.ended_at = now()
    member.save(update_fields=["ended_at"])

    assert jobs.run(Job.objects.get().pk) is True

    with township_scope(member.township_id):
        assert CalendarDay.objects.count() == 0


def test_wrong_dates_are_refused_with_what_to_do(at, in_township):
    given = {"first_on": "2026-12-30", "last_on": "2026-12-01", "kind": "off", "name": "x"}
    form = at.post(reverse("core:calendar_day"), given).context["form"]
    assert form.errors == {
        "last_on": ["应不早于起日，一次最多 31 天"],
        "source": ["请填写这一项。"],
    }
    assert CalendarDay.objects.count() == 0


def test_pages_and_posts_stay_within_their_queries(at, in_township, django_assert_max_num_queries):
    PassedOpinionFactory(township=in_township)
    audit.record(None, "开始", in_township)
    given = {"year": 2027, "source": "国办", "text": NOTICE_2027}
    with django_assert_max_num_queries(12):
        at.get(reverse("core:calendar"))
    with django_assert_max_num_queries(20):
        at.post(reverse(NOTICE), given)
