"""The frame around the pages, and the generic pages inside it, as a browser gets them."""

import re
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from renda.core.context import frame, years_of
from renda.core.models import Notification, Role, Term, Unit
from renda.core.scoping import township_scope
from tests.factories.core import MembershipFactory, TownshipFactory, UnitFactory


@pytest.fixture
def visit(client):
    """``visit(user, path)``: the page as text."""

    def get(user, path, **headers):
        client.force_login(user, backend="renda.core.backends.AccountBackend")
        return client.get(path, headers=headers)

    return get


def page(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_years_are_those_of_the_terms_up_to_this_one():
    terms = [
        Term(number=15, starts_on=date(2026, 11, 20), ends_on=None),
        Term(number=14, starts_on=date(2024, 1, 10), ends_on=date(2026, 11, 20)),
    ]
    assert years_of(terms, date(2026, 12, 1)) == [
        {"year": 2026, "label": "第十五届 · 2026 年"},
        {"year": 2025, "label": "第十四届 · 2025 年"},
        {"year": 2024, "label": "第十四届 · 2024 年"},
    ]
    assert years_of(terms[:1], date(2026, 11, 19)) == []


def test_nobody_logged_in_has_no_frame(db, django_assert_num_queries):
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with django_assert_num_queries(0):
        assert frame(request) == {}


def test_a_page_without_a_frame_asks_nothing(clerk, in_township, django_assert_num_queries):
    request = RequestFactory().get("/")
    request.user, request.township = clerk, in_township
    with django_assert_num_queries(0):
        frame(request)


def test_the_frame_names_the_office_the_person_and_the_role(visit, person, township):
    text = page(visit(person(Role.CLERK, name="周玉兰"), "/search/"))
    assert f"<span>{township.name}人大<small>主席团办公室</small></span>" in text
    assert "周玉兰<small>人大办工作人员</small>" in text
    assert '<html lang="zh-CN">' in text
    assert text.count('class="skip-link"') == 1


def test_a_deputy_has_the_bottom_bar_and_a_clerk_has_not(visit, person):
    assert '<nav class="tabbar" aria-label="常用">' in page(visit(person(Role.DEPUTY), "/search/"))
    assert '<nav class="tabbar"' not in page(visit(person(Role.CLERK), "/search/"))


def test_large_type_is_kept_with_the_account(client, visit, clerk):
    visit(clerk, "/search/")
    client.post("/account/large-type/", {"next": "/search/"})
    clerk.refresh_from_db()
    assert clerk.large_type is True
    text = page(visit(clerk, "/search/"))
    assert '<html lang="zh-CN" class="large-type">' in text
    assert 'aria-pressed="true" aria-label="大字版"' in text


def test_the_bell_counts_my_unread_messages_only(visit, clerk, chair, township):
    with township_scope(township.pk):
        for to in (clerk, clerk, chair):
            Notification.objects.create(to=to, text="有新建议", url="/")
    assert 'aria-label="消息，2 条未读"' in page(visit(clerk, "/search/"))


def test_the_county_reads_under_its_own_name_and_picks_a_township(visit, township):
    reader = MembershipFactory(township=township, role=Role.COUNTY).user
    other = TownshipFactory(county=township.county, name="姚埠乡")
    MembershipFactory(township=other, role=Role.COUNTY, user=reader)
    text = page(visit(reader, "/account/"))
    assert f"<span>{township.county.name}人大<small>常委会代表工作委员会</small></span>" in text
    assert re.findall(r'<option value="\d+"( selected)?>(.*?)</option>', text) == [
        (" selected", township.name),
        ("", "姚埠乡"),
    ]


def test_the_trail_leads_from_the_menu_to_the_record(visit, clerk, township):
    unit = UnitFactory(township=township, name="水利站")
    trail = page(visit(clerk, f"/system/units/{unit.pk}/"))
    trail = trail[trail.index('<ol class="breadcrumb">') : trail.index("</ol></nav>")]
    assert re.findall(r'<li class="breadcrumb-item[^>]*>(.*?)</li>', trail) == [
        "系统",
        '<a href="/system/units/">单位</a>',
        "水利站",
    ]


def test_a_list_of_25_rows_stays_small_and_keeps_its_parts(visit, clerk, township):
    for number in range(30):
        UnitFactory(township=township, name=f"第{number}村村民委员会", kind=Unit.Kind.VILLAGE)
    response = visit(clerk, "/system/units/")
    text = page(response)
    assert text.count("<tr>") == 26
    assert len(response.content) <= 40 * 1024
    assert "共 30 条" in text
    assert 'href="?export=xlsx"' in text


def test_htmx_gets_the_list_with_the_export_link_of_the_same_filter(visit, clerk, township):
    UnitFactory(township=township, kind=Unit.Kind.VILLAGE)
    text = page(visit(clerk, "/system/units/?kind=village", **{"HX-Request": "true"}))
    assert text.startswith('<div id="list"')
    assert "<html" not in text
    assert 'id="export-link" href="?kind=village&amp;export=xlsx" hx-swap-oob="true"' in text


def test_an_empty_list_says_what_to_do_and_an_empty_search_how_to_go_back(visit, clerk, person):
    empty = page(visit(clerk, "/system/units/"))
    assert "<h2>还没有单位</h2>" in empty
    assert 'class="btn btn-primary" href="/system/units/new/">登记单位</a></div>' in empty
    none = page(visit(clerk, "/system/units/?kind=village"))
    assert "<h2>没有符合条件的记录</h2>" in none
    assert "清除条件" in none


def test_a_refused_form_keeps_what_was_typed_and_says_what_is_wrong(client, visit, clerk):
    visit(clerk, "/system/units/new/")
    response = client.post("/system/units/new/", {"name": "", "short_name": "水利", "kind": "x"})
    text = page(response)
    assert "有 2 处要改，改好后再提交。已填内容都在。" in text
    assert '<a href="#id_name">单位名称：' in text
    assert 'value="水利"' in text
    assert "data-draft-bound" in text


def test_no_page_carries_script_or_style_inline(visit, clerk, township):
    unit = UnitFactory(township=township)
    paths = ["/", "/system/units/", f"/system/units/{unit.pk}/", "/system/units/new/", "/account/"]
    for path in paths:
        text = page(visit(clerk, path))
        assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son\w+=", text) == []


@pytest.mark.parametrize(
    ("path", "status", "title"),
    [("/system/accounts/", 403, "没有权限"), ("/nothing/here/", 404, "找不到这个页面")],
)
def test_refusals_stay_inside_the_frame(visit, clerk, path, status, title):
    response = visit(clerk, path)
    text = response.content.decode()
    assert (response.status_code, f'<h1 class="fs-5">{title}</h1>' in text) == (status, True)
    assert 'aria-label="主菜单"' in text


def test_a_stranger_reads_no_frame_on_the_login_page(client, db):
    text = page(client.get("/login/"))
    assert '<body class="login">' in text
    assert "topbar" not in text
