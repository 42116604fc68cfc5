"""The side menu and the bottom bar: who sees which page, and which one is marked."""

from types import SimpleNamespace

import pytest
from django.test import RequestFactory
from django.urls import ResolverMatch, resolve

from renda.core import menu as registry
from renda.core.menu import GROUPS, menu, menu_for, tab, tabs_for
from renda.core.models import Role


@pytest.fixture
def registered(monkeypatch):
    """An empty menu, put back afterwards."""
    monkeypatch.setattr(registry, "_pages", [])
    monkeypatch.setattr(registry, "_tabs", [])


def asked(path: str, user, township) -> SimpleNamespace:
    request = RequestFactory().get(path)
    request.resolver_match = resolve(request.path)
    request.user, request.township = user, township
    return request


def drawn(groups):
    return [(g.label, [(e.label, e.is_current) for e in g.entries]) for g in groups]


def test_groups_come_in_the_fixed_order_whatever_the_apps_declare_first(
    registered, clerk, in_township
):
    menu("系统", "操作记录", "core:audit", perm="core.view_audit", order=2)
    menu("系统", "单位", "core:units", perm="core.list_unit", order=1)
    menu("会议", "会议一", "core:inbox", perm="core.use")
    menu("会议", "会议二", "core:search", perm="core.use", order=1)
    menu("会议", "会议三", "core:done", perm="core.use", order=2)
    menu("工作台", "工作台", "core:workbench", perm="core.use")
    menu("年度报告", "指标", "core:figures", perm="core.view_figures")
    menu("年度报告", "体检", "core:health", perm="core.view_health")
    groups = menu_for(asked("/system/units/", clerk, in_township))
    assert drawn(groups) == [
        ("工作台", [("工作台", False)]),
        ("会议", [("会议一", False), ("会议二", False), ("会议三", False)]),
        ("年度报告", [("指标", False), ("体检", False)]),
        ("系统", [("单位", True), ("操作记录", False)]),
    ]
    assert [g.is_flat for g in groups] == [True, False, False, False]
    assert [g.is_current for g in groups] == [False, False, False, True]
    assert list(GROUPS).index("会议") < list(GROUPS).index("系统")


def test_few_pages_stand_without_groups(registered, clerk, in_township):
    menu("系统", "单位", "core:units", perm="core.list_unit")
    menu("系统", "操作记录", "core:audit", perm="core.view_audit", icon="clock")
    groups = menu_for(asked("/", clerk, in_township))
    assert [(g.label, g.icon, g.is_flat) for g in groups] == [
        ("单位", "gear", True),
        ("操作记录", "clock", True),
    ]


def test_only_pages_the_user_may_open_are_there(registered, person, in_township):
    menu("系统", "账号", "core:accounts", perm="core.manage_accounts")
    menu("工作台", "工作台", "core:workbench", perm="core.use")
    menu("系统", "没有人", "core:audit", perm="core.nobody_has_this")
    deputy, admin = person(Role.DEPUTY), person(Role.ADMIN)
    assert drawn(menu_for(asked("/", deputy, in_township))) == [("工作台", [("工作台", True)])]
    assert [g.label for g in menu_for(asked("/", admin, in_township))] == ["工作台", "账号"]


@pytest.mark.parametrize(
    ("url_name", "view_name", "covers"),
    [
        ("motions:list", "motions:list", True),
        ("motions:list", "motions:detail", True),
        ("deputies:training_list", "deputies:training_update", True),
        ("deputies:training_list", "deputies:list", False),
        ("deputies:training_list", "deputies:trainer_list", False),
        ("core:units", "core:unit", True),
        ("core:units", "core:unit_update", True),
        ("core:units", "core:rules", False),
        ("core:figures", "core:figure", True),
        ("core:workbench", "core:workbench", True),
        ("core:workbench", "core:inbox", False),
    ],
)
def test_a_record_marks_its_list(url_name, view_name, covers):
    page = registry.Page(label="x", url_name=url_name, perm="", icon="", order=0)
    request = RequestFactory().get("/")
    app, _, name = view_name.partition(":")
    request.resolver_match = ResolverMatch(str, (), {}, name, [app], [app])
    assert (page.nearness(request) > (0, 0)) is covers


def test_the_nearest_page_is_marked_and_a_filter_counts(registered, clerk, in_township):
    menu("系统", "单位", "core:units", perm="core.list_unit")
    menu("系统", "村", "core:units", perm="core.list_unit", query={"kind": "village"})
    menu("系统", "记录", "core:audit", perm="core.view_audit")

    def marked(path):
        groups = menu_for(asked(path, clerk, in_township))
        return [e.label for g in groups for e in g.entries if e.is_current]

    assert marked("/system/units/") == ["单位"]
    assert marked("/system/units/?kind=village&page=2") == ["村"]
    assert marked("/system/units/?kind=office") == ["单位"]
    assert marked("/search/") == []


def test_labels_and_counts_may_depend_on_the_request(registered, person, in_township):
    menu(
        "工作台",
        lambda request: request.user.name,
        "core:workbench",
        perm="core.use",
        badge=lambda request: 7,
    )
    entry = menu_for(asked("/", person(Role.CLERK, name="周玉兰"), in_township))[0].entries[0]
    assert (entry.label, entry.badge, entry.url) == ("周玉兰", 7, "/")


def test_an_unknown_group_and_a_second_declaration_are_refused(registered):
    with pytest.raises(ValueError, match="no menu group '杂项'"):
        menu("杂项", "页", "core:inbox", perm="core.use")
    menu("系统", "页", "core:inbox", perm="core.use")
    with pytest.raises(ValueError, match="twice"):
        menu("监督", "页", "core:inbox", perm="core.use")


def test_tabs_come_in_their_order_for_those_who_may(registered, person, in_township):
    tab("我的", "core:account", perm="core.use", icon="person", order=9)
    tab("首页", "core:workbench", perm="core.use", icon="house")
    tab("账号", "core:accounts", perm="core.manage_accounts", icon="gear")
    tabs = tabs_for(asked("/account/", person(Role.DEPUTY), in_township))
    assert [(t.label, t.is_current) for t in tabs] == [("首页", False), ("我的", True)]


def test_drawing_the_menu_asks_the_database_nothing(clerk, in_township, django_assert_num_queries):
    request = asked("/", clerk, in_township)
    assert request.user.roles == {(in_township.pk, Role.CLERK)}
    with django_assert_num_queries(0):
        menu_for(request)
        tabs_for(request)
