"""How acts of supervision read in a report: only what their records hold."""

import pytest

from renda.core.figures import Period, measure
from tests.factories.supervision import InspectionFactory, OpinionFactory

Y2025 = Period.year(2025)
CHECK = {"kind": "special", "title": "专项督查洁净乡村", "held_on": "2025-10-16"}


def told(key: str = "inspections_list") -> list[str]:
    return measure(f"supervision.{key}", Y2025).items


def test_an_inspection_without_more_is_its_day_and_title(in_township):
    InspectionFactory(township=in_township, **CHECK)

    assert told() == ["10月16日专项督查洁净乡村"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"heard_whom": "水利站负责人"}, "听取水利站负责人汇报"),
        ({"heard_whom": "镇长陆海峰", "is_report_heard": True}, "听取镇长陆海峰的专项工作汇报"),
        ({"heard_whom": "水利站负责人", "kind": "inquiry"}, "水利站负责人到会回答询问"),
        ({"heard_whom": "", "is_report_heard": True}, "听取镇政府的专项工作汇报"),
    ],
)
def test_whom_it_heard_is_told(in_township, fields, words):
    InspectionFactory(township=in_township, **(CHECK | fields))

    assert told() == [f"10月16日专项督查洁净乡村，{words}"]


def test_its_opinions_are_told_in_full(in_township):
    check = InspectionFactory(township=in_township, **CHECK)
    for text in ("日产日清。", "每月公布排名。与经费挂钩。"):
        OpinionFactory(township=in_township, inspection=check, text=text)

    assert told() == [
        "10月16日专项督查洁净乡村，提出意见建议2条：日产日清；每月公布排名，与经费挂钩"
    ]
