"""What the office and the presidium make of a case: refused, taken for reference, merged; a 议案 decided on."""

import pytest
from playwright.sync_api import Page, expect

from motions.models import Motion, ReplyOpening, Review
from renda.core.models import Attachment, Notification
from renda.core.scoping import township_scope
from tests.browser.doing import (
    account,
    address_of,
    box,
    confirm,
    phone,
    photo,
    pick,
    take,
    told,
)
from tests.browser.looking import look

SHELTER = "增设青岭村公交候车亭"
SMOKE = "关于为独居老人安装烟感报警器的建议"
ROOF = "关于修缮里坞村文化礼堂屋顶的建议"
LEAK = "里坞村文化礼堂漏雨"
WAITING = "关于规范集镇夜市噪声管理的建议"
BILL = "加快石坑坪水库下游清淤"


def numbers_used(site) -> list[str]:
    """The codes given so far."""
    with township_scope(site.full.pk):
        return sorted(Motion.objects.exclude(code="").values_list("code", flat=True))


def hand_in(page: Page, title: str) -> str:
    """A suggestion from the phone with the least it needs; returns its address."""
    page.goto("/motions/submit/")
    page.get_by_label("一句话说清要办的事").fill(title)
    page.get_by_label("什么情况").fill("一下雨就漏，放电影的机器淋坏了。")
    page.get_by_label("希望怎么办").fill("换瓦，修檐沟。")
    page.get_by_text("教科文卫", exact=True).click()
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="提交建议").click()
    told(page, "已提交")
    return page.url


def test_a_refusal_gives_its_coded_reason_and_uses_no_number(site, as_user):
    office, before = as_user("clerk"), numbers_used(site)
    address = address_of(site, SHELTER)
    office.goto(address)
    dialog = box(office, "不予受理")
    dialog.get_by_role("button", name="不予受理").click()
    expect(dialog).to_be_visible()  # the words for the deputy are asked for
    dialog.get_by_label("原因").select_option(label="涉及正在进行的招标投标")
    dialog.get_by_label("向代表说明").fill("候车亭已列入正在招标的公交站点工程。")
    look(office, "refuse")
    confirm(dialog, "不予受理")
    expect(office.get_by_text("不予受理").first).to_be_visible()

    lead = phone(as_user, "deputy2")
    lead.goto(address)
    notice = lead.locator(".notice")
    expect(notice).to_contain_text("不予受理：涉及正在进行的招标投标")
    expect(notice).to_contain_text("候车亭已列入正在招标的公交站点工程。")
    look(lead, "phone-refused")
    with township_scope(site.full.pk):
        motion = Motion.objects.get(title=SHELTER)
        said = Review.objects.get(motion=motion)
        assert (motion.status, motion.code, said.decision, said.reason) == (
            "rejected", "", "reject", "tender",
        )  # fmt: skip
    assert numbers_used(site) == before


def test_a_case_taken_for_reference_is_not_handed_on(site, as_user):
    office, before = as_user("clerk"), numbers_used(site)
    office.goto(address_of(site, SMOKE))
    dialog = box(office, "转工作参考")
    dialog.get_by_label("理由").fill("已列入消防安全整治方案。")
    pick(dialog, "送哪些单位参考", "社会", "社会事务办")
    look(office, "refer")
    confirm(dialog, "转工作参考")
    expect(office.get_by_text("转工作参考").first).to_be_visible()
    look(office, "for-reference")
    expect(office.get_by_role("link", name="交办", exact=True)).to_have_count(0)
    office.goto("/motions/assign/")
    expect(office.get_by_text(SMOKE)).to_have_count(0)

    with township_scope(site.full.pk):
        motion = Motion.objects.get(title=SMOKE)
        assert (motion.status, motion.assignments.count()) == ("reference", 0)
    assert numbers_used(site) == before


def test_both_authors_of_merged_cases_see_the_one_case_and_get_its_answer(site, as_user):
    account(site, "汪德明", "wdm")
    first, second = phone(as_user, "wdm"), phone(as_user, "deputy")
    address, main = hand_in(second, LEAK), address_of(site, ROOF)

    office = as_user("clerk")
    office.goto(address)
    expect(
        office.get_by_role("region", name="审核").get_by_text("修缮里坞村文化礼堂屋顶")
    ).to_be_visible()
    dialog = box(office, "并案")
    dialog.get_by_label("并入").fill("里坞")
    dialog.get_by_role("option").filter(has_text="文化礼堂屋顶").click()
    look(office, "merge")
    confirm(dialog, "并案")
    expect(office.get_by_text("本件已并入")).to_be_visible()
    look(office, "merged")
    office.goto(main)
    expect(office.get_by_text("并入本件的")).to_be_visible()
    look(office, "merged-into")

    head = as_user("head")
    head.goto(main)
    take(head, "签发")
    expect(head.get_by_text("待评价").first).to_be_visible()
    for page, name in ((first, "first"), (second, "second")):
        page.goto("/motions/mine/")
        page.get_by_role("link", name="漏雨" if page is second else "文化礼堂屋顶").click()
        look(page, f"phone-merged-{name}")
        page.get_by_role("link", name="评价答复").click()
        expect(page.get_by_text("屋顶已更换瓦片320平方米").first).to_be_visible()
    expect(second.get_by_text("以领衔代表汪德明的评价为准")).to_be_visible()
    with township_scope(site.full.pk):
        one, other = Motion.objects.get(title=ROOF), Motion.objects.get(title=LEAK)
        assert (other.status, other.merged_into, one.status) == ("merged", one, "replied")
        opened = ReplyOpening.objects.filter(reply__assignment__motion=one)
        assert sorted(opened.values_list("deputy__name", flat=True)) == ["汪德明", "陈根法"]
        said = Notification.objects.filter(text__contains=f"已答复，请评价：{one}")
        assert {"wdm", "deputy"} <= set(said.values_list("to__username", flat=True))


def enter_bill(page: Page) -> str:
    """代录: a paper form with five signatures, its scan with it; returns the address of the case."""
    page.goto("/motions/new/")
    page.get_by_label("类别").select_option(label="议案")
    pick(page, "领衔代表", "cgf", "陈根法")
    for initials, name in (
        ("lmf", "林美凤"),
        ("xdh", "谢大海"),
        ("zsq", "章淑琴"),
        ("ncy", "倪春燕"),
    ):
        pick(page, "联名代表", initials, name)
    page.get_by_label("标题").fill(BILL)
    page.get_by_label("领域").select_option(label="农业农村")
    page.get_by_label("案由").fill("下游河道淤积，汛期倒灌。")
    page.get_by_label("案据").fill("《中华人民共和国防洪法》；三年两次漫堤。")
    page.get_by_label("方案").fill("列入明年水利计划，分两段清淤。")
    look(page, "enter-bill")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_text("请附有代表亲笔签名的原件扫描").first).to_be_visible()
    page.get_by_label("纸质原件扫描").set_input_files([photo("提出表.jpg")])
    page.get_by_role("button", name="登记", exact=True).click()
    told(page, "已")
    return page.url


def test_a_bill_on_paper_is_entered_with_its_scan_and_put_on_the_agenda(site, as_user):
    office, chair = as_user("clerk"), as_user("chair")
    address = enter_bill(office)
    take(office, "受理")
    look(office, "bill-accepted")
    chair.goto(address)
    dialog = box(chair, "列入议程")
    expect(dialog.get_by_text("领衔 1 人，联名 4 人")).to_be_visible()
    dialog.get_by_label("主席团处理意见").fill("内容成熟，列入本次会议议程。")
    look(chair, "bill-on-agenda")
    confirm(dialog, "列入议程")
    expect(chair.get_by_text("列入议程").first).to_be_visible()

    with township_scope(site.full.pk):
        motion = Motion.objects.get(title=BILL)
        assert (motion.kind, motion.status, motion.is_by_office) == ("bill", "on_agenda", True)
        joint = motion.cosigners.values_list("state", flat=True)
        assert list(joint) == ["accepted"] * 4
        files = Attachment.objects.filter(model="motions.motion", object_id=motion.pk)
        assert list(files.values_list("purpose", "name")) == [("scans", "提出表.jpg")]


@pytest.mark.parametrize(
    ("step", "why", "outcome", "hands_on"),
    [
        ("转为建议", {}, ("suggestion", "accepted", "convert"), True),
        (
            "不列入议程",
            {"不转为建议的原因": "本次会议已有同一内容的决议草案。"},
            ("bill", "not_listed", "not_listed"),
            False,
        ),
    ],
)
def test_the_presidium_makes_a_suggestion_of_a_bill_or_leaves_it_off(
    site, as_user, step, why, outcome, hands_on
):
    with township_scope(site.full.pk):
        bill = Motion.objects.get(title=WAITING)
        Motion.objects.filter(pk=bill.pk).update(kind="bill", status="presidium", analysis="依据")
    chair, office = as_user("chair"), as_user("clerk")
    chair.goto(bill.get_absolute_url())
    dialog = box(chair, step)
    for label, words in why.items():
        dialog.get_by_label(label).fill(words)
    dialog.get_by_label("主席团处理意见").fill("会议认为条件还不成熟。")
    look(chair, f"bill-{outcome[2]}")
    confirm(dialog, step)
    expect(chair.get_by_text("会议认为条件还不成熟。").first).to_be_visible()
    look(chair, f"bill-{outcome[2]}-decided")
    office.goto("/motions/assign/")
    expect(office.get_by_role("row").filter(has_text=bill.code)).to_have_count(int(hands_on))

    with township_scope(site.full.pk):
        bill.refresh_from_db()
        said = Review.objects.filter(motion=bill).latest("pk")
        assert (bill.kind, bill.status, said.decision) == outcome
        assert all(words in said.note for words in why.values())
