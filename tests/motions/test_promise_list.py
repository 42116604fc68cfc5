"""承诺事项 as lists and numbers: the tabs, what was carried over from last year, what made a B an A."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from motions.models import Motion
from renda.core.figures import Period, measure
from tests.factories.motions import CommitmentChangeFactory, CommitmentFactory, SupplementFactory
from tests.motions.helpers.promises import NEXT_YEAR

pytestmark = pytest.mark.django_db


def listed(enter, name="clerk", query="") -> list[int]:
    page = enter(name).get(reverse("motions:commitment_list") + query)
    assert page.status_code == 200
    return [row["commitment"].pk for row in page.context["rows"]]


def test_the_tabs_tell_the_states_apart(enter, township, promise):
    late = promise()
    ahead = promise(due_on=NEXT_YEAR)
    reported, struck = promise("reported"), promise("struck")
    moving = promise(due_on=NEXT_YEAR)
    CommitmentChangeFactory(township=township, commitment=moving, new_due=date(2030, 1, 1))

    assert listed(enter) == [late.pk, ahead.pk, moving.pk]
    assert listed(enter, query="?tab=overdue") == [late.pk]
    assert listed(enter, query="?tab=reported") == [reported.pk]
    assert listed(enter, query="?tab=struck") == [struck.pk]
    assert listed(enter, query="?tab=moving") == [moving.pk]
    assert len(listed(enter, query="?tab=all")) == 5


def test_a_years_list_holds_what_was_carried_over_into_it(enter, promise):
    old = promise(issued_on=date(2025, 5, 20))
    done_in_time = promise("struck", issued_on=date(2025, 5, 20))
    done_later = promise("struck", issued_on=date(2025, 5, 20), done_on=date(2026, 2, 3))
    new = promise(issued_on=date(2026, 4, 1))

    assert set(listed(enter, query="?tab=all&year=2025")) == {
        old.pk, done_in_time.pk, done_later.pk,
    }  # fmt: skip
    assert set(listed(enter, query="?tab=all&year=2026")) == {old.pk, done_later.pk, new.pk}
    assert set(listed(enter, query="?tab=all&year=2026&carried=true")) == {old.pk, done_later.pk}
    page = enter("clerk").get(reverse("motions:commitment_list") + "?tab=all&year=2026")
    marks = {row["commitment"].pk: row["carried"] for row in page.context["rows"]}
    assert marks == {old.pk: "2025年结转", done_later.pk: "2025年结转", new.pk: ""}
    assert [row.carried_into(2026) for row in (done_in_time, new)] == ["", ""]


def test_a_unit_sees_its_own_promises(enter, people, promise):
    row = promise()

    assert listed(enter, "handler") == [row.pk]
    assert listed(enter, "other_handler") == []


def test_the_export_tells_the_whole_story(enter, township, promise):
    row = promise("struck")
    CommitmentChangeFactory(
        township=township, commitment=row, decision="granted", decided_by="周玉兰",
        decided_on=date(2025, 8, 22),
    )  # fmt: skip

    sheet = enter("clerk").get(reverse("motions:commitment_list") + "?tab=all&export=xlsx")

    heads, line = load_workbook(BytesIO(sheet.content)).active.values
    told = dict(zip(heads, line, strict=True))
    assert told["承诺事项"] == "修完后半段"
    assert told["改期"] == "已改期 1 次，原定 2025-08-31"
    assert (told["状态"], told["现场核实情况"]) == ("已销号", "到现场看过")


# --- 转 A -------------------------------------------------------------------------------------------
def value(key):
    return measure(f"motions.{key}", Period.year(2025)).value


def test_a_case_becomes_a_when_everything_promised_is_struck_off(in_township, promise):
    whole = promise("struck")
    half = promise("struck")
    CommitmentFactory(township=in_township, reply=half.reply)
    promise("reported")
    promise("struck", result_class="A")

    year = Period.year(2025)
    assert (value("promised"), value("converted")) == (3, 1)
    assert measure("motions.converted_rate", year).text == "33.3%"
    assert list(measure("motions.converted", year).queryset) == [
        Motion.objects.get(pk=whole.motion.pk)
    ]


def test_moved_days_and_supplements_are_counted_in_their_year(in_township, promise):
    row = promise()
    CommitmentChangeFactory(
        township=in_township, commitment=row, decision="granted", decided_by="周玉兰",
        decided_on=date(2025, 8, 22),
    )  # fmt: skip
    CommitmentChangeFactory(township=in_township, commitment=row)
    SupplementFactory(
        township=in_township, assignment=row.motion.row, status="issued", number="练函〔2025〕7号",
        issued_on=date(2025, 8, 28), issued_by="蒋文斌",
    )  # fmt: skip

    assert (value("promises_moved"), value("supplements"), value("replies")) == (1, 1, 1)
