"""A 乡 is never called 镇 by its own report, papers, pages and notices, nor a 镇 乡."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from renda.core.figures import figures
from renda.core.models import Notification
from renda.core.papers import papers
from renda.core.scoping import township_scope
from renda.core.views import DetailPage, ListPage
from renda.core.views.forms import FormPage
from reports.models import AnnualReport
from reports.services import compile_report
from tests.demo.conftest import World
from tests.demo.scale.pages import names_of
from tests.demo.urls import addresses, all_papers

# words that every place uses
BOTH = {
    "镇": "乡镇|村镇|城镇|集镇|镇区|副?乡长、副?镇长|《[^》]*》",
    "乡": "乡镇|乡村|城乡|乡贤|下乡|回乡|返乡|家乡|乡亲|副?乡长、副?镇长|《[^》]*》",
}
PLACES = {"full": ("练溪镇", "乡"), "small": ("姚埠乡", "镇")}
AROUND = 8
ASKED = {*names_of(FormPage), *names_of(ListPage), *names_of(DetailPage)}


def wrong(text: str, sign: str) -> list[str]:
    """Where the other kind of township is named, each with the words around it."""
    plain = re.sub(BOTH[sign], "", re.sub(r"<[^>]+>|\s+", "", text))
    return sorted(
        {plain[max(at.start() - AROUND, 0) : at.end() + AROUND] for at in re.finditer(sign, plain)}
    )


def words_of(compiled) -> str:
    """Every word of a report, with those that its gaps would say and the annex."""
    blocks = repr(compiled.document().blocks)
    return blocks + "".join(f"{m.label}：{m.sentence}。" for m in compiled.missing)


@pytest.mark.parametrize("place", PLACES)
def test_the_report_calls_its_township_what_it_is(world: World, place):
    township = getattr(world, place)
    _, sign = PLACES[place]
    with township_scope(township.pk):
        compiled = compile_report(AnnualReport(township=township, year=2025))
        said = words_of(compiled)

    assert f"{township.level}党委的领导下" in said
    assert f"围绕全{township.level}中心工作" in said
    assert wrong(said, sign) == []


@pytest.mark.parametrize(("place", "name"), [("full", "clerk"), ("small", "yclerk")])
def test_the_papers_call_their_township_what_it_is(world: World, place, name):
    township, (_, sign) = getattr(world, place), PLACES[place]
    client = Client()
    client.force_login(world.user(name))
    with township_scope(township.pk):
        asked = list(all_papers())
    found, seen = {}, 0
    for kw in asked:
        answer = client.get(reverse("core:paper", kwargs=kw))
        html = answer.content.decode()
        if answer.status_code == 200 and 'class="sheet"' in html + html.replace(
            "manuscript", "sheet"
        ):
            seen += 1
            sheet = html[max(html.find('class="sheet'), html.find('class="manuscript')) :]
            if lines := wrong(sheet[: sheet.find("</main>")], sign):
                found[kw["model"], kw["key"]] = lines

    assert found == {}
    assert seen > len(list(papers)) // 2


@pytest.mark.parametrize(("place", "name"), [("full", "clerk"), ("small", "yclerk")])
def test_the_pages_call_their_township_what_it_is(world: World, place, name):
    township, (_, sign) = getattr(world, place), PLACES[place]
    client = Client()
    client.force_login(world.user(name))
    with township_scope(township.pk):
        pages = {url.name: url.path for url in reversed(addresses()) if url.name in ASKED}
    found, seen = {}, 0
    for page, path in pages.items():
        answer = client.get(path)
        if answer.status_code == 200:
            seen += 1
            html = answer.content.decode()
            if lines := wrong(html[html.find("<main") :], sign):
                found[page] = lines

    assert found == {}
    assert seen > len(ASKED) // 2


@pytest.mark.parametrize("place", PLACES)
def test_notices_call_their_township_what_it_is(world: World, place):
    township, (_, sign) = getattr(world, place), PLACES[place]
    with township_scope(township.pk):
        texts = "\n".join(Notification.objects.values_list("text", flat=True))

    assert texts
    assert wrong(texts, sign) == []


def test_labels_and_definitions_suit_either():
    said = "。".join(f"{each.label}：{each.definition}" for each in figures)

    assert wrong(said, "镇") == []
