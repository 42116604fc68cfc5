"""The components: every template tag and filter, by what it draws."""

from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import RequestContext, Template
from django.test import RequestFactory

from renda.core.calendar import due_by_months
from renda.core.templatetags import ui, ui_forms, ui_lists, ui_words
from renda.core.templatetags.ui import EVENTS_SHOWN
from renda.core.widgets import PickerSelect

TODAY = date(2025, 6, 16)


def draw(source: str, query: str = "", **context) -> str:
    request = RequestFactory().get(f"/things/?{query}")
    return Template(source).render(RequestContext(request, context)).strip()


@pytest.mark.parametrize(
    ("tone", "css", "icon"),
    [
        ("draft", "pill", "circle"),
        ("doing", "pill pill-doing", "arrow-right-circle"),
        ("due", "pill pill-due", "hourglass-split"),
        ("late", "pill pill-late", "exclamation-triangle-fill"),
        ("done", "pill pill-done", "check-circle-fill"),
        ("key", "pill pill-key", "star-fill"),
    ],
)
def test_pill_says_its_state_with_icon_words_and_colour(tone, css, icon):
    assert draw(f'{{% pill "{tone}" "状态" %}}') == (
        f'<span class="{css}"><i class="bi bi-{icon}" aria-hidden="true"></i>状态</span>'
    )


def test_pill_refuses_a_tone_nobody_drew():
    with pytest.raises(ValueError, match="no tone 'red'"):
        ui.pill("red", "状态")


def test_pill_escapes_its_words():
    assert "<b>" not in draw("{% pill 'doing' label %}", label="<b>")


@pytest.mark.parametrize(
    ("due", "css", "words"),
    [
        (date(2025, 9, 12), "remain", "剩 88 天"),
        (date(2025, 6, 25), "remain remain-due", "剩 9 天"),
        (date(2025, 6, 16), "remain remain-due", "今天到期"),
        (date(2025, 6, 12), "remain remain-late", "逾期 4 天"),
    ],
)
def test_remain_tells_the_days_in_words_and_colour(due, css, words):
    assert draw("{% remain due today %}", due=due, today=TODAY) == (
        f'<span class="{css}">{words}</span>'
    )


def test_remain_of_no_deadline_is_a_dash():
    assert draw("{% remain due today %}", due=None, today=TODAY) == '<span class="note">—</span>'


def test_why_explains_law_start_end_and_extensions():
    drawn = draw(
        "{% why due law details today %}",
        due=due_by_months(date(2025, 6, 3), 1),
        law="《浙江省代表建议办理规定》第二十四条",
        details=[("延期", "未申请")],
        today=TODAY,
    )
    facts = drawn[drawn.index("<dl") : drawn.index("</dl>")]
    assert facts == (
        '<dl class="facts"><dt>依据</dt><dd>《浙江省代表建议办理规定》第二十四条</dd>'
        "<dt>期限</dt><dd>一个月</dd><dt>起算</dt><dd>2025-06-03，当日不计</dd>"
        "<dt>届满</dt><dd>2025-07-03（星期四），不是节假日，不顺延</dd>"
        "<dt>延期</dt><dd>未申请</dd>"
    )
    assert "剩 17 天" in drawn


def test_facts_show_a_dash_for_nothing_and_keep_zero():
    assert draw("{% facts pairs %}", pairs=[("甲", ""), ("乙", 0), ("丙", "a\nb")]) == (
        '<dl class="facts"><dt>甲</dt><dd>—</dd><dt>乙</dt><dd>0</dd><dt>丙</dt><dd>a<br>b</dd></dl>'
    )


@pytest.mark.parametrize(
    ("passed", "blocking", "css", "advice"),
    [
        (True, True, "check check-ok", False),
        (False, True, "check check-bad", True),
        (False, False, "check check-warn", True),
    ],
)
def test_check_shows_computation_article_and_advice_only_when_it_failed(
    passed, blocking, css, advice
):
    check = SimpleNamespace(
        passed=passed,
        blocking=blocking,
        title="到会人数",
        computed="54 × 3 = 162 ≥ 58 × 2 = 116",
        article="《地方组织法》第二十条",
        advice="请代表到会",
    )
    drawn = draw("{% check c %}", c=check)
    assert drawn.startswith(f'<li class="{css}">')
    assert "<code>54 × 3 = 162 ≥ 58 × 2 = 116</code>" in drawn
    assert '<span class="law d-block">《地方组织法》第二十条</span>' in drawn
    assert ("请代表到会" in drawn) is advice


def test_steps_mark_the_done_and_the_present_one():
    items = [
        {"label": "提交", "state": "done", "date": "2025-01-20"},
        {"label": "办理", "state": "now", "date": ""},
        {"label": "办结", "state": "", "date": ""},
    ]
    drawn = draw("{% steps items %}", items=items)
    assert drawn.count("is-done") == 1
    assert drawn.count('class="step is-now" aria-current="step"') == 1
    assert '<li class="step">办结</li>' in drawn


def test_stat_with_a_url_is_a_link_and_without_one_is_not():
    linked = draw('{% stat "建议" 10 "件" "会议 6" "/rows/" %}')
    assert linked.startswith('<a class="stat" href="/rows/">')
    assert linked.endswith("</a>")
    assert draw('{% stat "建议" 0 "件" %}') == (
        '<div class="stat"><span class="stat-label">建议</span>'
        '<span class="stat-value">0<small>件</small></span></div>'
    )


def test_timeline_draws_history_lines_and_internal_notes():
    event = {
        "verb": "修改",
        "actor_name": "周玉兰",
        "at": datetime(2025, 6, 3, 17, 40, tzinfo=ZoneInfo("Asia/Shanghai")),
        "changes": [("负责人", "罗振明", ""), ("电话", "", "0570")],
        "internal": "请到场一次",
    }
    drawn = draw("{% timeline events %}", events=[event])
    assert "<p>负责人：罗振明 → —；电话：— → 0570</p>" in drawn
    assert ">2025-06-03 17:40</time>" in drawn
    assert "内部：请到场一次（代表不可见）" in drawn


def test_a_folded_timeline_leads_to_what_is_older():
    events = [
        {"title": f"第{n}步", "at": datetime(2025, 6, 3, tzinfo=ZoneInfo("Asia/Shanghai"))}
        for n in range(EVENTS_SHOWN + 2)
    ]
    source = "{% timeline events is_folded=True %}"
    drawn = draw(source, events=events)
    assert drawn.count("<li") == EVENTS_SHOWN
    assert '<a href="?all=1">更早的 2 条</a>' in drawn
    assert draw(source, query="all=1", events=events).count("<li") == len(events)
    assert "更早" not in draw(source, events=events[2:])


def test_bars_are_shares_of_the_longest():
    rows = [{"label": "甲", "parts": [1, 2]}, {"label": "乙", "parts": [1, 0]}]
    drawn = draw("{% bars rows '承办' '件' %}", rows=rows)
    assert 'class="c1" x="0%" width="33.33%"' in drawn
    assert 'class="c2" x="33.33%" width="66.67%"' in drawn
    assert '<td class="num">3 件</td>' in drawn
    assert '<td class="num">1 件</td>' in drawn


def test_bars_of_nothing_have_no_width():
    assert 'width="0.00%"' in draw("{% bars rows 'x' %}", rows=[{"label": "甲", "parts": [0]}])


def test_one_main_button_and_the_dangerous_ones_at_the_end():
    transitions = [
        {"label": "撤回", "url": "/w/", "style": "danger"},
        {"label": "受理", "url": "/a/", "style": "primary"},
        {"label": "交办", "url": "/b/", "style": "primary"},
        {"label": "办结", "url": "/c/", "style": "secondary", "blocked": "还没有答复"},
    ]
    drawn = draw("{% action_bar transitions %}", transitions=transitions)
    assert drawn.count("btn-primary") == 1
    assert '<a class="btn btn-primary" href="/a/" data-dialog>受理</a>' in drawn
    assert drawn.index("actionbar-end") < drawn.index('href="/w/"')
    assert 'href="/c/"' not in drawn
    assert "：还没有答复" in drawn


def test_no_action_draws_no_bar():
    assert draw("{% action_bar transitions page_actions %}", transitions=[], page_actions=[]) == ""


def test_query_string_keeps_the_rest_and_drops_nothing():
    assert draw("{% query_string page=3 %}", "kind=a&page=2") == "?kind=a&amp;page=3"
    assert draw("{% query_string page=None %}", "kind=a&page=2") == "?kind=a"


def test_page_links_keep_the_filter():
    page = Paginator(range(100), 25).get_page(2)
    drawn = draw("{% page_links page %}", "kind=a", page=page)
    assert 'href="?kind=a&amp;page=1" rel="prev"' in drawn
    assert 'href="?kind=a&amp;page=3" rel="next"' in drawn
    assert drawn.count('aria-current="page"') == 1


def test_one_page_has_no_links():
    assert draw("{% page_links page %}", page=Paginator(range(5), 25).get_page(1)) == ""


class Sample(forms.Form):
    title = forms.CharField(label="标题", max_length=100, help_text="只说一件事")
    kind = forms.ChoiceField(
        label="类别", choices=[("a", "甲"), ("b", "乙")], widget=forms.RadioSelect
    )
    unit = forms.ChoiceField(label="单位", choices=[("", "请选择"), ("1", "水利站")])
    agreed = forms.BooleanField(label="公开", required=False)


def test_field_ties_label_help_and_error_to_the_control():
    bound = Sample({})["title"]
    drawn = draw("{% field bound %}", bound=bound)
    assert '<label class="form-label" for="id_title">标题' in drawn
    assert '<span class="required-mark" aria-hidden="true">*</span>' in drawn
    assert 'class="form-control is-invalid"' in drawn
    assert 'aria-invalid="true" aria-describedby="id_title_helptext id_title_error"' in drawn
    assert '<div class="form-text" id="id_title_helptext">只说一件事</div>' in drawn
    assert 'class="invalid-feedback" id="id_title_error">' in drawn


def test_field_draws_choices_as_a_group_and_a_select_as_a_select():
    form = Sample()
    group = draw("{% field bound %}", bound=form["kind"])
    assert "<fieldset" in group
    assert group.count('<div class="choice">') == 2
    assert 'class="form-select"' in draw("{% field bound %}", bound=form["unit"])
    assert 'class="form-check-input"' in draw("{% field bound %}", bound=form["agreed"])


def test_long_titles_and_groups_take_the_whole_row():
    form = Sample()
    assert [ui_forms.is_wide(form[name]) for name in form.fields] == [True, True, False, False]


def test_sections_follow_the_form_and_lose_no_field():
    class Sorted(Sample):
        sections = [("一、内容", ["title", "kind"])]

    parts = ui_forms.sections(Sorted())
    assert [(part["title"], [b.name for b in part["fields"]]) for part in parts] == [
        ("一、内容", ["title", "kind"]),
        ("其他", ["unit", "agreed"]),
    ]


def test_error_summary_counts_the_form_and_its_formsets():
    class Row(forms.Form):
        votes = forms.IntegerField(label="赞成")

    data = {"rows0-TOTAL_FORMS": "1", "rows0-INITIAL_FORMS": "0", "rows0-0-votes": "x"}
    formset = forms.formset_factory(Row)(data, prefix="rows0")
    form = Sample({"title": "好", "kind": "a"})
    drawn = draw("{% error_summary form formsets %}", form=form, formsets=[formset])
    assert "有 2 处要改" in drawn
    assert '<a href="#id_unit">单位：' in drawn
    assert '<a href="#id_rows0-0-votes">赞成：' in drawn


def test_error_summary_of_a_clean_form_is_nothing():
    assert draw("{% error_summary form formsets %}", form=Sample(), formsets=[]) == ""


def test_filter_row_shows_four_fields_and_the_search_box():
    class Filter(forms.Form):
        q = forms.CharField(label="标题", required=False)
        a = forms.CharField(required=False)
        b = forms.CharField(required=False)
        c = forms.CharField(required=False)
        d = forms.CharField(required=False)
        e = forms.CharField(required=False)

    request = RequestFactory().get("/x/?tab=late&sort=-a&page=3&a=1")
    context = RequestContext(request, {"request": request})
    drawn = ui_lists.filter_row(context, Filter({"a": "1"}))
    assert [each["bound"].name for each in drawn["shown"]] == ["a", "b", "c", "d", "q"]
    assert [each["bound"].name for each in drawn["folded"]] == ["e"]
    assert drawn["kept"] == [("tab", "late"), ("sort", "-a")]
    assert drawn["is_open"] is False


def test_picker_options_carry_pinyin_initials():
    field = forms.ChoiceField(choices=[("", "请选择"), ("1", "水利站")], widget=PickerSelect)
    html = field.widget.render("unit", "")
    assert '<option value="1" data-initials="slz">水利站</option>' in html
    assert '<option value="" selected>请选择</option>' in html
    assert "data-picker" in html


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("13812345508", "138****5508"),
        ("联系 13812345508", "联系 138****5508"),
        ("0570-0000127", "0570-0000127"),
        ("", "—"),
    ],
)
def test_mask_phone_hides_the_middle_of_mobile_numbers(number, shown):
    assert ui_words.mask_phone(number) == shown


def test_dates_read_as_the_office_writes_them():
    late = datetime(2026, 1, 4, 17, 30, tzinfo=ZoneInfo("UTC"))
    assert ui_words.cn_date(date(2026, 1, 5)) == "2026年1月5日"
    assert ui_words.cn_day(late) == "1月5日"
    assert ui_words.iso(late) == "2026-01-05 01:30"
    assert ui_words.iso(date(2026, 1, 5)) == "2026-01-05"
    assert ui_words.cn_weekday(date(2025, 6, 16)) == "星期一"
    assert [ui_words.cn_date(None), ui_words.iso(None), ui_words.cn_weekday(None)] == ["—", "—", ""]


def test_seq_counts_in_chinese():
    assert [ui_words.seq(n) for n in (1, 10, 12)] == ["一", "十", "十二"]


def test_dash_stands_for_nothing_only():
    assert [ui_words.dash(v) for v in (None, "", 0, False, "x")] == ["—", "—", 0, False, "x"]


def test_address_turns_url_names_into_paths():
    assert [ui_words.address(u) for u in ("core:inbox", "/x/", "?a=1:2", "")] == [
        "/inbox/",
        "/x/",
        "?a=1:2",
        "",
    ]
