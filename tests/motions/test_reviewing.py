"""The review's pages repeat whose case it is and what follows; nothing is chosen for the office."""

from datetime import date

import pytest
from django.urls import reverse

from motions.models import Motion, Reply
from renda.core.scoping import township_scope
from tests.factories.motions import AssignmentFactory, ReplyFactory

pytestmark = pytest.mark.django_db


def url_of(motion, name):
    return reverse("core:step", args=["motions.motion", motion.pk, name])


@pytest.mark.parametrize(
    ("name", "follows"),
    [
        ("accept", ("受理以后", "编号，转入待交办")),
        ("send_back", ("退回以后", "代表补充后再次提交，受理期限自再次提交之日起算")),
        ("refer", ("转参考以后", "不编号、不交办，所选单位不用答复；理由告知领衔、联名代表")),
        ("forward", ("转报以后", "不编号、不交办；转报哪里、由谁跟进告知领衔、联名代表")),
        ("reject", ("不受理以后", "不编号、不交办；原因和说明送领衔、联名代表")),
    ],
)
def test_each_decision_says_whose_case_it_is_and_what_follows(enter, people, case, name, follows):
    motion = case("submitted")

    confirm = enter("clerk").get(url_of(motion, name)).context["confirm"]

    assert ("领衔代表", people.lead.name) in confirm
    assert follows in confirm


def test_an_empty_choice_of_a_step_is_worded(enter, people, case):
    page = enter("clerk").get(url_of(case("submitted"), "merge"))

    assert page.context["form"].fields["merged_into"].empty_label == "请选择"


def test_letters_beside_an_earlier_case_stand_apart(enter, people, township, case):
    title = "关于疏浚溪滩头村口排水沟的建议"
    earlier = case("closed", title=title, number=3)
    with township_scope(township.pk):
        other = AssignmentFactory(township=township, motion=earlier, unit=people.other_unit)
        for row in (earlier.row, other):
            Reply.objects.filter(assignment=row).delete()
            ReplyFactory(
                township=township,
                assignment=row,
                number=f"练函〔2025〕{row.pk}号",
                issued_on=date(2025, 5, 20),
                issued_by="蒋文斌",
            )
    motion = case("submitted", title=title)

    text = enter("clerk").get(reverse("motions:alike", args=[motion.pk])).content.decode()

    assert f"练函〔2025〕{earlier.row.pk}号</a>　<a " in text


def test_a_bill_goes_to_the_presidium_by_a_day(enter, people, case):
    page = enter("clerk").get(url_of(case("submitted", kind="bill", analysis="据"), "accept"))

    confirm = dict(page.context["confirm"])
    assert confirm["受理以后"] == "编号，送主席团决定是否列入议程"
    assert confirm["受理期限"].startswith("2025-03-10（")


def test_a_reason_to_refuse_is_chosen_and_not_preset(enter, people, township, case):
    motion = case("submitted")
    clerk = enter("clerk")
    form = clerk.get(url_of(motion, "reject")).context["form"]
    assert form.fields["reason"].choices[0] == ("", "请选择")

    page = clerk.post(url_of(motion, "reject"), {"note": "不属于建议。", "reason": ""})

    assert list(page.context["form"].errors) == ["reason"]
    with township_scope(township.pk):
        assert Motion.objects.get(pk=motion.pk).status == "submitted"


@pytest.mark.parametrize("name", ["merge", "withdraw"])
def test_what_does_not_apply_is_not_repeated(enter, people, case, name):
    confirm = enter("clerk").get(url_of(case("submitted"), name)).context["confirm"]

    assert confirm
    assert [label for label, words in confirm if not words] == []
    assert {label for label, _ in confirm} & {"一并转入", "停止办理", "并入本件的"} == set()
