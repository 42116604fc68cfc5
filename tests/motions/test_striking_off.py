"""销号: what the database itself holds of a promise that was struck off."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from motions.models import Commitment
from renda.core.attachments import attach
from tests.factories.motions import SupplementFactory
from tests.motions.helpers.browser import client_of

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


def test_the_history_shows_each_photo_where_it_was_taken(in_township, people, replied):
    promise = replied().promise
    strike(promise, no_letter_reason="已当面说明", reported_on=date(2025, 8, 20))
    for name, purpose in (("办前", "before"), ("办后", "reported"), ("现场", "confirmed")):
        upload = SimpleUploadedFile(f"{name}.pdf", b"%PDF-1.7 " + name.encode())
        attach(promise, upload, by=people.users["clerk"], purpose=purpose)

    page = client_of(people.users["clerk"]).get(promise.reply.assignment.motion.get_absolute_url())

    events = [e for r in page.context["rounds"] for e in r.events if e.kind == "commitment"]
    shown = {e.title.split("：")[0]: [file["name"] for file in e.files] for e in events}
    assert shown == {"承诺事项报完成": ["办前.pdf", "办后.pdf"], "承诺事项销号": ["现场.pdf"]}
