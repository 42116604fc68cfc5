"""What may never cross from one township to the other: its words, its rows, its keys."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from renda.core.models import Record, Township
from renda.core.scoping import township_scope
from tests.architecture.models import OWNED
from tests.architecture.test_sources import SOURCES, TEMPLATES, WRITES_THE_PAST, named

WORDS_OF_A_MODEL = 12
SHORTEST = 5  # a shorter word may stand on any page


def texts(model: type[models.Model]) -> Iterator[str]:
    """Every line of free text in a model's rows of the township in scope."""
    names = [
        f.attname
        for f in model._meta.concrete_fields
        if isinstance(f, models.CharField | models.TextField) and not f.choices
    ]
    for row in model._base_manager.order_by("pk").values_list(*names) if names else ():
        for text in row:
            yield from (line.strip() for line in (text or "").splitlines() if line.strip())


def names_of(township: Township) -> set[str]:
    """The names of a township's deputies, short as they are."""
    with township_scope(township.pk):
        return set(apps.get_model("deputies.Deputy").objects.values_list("name", flat=True))


def words_of(township: Township, other: Township) -> dict[str, set[str]]:
    """By kind of record, the longest texts, cut to forty signs, that neither a row of the other
    township nor the application itself says."""
    with township_scope(other.pk):
        theirs = "\n".join(line for model in OWNED for line in texts(model)) + said_by_all()
    found = {"core.Township": {township.name}}
    with township_scope(township.pk):
        for model in OWNED:
            if issubclass(model, Record):
                lines = {line[:40] for line in texts(model) if len(line) >= SHORTEST}
                ours = sorted(lines, key=lambda line: (-len(line), line))
                only = [line for line in ours if line not in theirs and is_plain(line)]
                found[model._meta.label] = set(only[:WORDS_OF_A_MODEL])
    found["deputies.Deputy"] |= {name for name in names_of(township) if name not in theirs}
    return found


def said_by_all() -> str:
    """The text of the application, without its demo."""
    own = [path for path in SOURCES if not WRITES_THE_PAST.match(named(path))]
    return "\n".join(path.read_text() for path in own + TEMPLATES)


def is_plain(text: str) -> bool:
    """Whether a page shows the text as it is, and only where the record is shown."""
    return not set(text) & set("<>&\"'/")


def rows_of(township: Township) -> dict[str, list[tuple]]:
    """Every value of every row of a township: what must not change."""
    with township_scope(township.pk):
        return {
            model._meta.label: list(model._base_manager.order_by("pk").values_list())
            for model in OWNED
        }


def strays(township: Township) -> list[str]:
    """Keys of the township's rows that lead to another township's."""
    found = []
    with township_scope(township.pk):
        for model in OWNED:
            for field in model._meta.concrete_fields:
                target = field.related_model
                if field.is_relation and target in OWNED:
                    keys = model._base_manager.exclude(**{field.name: None}).values(field.attname)
                    lost = set(keys.values_list(field.attname, flat=True)) - set(
                        target._base_manager.values_list(field.target_field.attname, flat=True)
                    )
                    found += [f"{model._meta.label}.{field.name} → {key}" for key in lost]
    return found
