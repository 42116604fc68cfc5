"""Cells that every spreadsheet program can open and none will run."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from renda.core.excel import workbook


def test_signs_that_no_file_may_hold_are_left_out_of_a_register():
    pasted = "第一行\x0b第二行\x00\x1f，\ud800完"

    sheet = load_workbook(BytesIO(workbook("台账", ["标题"], [[pasted]]))).active

    assert [row[0].value for row in sheet.rows] == ["标题", "第一行\n第二行，完"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum", "\t=1+1", "\n=1+1"])
def test_text_that_looks_like_a_formula_stays_text(text):
    sheet = load_workbook(BytesIO(workbook("台账", ["标题"], [[text]]))).active

    assert (sheet["A2"].value, sheet["A2"].data_type) == (f"'{text}", "s")
