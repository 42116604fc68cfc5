"""Every paper of every record of the demo years can be printed: no character is without a font."""

from django.apps import apps

from renda.core.paper.characters import missing_characters
from renda.core.papers import papers

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
