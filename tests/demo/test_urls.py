"""Every URL × role × method: nobody sees another township's rows, nobody gets a server error."""

from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from renda.core.models import Township, TownshipModel
from renda.core.scoping import township_scope
from tests.demo.filling import form_of, page_at
from tests.demo.lacking import add_what_the_demo_lacks
from tests.demo.leaks import rows_of, strays, words_of
from tests.demo.urls import Address, addresses, patterns

OUTSIDERS = ["yclerk", "ychair", "ydeputy", "yhandler", "yhead", "ygov", "yadmin"]
INSIDERS = ["clerk", "chair", "deputy", "handler", "head", "gov", "admin", "county"]
LOGIN = "core:login"
# the way out, and records of a file that no worker has made here
NOT_OPENED = {"core:logout", "reports:build", "motions:dossier_file"}
OPEN_TO_ALL = {LOGIN, "core:healthz"}
# pages without login, under the township's own name; tests of their own ask what they show
PUBLIC = ("deputies_public:", "motions_public:")
# kinds of record whose rows hold no text, or the same words in every township
WORDLESS = {
    *[
        "core.Term",
        "deputies.RollEntry",
        "deputies.Receipt",
        "deputies.Fund",
    ],
    *["sessions_app.Sitting", "sessions_app.DocumentReceipt", "sessions_app.Election"],
    *["sessions_app.Nomination", "sessions_app.NominationSponsor", "sessions_app.Candidate"],
    "sessions_app.InterpellationSponsor",
    *["sessions_app.PresidiumMember", "motions.BillVote", "motions.CoSigner"],
    *[
        "motions.Reference",
        "motions.ReplyOpening",
        "motions.SupplementOpening",
        "activities.HeadCount",
        "supervision.ProjectProgress",
    ],
    *["supervision.InspectionProject", "activities.Adoption", "sessions_app.Post"],
}


@pytest.fixture(scope="module")
def urls(loaded, django_db_blocker):
    """Every address, with a record of each kind that the demo itself has none of."""
    with django_db_blocker.unblock(), transaction.atomic():
        with township_scope(loaded.full.pk):
            add_what_the_demo_lacks(loaded.user("clerk"))
            found = addresses()
        yield found
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def words(loaded, urls, django_db_blocker) -> set[str]:
    """Words that only 练溪镇's records hold, some of every kind of record."""
    with django_db_blocker.unblock():
        found = words_of(loaded.full, loaded.small)
    assert {label for label, some in found.items() if not some} == WORDLESS
    return set().union(*found.values())


@pytest.fixture(scope="module")
def bodies(loaded, urls, django_db_blocker) -> dict[str, dict]:
    """What 练溪镇's own people would post to each page that has a form."""
    found = {}
    with django_db_blocker.unblock(), township_scope(loaded.full.pk):
        for user in (loaded.user("clerk"), loaded.user("handler")):
            for url in urls:
                if url.name not in {LOGIN, *NOT_OPENED} and not found.get(url.path):
                    found[url.path] = form_of(page_at(user, url.path))[1]
    return found


def told(answer: HttpResponse, words: set[str], typed: str) -> list[str]:
    """Which of the words an answer says, in its text or its address, that were not just typed."""
    text = b"".join(answer) if answer.streaming else answer.content
    said = text.decode("utf-8", "ignore") + unquote(answer.get("Location", ""))
    return [word for word in words if word in said and word not in typed][:2]


def asked(client: Client, url: Address, body: dict | None) -> Iterator[tuple]:
    """(method, answer, what was typed): every method of a record's page, and a post with a filled form."""
    others = (client.head, client.put, client.delete) if url.names_a_record else ()
    for ask in (client.get, *others, client.post):
        yield ask.__name__, ask(url.path), ""
    if body:
        for value in body.values():
            if isinstance(value, SimpleUploadedFile):
                value.seek(0)
        yield "post filled", client.post(url.path, body), "\n".join(map(str, body.values()))


@pytest.mark.parametrize("name", OUTSIDERS)
def test_another_townships_rows_are_neither_shown_nor_changed(world, urls, words, bodies, name):
    client, leaks = Client(), []
    before = rows_of(world.full)
    for url in urls:
        if url.name.startswith(PUBLIC):
            continue
        client.force_login(world.user(name))
        for method, answer, typed in asked(client, url, bodies.get(url.path)):
            wrong = url.names_a_record and answer.status_code not in {403, 404, 405}
            if wrong and answer.status_code == 302:
                wrong = answer["Location"] not in {"/", reverse(LOGIN)}
            if wrong or (found := told(answer, words, typed)):
                leaks.append((method, url.path, answer.status_code, "" if wrong else found))

    assert leaks == []
    after = rows_of(world.full)
    assert [label for label in before if before[label] != after[label]] == []


@pytest.mark.parametrize("name", OUTSIDERS)
def test_no_form_takes_another_townships_row(world, name):
    """Whatever a form lets choose, 练溪镇's rows are refused, and none hangs on 姚埠乡's afterwards."""
    user, client, taken, seen = world.user(name), Client(), [], 0
    client.force_login(user)
    with township_scope(world.small.pk):
        asked_of = [url for url in addresses() if url.name not in {LOGIN, *NOT_OPENED}]
        forms = {url.path: form_of(page_at(user, url.path)) for url in asked_of}
    for path, (form, body) in forms.items():
        for field, foreign in foreign_choices(form, world.full).items():
            seen += 1
            answer = refusal(client, path, body | {field: foreign})
            told_why = answer.context["form"].errors if answer.status_code == 200 else {}
            if field not in told_why:
                taken.append((path, field, answer.status_code))

    assert taken == []
    assert seen
    assert strays(world.small) == []


def refusal(client: Client, path: str, data: dict) -> HttpResponse:
    """The answer to a form, which is a list's filter where the page takes no such post."""
    answer = client.post(path, data)
    return client.get(path, data) if answer.status_code in {403, 405} else answer


def foreign_choices(form: BaseForm | None, township: Township) -> dict[str, int]:
    """By field that names a row, the key of a row of the other township."""
    found = {}
    for name, field in form.fields.items() if form else ():
        model = getattr(getattr(field, "queryset", None), "model", None)
        if model and issubclass(model, TownshipModel) and not field.disabled:
            with township_scope(township.pk):
                row = model._base_manager.order_by("pk").first()
            found |= {name: row.pk} if row else {}
    return found


@pytest.mark.parametrize("name", INSIDERS)
def test_no_page_breaks_for_anybody(world, urls, name):
    client = Client(raise_request_exception=False)
    client.force_login(world.user(name))
    broken = []
    for url in urls:
        if url.name in NOT_OPENED:
            continue
        answer = client.get(url.path)
        if answer.status_code not in {200, 302, 403, 404, 405}:
            broken.append((url.name, url.path, answer.status_code))

    assert broken == []


def test_every_page_demands_a_login(world, urls):
    client = Client()
    open_pages = {
        url.name
        for url in urls
        if not url.name.startswith(PUBLIC)
        for ask in (client.get, client.post)
        if ask(url.path).status_code not in {302, 403, 405}
    }

    assert open_pages - OPEN_TO_ALL == set()


def test_the_map_knows_every_pattern(urls):
    named = {url.name for url in urls}
    known_empty = {name for name, _ in patterns()} - named

    assert known_empty == set(), "the demo has no record for these pages"
