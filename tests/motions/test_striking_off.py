"""销号: what the database itself holds of a promise that was struck off."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from motions.models import Commitment
from tests.factories.motions import SupplementFactory

pytestmark = pytest.mark.django_db
STRUCK = {"status": "struck", "done_on": date(2025, 9, 1), "done_note": "到现场看过"}


def strike(promise, **more):
    with transaction.atomic():
        Commitment.objects.filter(pk=promise.pk).update(**STRUCK, **more)


def test_a_promise_is_not_struck_off_without_a_letter_or_a_reason(in_township, replied):
    promise = replied().promise

    with pytest.raises(IntegrityError, match="struck_without_letter_says_why"):
        strike(promise)

    assert Commitment.objects.get(pk=promise.pk).status == "open"


def test_a_reason_or_a_letter_is_enough(in_township, replied):
    explained = replied().promise
    strike(explained, no_letter_reason="已当面向代表说明")
    written = explained.reply.commitments.create(text="第二项", due_on=date(2025, 8, 31))
    letter = SupplementFactory(township=in_township, assignment=explained.reply.assignment)

    strike(written, supplement=letter)

    assert Commitment.objects.struck().count() == 2
