"""Every URL × role × method: nobody sees another township's rows, nobody gets a server error."""

import pytest
from django.test import Client

from deputies.models import Deputy
from motions.models import Motion
from renda.core.scoping import township_scope
from tests.demo.urls import add_what_the_demo_lacks, addresses, patterns

OUTSIDERS = ["yclerk", "ychair", "ydeputy", "yhandler", "yhead", "ygov", "yadmin"]
INSIDERS = ["clerk", "chair", "deputy", "handler", "head", "gov", "admin", "county"]
OPEN_TO_ALL = {"core:login", "core:healthz"}
# pages without login, under the township's own name; tests/motions/test_publishing.py asks what they show
PUBLIC = "motions_public:"


@pytest.fixture
def urls(world):
    """Every address, with a record of each kind that the demo itself has none of."""
    with township_scope(world.full.pk):
        add_what_the_demo_lacks(world.user("clerk"))
        return addresses()


@pytest.fixture
def markers(world) -> set[str]:
    """Words that only 练溪镇's records hold."""
    with township_scope(world.small.pk):
        theirs = set(Deputy.objects.values_list("name", flat=True))
        titles = set(Motion.objects.values_list("title", flat=True))
    with township_scope(world.full.pk):
        names = set(Deputy.objects.values_list("name", flat=True)) - theirs
        only_here = set(Motion.objects.values_list("title", flat=True)) - titles
        return {"练溪镇"} | names | only_here


@pytest.mark.parametrize("name", OUTSIDERS)
def test_another_townships_rows_are_neither_shown_nor_changed(world, urls, markers, name):
    client = Client()
    client.force_login(world.user(name))
    leaks = []
    for url in (url for url in urls if not url.name.startswith(PUBLIC)):
        for ask in (client.get, client.post):
            answer = ask(url.path)
            text = b"".join(answer) if answer.streaming else answer.content
            said = text.decode("utf-8", "ignore")
            wrong = url.names_a_record and answer.status_code not in {302, 403, 404, 405}
            if url.names_a_record and answer.status_code == 302:
                wrong = answer["Location"] not in {"/", "/login/"} and "练溪" in said
            told = [m for m in markers if m in said]
            if wrong or told:
                leaks.append((ask.__name__, url.path, answer.status_code, told[:2]))
        if url.name == "core:logout":
            client.force_login(world.user(name))

    assert leaks == []


@pytest.mark.parametrize("name", INSIDERS)
def test_no_page_breaks_for_anybody(world, urls, name):
    client = Client(raise_request_exception=False)
    client.force_login(world.user(name))
    broken = []
    for url in urls:
        if url.name in {"core:logout", "reports:build", "motions:dossier_file"}:
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
