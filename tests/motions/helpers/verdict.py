"""An answered case, rated and answered again."""

from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from motions import services
from motions.models import Assignment, Motion
from renda.core.figures import Period
from tests.factories.motions import ReplyFactory
from tests.files import PNG

ANSWERED = date(2025, 5, 20)
DAY = date(2025, 6, 3)
YEAR = Period.year(2025)
GOOD = {"work_rating": "satisfied", "result_rating": "satisfied", "words": ""}
BAD = {"work_rating": "basically", "result_rating": "dissatisfied", "words": "周末没人清。"}


def rated(motion, deputy, result="satisfied", *, by=None, on=DAY, **more):
    words = "没有办。" if result == "dissatisfied" else ""
    return services.rate(
        motion=motion, deputy=deputy, work="satisfied", result=result, words=words, on=on,
        by=by or deputy.user, **more,
    )  # fmt: skip


def again(motion):
    return Motion.objects.get(pk=motion.pk)


def answer_again(motion, township, on=date(2025, 6, 20)):
    """The second round's letter."""
    row = Assignment.objects.get(motion=motion, round=2)
    Assignment.objects.filter(pk=row.pk).update(status="replied", finished_on=on)
    ReplyFactory(
        township=township,
        assignment=row,
        number="练村函〔2025〕2号",
        issued_by="钱小凤",
        issued_on=on,
    )
    Motion.objects.filter(pk=motion.pk).update(
        status="replied", feedback_due=on + timedelta(days=15), lapsed_on=None, verdict=""
    )


def signed(deputy, **more):
    scan = SimpleUploadedFile("征询意见表.png", PNG, content_type="image/png")
    return GOOD | {"deputy": deputy.pk, "on": "2025-06-02", "scan": scan} | more
