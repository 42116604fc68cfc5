"""What a row says of itself, and what the database refuses."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from supervision.grading import grade, satisfaction
from supervision.models import Finding, LivelihoodProject
from tests.factories.activities import ActivityFactory
from tests.factories.core import TownshipFactory
from tests.factories.supervision import (
    AppraisalFactory,
    FindingFactory,
    HandedFindingFactory,
    InspectionFactory,
    ProjectFactory,
    WorkTargetFactory,
)

pytestmark = pytest.mark.django_db

TODAY = date(2025, 10, 20)


@pytest.mark.parametrize(
    ("changes", "words", "tone"),
    [
        ({}, "逾期 4 天", "late"),
        ({"due_on": date(2025, 10, 20)}, "今天到期", "due"),
        ({"due_on": date(2025, 10, 29)}, "剩 9 天", "due"),
        ({"due_on": date(2025, 11, 20)}, "剩 31 天", ""),
        ({"status": "reported", "rectified_on": date(2025, 10, 15)}, "待复查 5 天", ""),
        ({"status": "reported", "rectified_on": date(2025, 10, 10)}, "待复查 10 天", "due"),
        (
            {"status": "closed", "rectified_on": date(2025, 10, 1), "closed_on": date(2025, 10, 5)},
            "10-05 销号",
            "done",
        ),
    ],
)
def test_finding_says_how_it_stands(in_township, changes, words, tone):
    finding = HandedFindingFactory(township=in_township, **changes)

    assert finding.standing(TODAY) == (words, tone)


def test_finding_nobody_was_told_of_waits(in_township):
    assert FindingFactory(township=in_township).standing(TODAY) == ("待交办", "")


def test_finding_names_its_nearest_source(in_township):
    inspection = InspectionFactory(township=in_township)
    finding = FindingFactory(township=in_township, inspection=inspection)

    assert (finding.source, finding.source_kind) == (inspection, "督查视察")
    assert FindingFactory(township=in_township).source_kind == "其他"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"status": "handed"}, "交办的问题应有责任单位、交办日期和整改期限"),
        ({"closed_on": date(2025, 9, 1)}, "销号应填销号日期"),
        (
            {"handed_on": date(2025, 9, 16), "due_on": date(2025, 9, 1)},
            "整改期限不能早于交办日期",
        ),
        (
            {"handed_on": date(2025, 9, 16), "rectified_on": date(2025, 9, 1)},
            "整改完成日期不能早于交办日期",
        ),
    ],
)
def test_finding_refuses_what_can_not_be(in_township, changes, message):
    finding = FindingFactory(township=in_township)
    for name, value in changes.items():
        setattr(finding, name, value)

    with pytest.raises(ValidationError) as refused:
        finding.validate_constraints()

    assert refused.value.messages == [message]
    with pytest.raises(IntegrityError), transaction.atomic():
        finding.save()
    assert Finding.objects.get().status == "found"


def test_finding_comes_from_one_event_only(in_township):
    finding = FindingFactory(
        township=in_township, inspection=InspectionFactory(township=in_township)
    )
    finding.activity = ActivityFactory(township=in_township)

    with pytest.raises(ValidationError) as refused:
        finding.validate_constraints()

    assert refused.value.messages == ["督查视察、代表活动、代表建议三种来源只选一项"]


@pytest.mark.parametrize(
    ("satisfied", "basic", "label", "lines"),
    [
        (32, 20, "满意", ["32 × 100 = 3200 ≥ 64 × 50 = 3200"]),
        (
            31,
            20,
            "基本满意",
            ["31 × 100 = 3100 < 64 × 50 = 3200", "51 × 100 = 5100 ≥ 64 × 50 = 3200"],
        ),
        (
            20,
            11,
            "不满意",
            ["20 × 100 = 2000 < 64 × 50 = 3200", "31 × 100 = 3100 < 64 × 50 = 3200"],
        ),
    ],
)
def test_grade_follows_from_the_ballot(in_township, satisfied, basic, label, lines):
    appraisal = AppraisalFactory(
        township=in_township,
        satisfied=satisfied,
        basically_satisfied=basic,
        dissatisfied=60 - satisfied - basic,
        unknown=0,
    )

    result = grade(appraisal)

    assert (result.label, [check.computed for check in result.checks]) == (label, lines)


def test_grade_uses_the_percentages_kept_on_the_row(in_township):
    strict = AppraisalFactory(township=in_township, satisfied_percent=80, basic_percent=85)

    assert grade(strict).label == "基本满意"
    assert satisfaction(strict) == "（满意 44 + 基本满意 12） ÷ 收回 60 = 93.3%"


def test_no_ballot_no_grade(in_township):
    empty = AppraisalFactory(
        township=in_township,
        issued=0,
        returned=0,
        satisfied=0,
        basically_satisfied=0,
        dissatisfied=0,
        unknown=0,
    )

    assert (grade(empty).label, satisfaction(empty)) == ("待测评", "—")


@pytest.mark.parametrize("changes", [{"returned": 61}, {"satisfied": 45}, {"issued": 65}])
def test_appraisal_refuses_counts_that_do_not_fit(in_township, changes):
    appraisal = AppraisalFactory(township=in_township)

    with pytest.raises(IntegrityError), transaction.atomic():
        type(appraisal).objects.filter(pk=appraisal.pk).update(**changes)


def test_project_is_complete_when_it_is_done(in_township):
    project = ProjectFactory(township=in_township)
    project.progress.create(on=date(2025, 6, 1), percent=40, note="施工")
    project.progress.create(on=date(2025, 9, 1), percent=70, note="施工")

    shown = LivelihoodProject.objects.for_list().get()
    done = LivelihoodProject.objects.for_list().get()
    done.status = "done"

    assert (shown.percent, shown.reported_on, done.percent) == (70, date(2025, 9, 1), 100)


def test_project_prints_the_formula_of_its_rating(in_township):
    project = ProjectFactory(
        township=in_township, satisfied=40, basically_satisfied=12, dissatisfied=3
    )

    assert project.rating_line == ("满意 40，基本满意 12，不满意 3；满意率（40 + 12） ÷ 55 = 94.5%")


def test_reached_target_is_complete(in_township):
    target = WorkTargetFactory(township=in_township)

    with pytest.raises(IntegrityError), transaction.atomic():
        type(target).objects.filter(pk=target.pk).update(done_on=date(2025, 9, 1), percent=90)


def test_inspection_in_official_words(in_township):
    one = InspectionFactory(township=in_township, title="专项督查洁净乡村")
    two = InspectionFactory(
        township=in_township,
        title="半年督查",
        held_on=date(2025, 7, 30),
        until_on=date(2025, 8, 1),
    )

    assert one.in_official_words == "8月15日专项督查洁净乡村"
    assert two.in_official_words == "7月30日至8月1日半年督查"


def test_another_township_may_use_the_same_number(in_township):
    first = FindingFactory(township=in_township, number=5)

    second = FindingFactory(township=TownshipFactory(), number=5)

    assert (first.number, second.number, first.year) == (5, 5, second.year)
