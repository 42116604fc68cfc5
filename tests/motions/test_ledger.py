"""台账: a line a case, from the day it came in to the day it was closed, at the cost of one."""

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from motions.ledger import LEDGER
from motions.models import Assignment, Motion
from renda.core.scoping import township_scope
from tests.factories.motions import (
    AssignmentFactory,
    ContactFactory,
    CoSignerFactory,
    FeedbackFactory,
    ReplyFactory,
    SupplementFactory,
)

pytestmark = pytest.mark.django_db
IN_TIME = date(2025, 6, 20)


def export(client) -> list[dict]:
    """The ledger's lines by their heads."""
    sheet = client.get(reverse("motions:motion_list"), {"export": "xlsx"})
    table = load_workbook(BytesIO(sheet.content)).active
    days = {cell.number_format for row in table.rows for cell in row if cell.is_date}
    assert days <= {'yyyy"年"m"月"d"日"'}  # the table is a paper: 2025年3月4日
    heads, *lines = table.values
    assert list(heads) == [column.label for column in LEDGER]
    return [dict(zip(heads, line, strict=True)) for line in lines]


def test_the_ledger_tells_a_case_from_end_to_end(client, clerk, people, township, year):
    with township_scope(township.pk):
        motion = Motion.objects.get(round=2)
        Assignment.objects.filter(motion=motion, round=1).update(
            signed_on=date(2025, 3, 26), signed_by="何敏"
        )
        year.assigned_on, year.status, year.finished_on = (
            date(2025, 7, 5),
            "replied",
            date(2025, 8, 1),
        )
        year.due_on = date(2025, 8, 5)
        year.save()
        for on in (date(2025, 4, 1), date(2025, 4, 9)):
            ContactFactory(township=township, motion=motion, on=on)
        helper = AssignmentFactory(
            township=township, motion=motion, unit=people.other_unit, role="assist", round=2,
            status="opinion_given", assigned_on=date(2025, 7, 5), due_on=date(2025, 8, 5),
            finished_on=date(2025, 7, 20),
        )  # fmt: skip
        FeedbackFactory(township=township, motion=motion, on=date(2025, 6, 30))
        FeedbackFactory(township=township, motion=motion, deputy=people.joint)
        SupplementFactory(
            township=township, assignment=year, status="issued", issued_by="蒋文斌",
            number="练函〔2025〕9号", issued_on=date(2025, 9, 1),
        )  # fmt: skip
    client.force_login(clerk)

    (line,) = [line for line in export(client) if line["案号"] == motion.code]

    told = {
        "领衔代表": people.lead.name, "联名代表": people.joint.name, "联名人数": 1,
        "主办单位": people.unit.name, "协办单位": helper.unit.name, "公开": "是", "责任领导": "陆海峰", "延期": "否",
        "面商次数": 2, "按期答复": "是", "结果类别": "B 类（部分解决或者已列入计划解决）", "承诺事项": 1, "已销号": 0,
        "代表评价": "不满意", "是否重办": "是", "是否办结": "未办结", "签发人": "蒋文斌",
    }  # fmt: skip
    assert {key: line[key] for key in told} == told
    days = {
        "受理日期": "2025-03-04", "签收日期": "2025-03-26", "答复期限": "2025-06-25",
        "首次答复": "2025-06-20", "交回重办": "2025-07-05", "再次答复": "2025-08-01", "办结日期": None,
        "会办意见日期": "2025-07-20", "补充答复": "2025-09-01", "评价日期": "2025-06-30",
    }  # fmt: skip
    assert {key: line[key] and f"{line[key]:%Y-%m-%d}" for key in days} == days


def test_the_ledger_costs_the_same_for_one_case_and_many(client, clerk, township, case):
    client.force_login(clerk)
    client.get(reverse("core:account"))
    counts = []
    for rows in (1, 5):
        for _ in range(rows):
            motion = case("assigned")
            CoSignerFactory(township=township, motion=motion)
            ContactFactory(township=township, motion=motion)
            ReplyFactory(
                township=township, assignment=motion.row, number=f"练函〔2025〕{motion.pk}号",
                issued_on=IN_TIME, issued_by="蒋文斌",
            )  # fmt: skip
        with CaptureQueriesContext(connection) as asked:
            lines = export(client)
        counts.append((len(lines), len(asked)))

    assert [lines for lines, _ in counts] == [1, 6]
    assert counts[0][1] == counts[1][1] <= 20
