"""The office's way at a desk and on the phone: review, hand a batch on; the unit signs and meets the deputy."""

from django.conf import settings
from playwright.sync_api import Page, expect

from motions.models import Assignment, ContactLog
from motions.papers.handing import sign_code
from renda.core.demo_accounts import PASSWORD
from renda.core.models import Attachment
from renda.core.scoping import township_scope
from tests.browser.doing import account, address_of, phone, photo, told
from tests.browser.looking import look

SENT_IN = "关于为独居老人安装烟感报警器的建议"
WAITING = "关于规范集镇夜市噪声管理的建议"


def review(page: Page, address: str) -> None:
    """The card shows what to look at; one click and the words on the paper form."""
    page.goto(address)
    card = page.get_by_role("region", name="审核")
    expect(card.get_by_role("heading", name="怎么处理")).to_be_visible()
    expect(card.get_by_text("领衔 1 人，联名已确认 2 人")).to_be_visible()
    for choice in ("受理", "退回补充", "并案", "转工作参考", "转报上级", "不予受理"):
        expect(card.get_by_role("link", name=choice, exact=True)).to_be_visible()
    look(page, "review")
    card.get_by_role("link", name="受理", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="受理").click()
    expect(page.get_by_text("待交办").first).to_be_visible()


def hand_on(page: Page, name: str = "batch") -> None:
    """One case to 主办 and 协办, one to two units that answer apart, one leader for both."""
    page.goto("/motions/assign/")
    look(page, f"{name}-empty")
    table = page.get_by_role("region", name="交办清单")
    assert table.evaluate("each => each.scrollWidth - each.clientWidth") == 0
    for box in page.locator("tbody input[name=pk]").all():
        box.uncheck()
    joint = page.get_by_role("row").filter(has_text=SENT_IN)
    apart = page.get_by_role("row").filter(has_text=WAITING)
    for row in (joint, apart):
        row.locator("input[name=pk]").check()
    choose(joint, "主办单位", "水利站")
    choose(joint, "协办单位", "财政所")
    choose(apart, "主办单位", "村镇建设办")
    choose(apart, "协办单位", "综合执法队")
    apart.get_by_label("分办：各单位分别答复代表").check()
    page.get_by_label("所选各件的责任领导").fill("汤晓琴")
    page.get_by_role("button", name="应用").click()
    expect(joint.get_by_label("责任领导")).to_have_value("汤晓琴")
    look(page, name)
    page.get_by_role("button", name="交办所选").click()
    expect(page.get_by_text("已交办 2 件，各单位已收到消息")).to_be_visible()


def choose(row, label: str, unit: str) -> None:
    """A unit by typing, or from the plain list."""
    box = row.get_by_label(label)
    if box.first.evaluate("each => each.tagName") == "SELECT":
        box.first.select_option(label=unit)
        return
    box.first.fill(unit)
    row.get_by_role("listbox").get_by_role("option", name=unit).click()


def sign_by_the_code(page: Page, site, motion: str, unit: str) -> None:
    """The head holds a phone over the 交办单: its code asks for the login, then for the signature."""
    with township_scope(site.full.pk):
        row = Assignment.objects.get(motion__title=motion, unit__short_name=unit)
        path = sign_code(row).url.removeprefix(settings.SITE_URL)
    page.goto(path)
    page.get_by_label("手机号或账号").fill("waterhead")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.locator(".page-lead")).to_contain_text(motion)
    page.get_by_label("经办人").fill("宋晓东")
    look(page, "phone-sign-by-code")
    page.get_by_role("button", name="签收", exact=True).click()
    told(page, "已签收")


def meet(page: Page, address: str) -> None:
    """The unit keeps what it talked about with the deputy, with a photo of the place."""
    page.goto(address)
    page.get_by_role("link", name="联系代表").click()
    page.get_by_label("参加人").fill("宋晓东")
    page.get_by_label("代表意见").fill("先装住在山上的十二户。")
    page.get_by_label("记录、照片").set_input_files([photo("走访.jpg")])
    look(page, "contact")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_text("先装住在山上的十二户。").first).to_be_visible()
    look(page, "contact-kept")


def agree_to(page: Page, address: str) -> None:
    """The deputy reads what was kept of the talk, and says that it is true."""
    page.goto(address)
    card = page.locator("section").filter(has_text="请确认面商记录")
    expect(card.first).to_contain_text("先装住在山上的十二户。")
    look(page, "phone-confirm-contact")
    page.get_by_role("button", name="属实", exact=True).click()
    told(page, "已确认属实")


def test_from_review_to_the_units_signature_and_the_first_talk(site, as_user):
    account(site, "余秀兰", "yxl")
    office = as_user("clerk")
    first = address_of(site, SENT_IN)
    review(office, first)
    hand_on(office)
    sign_by_the_code(phone(as_user), site, SENT_IN, "水利站")
    meet(as_user("water"), first)
    agree_to(phone(as_user, "yxl"), first)

    office.goto(first)
    expect(office.get_by_text("代表确认面商记录属实").first).to_be_visible()
    with township_scope(site.full.pk):
        rows = Assignment.objects.filter(motion__title__in=[SENT_IN, WAITING])
        assert set(rows.values_list("unit__short_name", "role", "status", "signed_by")) == {
            ("水利站", "lead", "handling", "潘建新"),
            ("财政所", "assist", "waiting", ""),
            ("村镇建设办", "separate", "waiting", ""),
            ("综合执法队", "separate", "waiting", ""),
        }
        talk = ContactLog.objects.get(motion__title=SENT_IN)
        assert (talk.words, talk.confirmation) == ("先装住在山上的十二户。", "true")
        files = Attachment.objects.filter(model="motions.contactlog", object_id=talk.pk)
        assert list(files.values_list("name", flat=True)) == ["走访.jpg"]


def test_several_cases_are_handed_on_from_the_phone_without_moving_the_table(site, as_user):
    page = phone(as_user, "clerk")
    review(page, address_of(site, SENT_IN))
    hand_on(page, "phone-batch")
    with township_scope(site.full.pk):
        rows = Assignment.objects.filter(motion__title__in=[SENT_IN, WAITING])
        assert rows.count() == 4
        assert set(rows.values_list("leader", flat=True)) == {"汤晓琴"}
