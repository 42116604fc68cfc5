"""What a unit asks or owes besides the letter, each under its head's signature: 退办, 延期, 会办意见."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from motions.models import Assignment, CoOpinion, Extension, Motion, Objection
from renda.core.calendar import due_by_months
from renda.core.scoping import township_scope
from tests.browser.doing import address_of, box, confirm, pick, take, told
from tests.browser.looking import look

BRIDGE = "关于修缮上湾村危旧廊桥的建议"
POND = "关于整治石埠塘水质和塘边道路的建议"
NOT_OURS = "廊桥跨溪，属水利设施，归水利站管。"
TO_HEAD = "（送负责人签）"


def from_inbox(page: Page, title: str, button: str):
    """Press a button of the case in the unit's inbox; the box that asks about it."""
    page.goto("/motions/inbox/")
    look(page, "inbox")
    mine = page.locator("tr, .card-body").filter(has_text=title)
    mine.get_by_role("link", name=button, exact=True).click()
    return page.get_by_role("dialog")


def rows_of(site, title: str) -> set[tuple[str, str, str]]:
    """The units of a case: who, as what, in which state."""
    with township_scope(site.full.pk):
        rows = Assignment.objects.filter(motion__title=title)
        return set(rows.values_list("unit__short_name", "role", "status"))


def object_to(unit: Page, head: Page) -> None:
    """The unit's clerk writes why, the head has it mended once, then signs."""
    dialog = from_inbox(unit, BRIDGE, f"申请退办{TO_HEAD}")
    dialog.get_by_label("理由").fill("不归我们管。")
    look(unit, "objection-draft")
    confirm(dialog, f"申请退办{TO_HEAD}")
    dialog = from_inbox(head, BRIDGE, "退回修改")
    expect(dialog.get_by_text("不归我们管。")).to_be_visible()
    dialog.get_by_label("理由").fill("写明归哪个单位。")
    confirm(dialog, "退回修改")
    dialog = from_inbox(unit, BRIDGE, f"申请退办{TO_HEAD}")
    expect(dialog.get_by_label("理由")).to_have_value("不归我们管。")
    dialog.get_by_label("理由").fill(NOT_OURS)
    pick(dialog, "建议改交单位", "slz", "水利站")
    confirm(dialog, f"申请退办{TO_HEAD}")
    unit.goto("/motions/inbox/")
    look(unit, "inbox-awaits-signature")
    dialog = from_inbox(head, BRIDGE, "签发退办申请")
    expect(dialog.get_by_text(NOT_OURS)).to_be_visible()
    look(head, "objection-sign")
    confirm(dialog, "签发退办申请")


def test_an_objection_reaches_the_office_only_when_signed_and_is_granted(site, as_user):
    unit, head, office = as_user("handler"), as_user("head"), as_user("clerk")
    office.goto("/motions/objections/")
    expect(office.get_by_role("link", name=BRIDGE)).to_have_count(0)
    object_to(unit, head)
    office.goto("/motions/objections/")
    look(office, "objections")
    office.get_by_role("link", name=BRIDGE).click()
    dialog = box(office, "同意退办、改交")
    expect(dialog.get_by_text(NOT_OURS)).to_be_visible()
    expect(dialog.get_by_label("改交单位")).to_have_value("水利站")
    dialog.get_by_label("审核说明").fill("廊桥由水利站管理。")
    look(office, "objection-agree")
    confirm(dialog, "同意退办、改交")
    expect(office.get_by_text("由村镇建设办转来")).to_be_visible()
    look(office, "handed-over")

    unit.goto("/motions/inbox/")
    expect(unit.get_by_role("link", name=BRIDGE)).to_have_count(0)
    other = as_user("water")
    other.goto("/motions/inbox/")
    expect(other.locator(".card-body").filter(has_text=BRIDGE)).to_be_visible()
    assert rows_of(site, BRIDGE) == {
        ("村镇建设办", "lead", "reassigned"),
        ("水利站", "lead", "waiting"),
        ("财政所", "assist", "waiting"),
    }


def test_a_refused_objection_stays_with_the_unit_and_is_counted(site, as_user):
    unit, head, office = as_user("handler"), as_user("head"), as_user("clerk")
    before = rows_of(site, BRIDGE)
    object_to(unit, head)
    office.goto(address_of(site, BRIDGE))
    take(office, "不同意退办", 理由="廊桥是村镇建设项目，请继续办理。")
    expect(office.get_by_text("廊桥是村镇建设项目，请继续办理。").first).to_be_visible()
    look(office, "objection-refused")

    unit.goto("/inbox/")
    expect(unit.get_by_text("不同意退办，请继续办理").first).to_be_visible()
    from_inbox(unit, BRIDGE, "签收")
    assert rows_of(site, BRIDGE) == before
    with township_scope(site.full.pk):
        asked = Objection.objects.get(assignment__motion__title=BRIDGE)
        assert (asked.decision, asked.reason, asked.signer) == ("denied", NOT_OURS, "蒋文斌")


@pytest.mark.parametrize(
    ("step", "decision", "months"),
    [("同意延期", "granted", 6), ("不同意延期", "denied", 3)],
)
def test_more_time_is_asked_under_the_heads_signature_and_decided(
    site, as_user, step, decision, months
):
    unit, head, office = as_user("water"), as_user("waterhead"), as_user("clerk")
    dialog = from_inbox(unit, POND, f"申请延期{TO_HEAD}")
    dialog.get_by_label("理由").fill("清淤要等冬季放干塘水才能施工。")
    look(unit, "extension-draft")
    confirm(dialog, f"申请延期{TO_HEAD}")
    office.goto("/motions/extensions/")
    expect(office.get_by_role("link", name=POND)).to_have_count(0)
    dialog = from_inbox(head, POND, "签发延期申请")
    look(head, "extension-sign")
    confirm(dialog, "签发延期申请")

    office.goto("/motions/extensions/")
    office.get_by_role("link", name=POND).click()
    take(office, step, 理由="已到现场看过。")
    why = office.locator("details.why").first
    why.locator("summary").click()
    with township_scope(site.full.pk):
        row = Assignment.objects.get(motion__title=POND, unit__short_name="水利站")
        day = due_by_months(row.assigned_on, months).on
        assert (row.due_on, row.status, row.months) == (day, "handling", months)
        assert Motion.objects.get(title=POND).due_on == day
        asked = Extension.objects.get(assignment=row)
        assert (asked.decision, asked.signer, asked.note) == (decision, "潘建新", "已到现场看过。")
    expect(why).to_contain_text(str(day))
    expect(why).to_contain_text("周玉兰同意：已到现场看过。" if months == 6 else "不同意")
    look(office, f"extension-{decision}")


def test_a_co_handlers_opinion_counts_once_its_head_has_signed(site, as_user):
    office, unit, head, main = (as_user(n) for n in ("clerk", "water", "waterhead", "handler"))
    address = address_of(site, BRIDGE)
    office.goto(address)
    office.get_by_role("link", name="增加承办单位").click()
    pick(office, "承办单位", "slz", "水利站")
    office.get_by_label("身份").select_option(label="协办")
    look(office, "one-more-unit")
    office.get_by_role("button", name="交办", exact=True).click()
    told(office, "已交办水利站")

    confirm(from_inbox(unit, BRIDGE, "签收"), "签收")
    dialog = from_inbox(unit, BRIDGE, f"回会办意见{TO_HEAD}")
    dialog.get_by_label("会办意见").fill("桥墩处河床可以清淤，费用由水利维修资金出。")
    look(unit, "opinion-draft")
    confirm(dialog, f"回会办意见{TO_HEAD}")
    with township_scope(site.full.pk):
        assert CoOpinion.objects.filter(assignment__motion__title=BRIDGE).count() == 0
    dialog = from_inbox(head, BRIDGE, "签发会办意见")
    expect(dialog.get_by_text("费用由水利维修资金出")).to_be_visible()
    look(head, "opinion-sign")
    confirm(dialog, "签发会办意见")

    main.goto(address)
    take(main, "签收")
    main.get_by_role("link", name="答复", exact=True).click()
    heard = main.locator("section").filter(has=main.get_by_role("heading", name="会办意见"))
    expect(heard).to_contain_text("水利站：桥墩处河床可以清淤")
    expect(heard).to_contain_text("财政所")
    look(main, "reply-with-opinion")
    assert rows_of(site, BRIDGE) == {
        ("村镇建设办", "lead", "handling"),
        ("水利站", "assist", "opinion_given"),
        ("财政所", "assist", "waiting"),
    }
    with township_scope(site.full.pk):
        said = CoOpinion.objects.get(assignment__motion__title=BRIDGE)
        assert said.signer == "潘建新"
        assert said.on == timezone.localdate()
