"""Cells that every spreadsheet program can open and none will run."""

from io import BytesIO

from openpyxl import load_workbook

from renda.core.excel import workbook


def test_signs_that_no_file_may_hold_are_left_out_of_a_register():
    pasted = "第一行\x0b第二行\x00\x1f，\ud800完"

    sheet = load_workbook(BytesIO(workbook("台账", ["标题"], [[pasted]]))).active

    assert [row[0].value for row in sheet.rows] == ["标题", "第一行\n第二行，完"]


def test_text_that_looks_like_a_formula_stays_text():
    sheet = load_workbook(BytesIO(workbook("台账", ["标题"], [["=1+1"]]))).active

    assert (sheet["A2"].value, sheet["A2"].data_type) == ("'=1+1", "s")
