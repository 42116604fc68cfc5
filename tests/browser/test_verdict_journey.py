"""The verdict: given, changed, joined in by a co-signer, lost on the way, or brought in on paper."""

from playwright.sync_api import Locator, Page, expect

from motions.models import Feedback, Motion
from renda.core.models import Attachment
from renda.core.scoping import township_scope
from tests.browser.doing import account, address_of, phone, photo
from tests.browser.looking import look

TITLE = "关于在五雷小学门口疏导放学时段交通的建议"


def open_rating(page: Page, button: str = "评价答复") -> None:
    """From the deputy's own list to the page with the letter."""
    page.goto("/motions/mine/")
    page.get_by_role("link", name="在五雷小学门口").click()
    page.get_by_role("link", name=button, exact=True).click()
    expect(page.get_by_role("heading", name="评价答复")).to_be_visible()


def tap(page: Page, work: str, result: str) -> None:
    """One face for the work, one for the result."""
    for group, face in (("办理态度", work), ("办理结果", result)):
        page.get_by_role("group", name=group).get_by_text(face, exact=True).click()


def send(page: Page) -> None:
    page.get_by_role("button", name="提交评价").click()


def waiting(page: Page) -> Locator:
    """The line that asks for the rating of this case."""
    return page.get_by_role("link").filter(has_text="建议的答复").filter(has_text="五雷小学门口")


def said(site, **only) -> list[tuple]:
    """Every rating of the case, the oldest first: who, work, result, whether it still stands."""
    with township_scope(site.full.pk):
        rows = Feedback.objects.filter(motion__title=TITLE, **only).order_by("pk")
        return list(rows.values_list("deputy__name", "work_rating", "result_rating", "is_current"))


def state(site) -> tuple[str, str]:
    with township_scope(site.full.pk):
        return Motion.objects.values_list("status", "verdict").get(title=TITLE)


def test_the_lead_changes_the_rating_and_a_co_signers_stands_beside_it(site, as_user):
    account(site, "谢大海", "xdh")
    lead, joint = phone(as_user, "deputy"), phone(as_user, "xdh")
    open_rating(lead)
    look(lead, "phone-rate")
    tap(lead, "满意", "满意")
    send(lead)
    expect(lead.get_by_text("已办结").first).to_be_visible()
    assert state(site) == ("closed", "satisfied")

    open_rating(lead, "修改评价")
    expect(lead.get_by_text("评价过：态度满意，结果满意")).to_be_visible()
    expect(
        lead.get_by_role("group", name="办理结果").get_by_label("满意", exact=True)
    ).to_be_checked()
    look(lead, "phone-rate-again")
    tap(lead, "满意", "基本满意")
    lead.get_by_label("哪里不满意，或者别的话").fill("周五也要有人。")
    send(lead)
    expect(lead.get_by_text("周五也要有人。").first).to_be_visible()
    look(lead, "phone-rated")
    assert state(site) == ("closed", "basically")

    open_rating(joint)
    expect(joint.get_by_text("以领衔代表陈根法的评价为准")).to_be_visible()
    tap(joint, "基本满意", "不满意")
    joint.get_by_label("哪里不满意，或者别的话").fill("南口还是堵。")
    look(joint, "phone-rate-joint")
    send(joint)
    expect(joint.get_by_text("南口还是堵。").first).to_be_visible()

    assert state(site) == ("closed", "basically")
    assert said(site) == [
        ("陈根法", "satisfied", "satisfied", False),
        ("陈根法", "satisfied", "basically", True),
        ("谢大海", "basically", "dissatisfied", True),
    ]
    office = as_user("clerk")
    office.goto(address_of(site, TITLE))
    for words in ("周五也要有人。", "南口还是堵。"):
        expect(office.get_by_text(words).first).to_be_visible()
    look(office, "case-rated-twice")


def test_a_rating_without_a_connection_is_kept_and_sent_once(site, as_user):
    page = phone(as_user, "deputy")
    open_rating(page)
    tap(page, "基本满意", "满意")
    page.context.set_offline(True)
    page.get_by_label("哪里不满意，或者别的话").fill("辅警要固定到人。")
    send(page)
    kept = page.locator("[data-draft-state]")
    expect(kept).to_contain_text("没有网络，还没有提交")
    look(page, "phone-rate-offline")
    assert said(site) == []

    page.context.set_offline(False)
    expect(kept).to_contain_text("网络已恢复")
    page.reload()  # as a phone does that threw the page away meanwhile
    expect(page.get_by_text("已恢复未提交的内容")).to_be_visible()
    expect(page.get_by_label("哪里不满意，或者别的话")).to_have_value("辅警要固定到人。")
    send(page)
    expect(page.get_by_text("已办结").first).to_be_visible()

    assert said(site) == [("陈根法", "basically", "satisfied", True)]
    open_rating(page, "修改评价")
    expect(page.get_by_text("已恢复未提交的内容")).to_have_count(0)


def test_an_answer_lost_on_its_way_back_does_not_rate_twice(site, as_user):
    page = phone(as_user, "deputy")
    page.goto("/motions/todo/")
    expect(waiting(page)).to_have_count(1)
    open_rating(page)
    tap(page, "满意", "满意")

    def lose_the_answer(route) -> None:
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/rate/", lose_the_answer)
    send(page)
    page.wait_for_url("chrome-error://**")
    page.unroute_all()
    page.goto("/motions/todo/")
    expect(page.get_by_role("heading", name="等我办的")).to_be_visible()
    expect(waiting(page)).to_have_count(0)

    assert said(site) == [("陈根法", "satisfied", "satisfied", True)]
    open_rating(page, "修改评价")
    expect(page.get_by_text("评价过：态度满意，结果满意")).to_be_visible()


def test_the_office_enters_the_signed_form_with_its_scan(site, as_user):
    office = as_user("clerk")
    address = address_of(site, TITLE)
    office.goto(address)
    office.get_by_role("link", name="代录评价").click()
    tap(office, "满意", "基本满意")
    send(office)
    expect(office.get_by_role("heading", name="代录评价")).to_be_visible()
    assert said(site) == []
    office.get_by_label("签名的征询意见表").set_input_files([photo("征询意见表.jpg")])
    look(office, "rate-on-paper")
    send(office)
    expect(office.get_by_text("已办结").first).to_be_visible()

    lead = phone(as_user, "deputy")
    lead.goto(address)
    expect(lead.get_by_text("已办结").first).to_be_visible()
    look(lead, "phone-rated-on-paper")
    assert state(site) == ("closed", "basically")
    assert said(site, is_by_office=True) == [("陈根法", "satisfied", "basically", True)]
    with township_scope(site.full.pk):
        rated = Feedback.objects.get(motion__title=TITLE)
        files = Attachment.objects.filter(model="motions.feedback", object_id=rated.pk)
        assert list(files.values_list("name", flat=True)) == ["征询意见表.jpg"]
