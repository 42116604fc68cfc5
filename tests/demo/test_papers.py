"""Every paper of every record of the demo years: each character has a font, no number stands apart."""

import re

import pytest
from django.apps import apps

from renda.core.paper.characters import missing_characters
from renda.core.paper.texts import texts as texts_of
from renda.core.papers import papers
from renda.core.scoping import township_scope
from sessions_app.counting import examine
from sessions_app.models import Post

EACH = 12


def test_every_paper_has_a_font_for_each_of_its_characters(world, in_full):
    clerk = world.user("clerk")
    wrong, printed = [], set()
    for found in papers:
        rows = apps.get_model(found.model).objects.order_by("-pk")
        for record in [row for row in rows[: EACH * 4] if found.when(row)][:EACH]:
            missing = missing_characters(found.document(record, clerk))
            printed.add(f"{found.model}/{found.key}")
            if missing:
                wrong.append((found.model, found.key, record.pk, missing[:2]))

    assert wrong == []
    assert printed == {f"{found.model}/{found.key}" for found in papers}


@pytest.mark.parametrize("where", ["full", "small"])
def test_no_paper_sets_a_number_apart_from_its_words_or_writes_a_day_in_signs(world, where):
    apart = re.compile(r".*[\u3400-\u9fff，。；] \d.*|.*\d [\u3400-\u9fff].*|.*\d{4}-\d\d-\d\d.*")
    township = getattr(world, where)
    reader = world.user({"full": "clerk", "small": "yclerk"}[where])
    found = set()
    with township_scope(township.pk):
        for each in papers:
            for record in apps.get_model(each.model).objects.order_by("-pk")[: EACH * 4]:
                if each.when(record):
                    blocks = each.document(record, reader).blocks
                    texts = [text for block in blocks for _, text in texts_of(block)]
                    found |= {(each.key, text) for text in texts if apart.match(text)}

    assert found == set()


@pytest.mark.parametrize("where", ["full", "small"])
def test_every_count_of_the_demo_adds_up_and_fills_its_seats(world, where):
    township = getattr(world, where)
    with township_scope(township.pk):
        posts = [post for post in Post.objects.all() if post.ballot]
        counts = [examine(post, post.ballot, post.standing) for post in posts]
        taken = [
            (post.seats, count.elected, count.failed)
            for post, count in zip(posts, counts, strict=True)
        ]

    assert taken == [(post.seats, post.seats, 0) for post in posts]
    assert taken
