"""Pages that write a record down, posted the way somebody would who fills them from another record."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.db import connection, models, transaction
from django.forms import model_to_dict
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from renda.core.models import AuditEntry, Membership, Township, User
from renda.core.views import CreatePage
from renda.core.views.forms import FormPage
from tests.demo.filling import something
from tests.demo.urls import patterns

UNTOLD = {"revision", "updated_at"}
EXAMPLES = 3


@dataclass(frozen=True)
class Post:
    """A post that was taken back: what it cost, whether it saved, and what it said."""

    queries: int
    saved: bool
    told: str


def saving_pages() -> dict[str, type[FormPage]]:
    """Every page of the application that saves a form, by its name."""
    found = {name: getattr(p.callback, "view_class", object) for name, p in patterns()}
    return {name: view for name, view in sorted(found.items()) if issubclass(view, FormPage)}


def people_of(township: Township) -> list[User]:
    """One account for every role and unit of the township."""
    rows = Membership.objects.filter(township=township, user__is_active=True)
    found = {(m.role, m.unit_id): m.user for m in rows.select_related("user").order_by("-pk")}
    return list(found.values())


def fingerprint(model: type[models.Model]) -> list[tuple]:
    """What the table holds, but for who saved when."""
    names = [f.attname for f in model._meta.concrete_fields if f.name not in UNTOLD]
    return list(model._base_manager.order_by("pk").values_list(*names))


def posted(user: User, path: str, data: dict, model: type[models.Model]) -> Post:
    """Post a form after a look at a page, and take it back.

    It saved if it led on, wrote a line of history, and left a row more or another one.
    """
    client = Client()
    client.force_login(user)
    client.get(reverse("core:search"))
    with transaction.atomic():
        before, lines = fingerprint(model), AuditEntry.objects.count()
        with CaptureQueriesContext(connection) as captured:
            answer = client.post(path, data)
        has_line = AuditEntry.objects.count() > lines
        saved = answer.status_code == 302 and has_line and fingerprint(model) != before
        transaction.set_rollback(True)
    return Post(len(captured), saved, f"{user.username} {path} {said(answer)}")


def said(answer: HttpResponse) -> str:
    """Why nothing was saved."""
    if answer.status_code != 200 or not answer.context:
        return str(answer.status_code)
    bound = [answer.context.get("form"), *(answer.context.get("formsets") or ())]
    return " ".join(str(each.errors) for each in bound if each is not None and each.errors)


def shown(form: forms.BaseForm) -> dict:
    """What the page's form holds already, as a browser would send it back."""
    held = {
        name: form[name].value()
        for name, field in form.fields.items()
        if not isinstance(field, forms.FileField) and not field.disabled
    }
    return {name: value for name, value in held.items() if is_something(value)}


def is_something(value: object) -> bool:
    """Whether a browser would send the value; a nought is one."""
    return value is not False and value not in (None, "", [])


def as_sent(value: object) -> object:
    """A record's value as a form sends it."""
    if isinstance(value, list):
        return [getattr(each, "pk", each) for each in value]
    return value


def like(form: forms.BaseForm, example: models.Model) -> dict:
    """What another record holds in the form's fields."""
    held = model_to_dict(example, fields=list(form.fields))
    return {
        name: as_sent(value)
        for name, value in held.items()
        if is_something(value) and not isinstance(form.fields[name], forms.FileField)
    }


def asked(form: forms.BaseForm, data: dict, *, everything: bool = False) -> dict:
    """Something for each empty field that must be filled, or for every empty one."""
    empty = {n: f for n, f in form.fields.items() if n not in data and (f.required or everything)}
    found = {name: something(field) for name, field in empty.items()}
    return {name: value for name, value in found.items() if value is not None}


def rows_of(page: HttpResponse) -> dict:
    """The tables of child rows as the page shows them."""
    data = {}
    for rows in page.context.get("formsets") or ():
        old = rows.initial_forms
        data |= {f"{rows.prefix}-TOTAL_FORMS": len(old), f"{rows.prefix}-INITIAL_FORMS": len(old)}
        for form in old:
            data |= {form.add_prefix(name): value for name, value in shown(form).items()}
    return data


def altered(form: forms.BaseForm, data: dict) -> dict:
    """The same with other words in its first field of words."""
    for name, field in form.fields.items():
        is_plain = type(field) is forms.CharField and not field.widget.is_hidden
        if is_plain and not field.disabled and isinstance(data.get(name), str):
            limit = field.max_length or 200
            return data | {name: f"{data[name][: limit - 1]}改"}
    return data


def fillings(view: type[FormPage], page: HttpResponse) -> Iterator[dict]:
    """Ways to fill a page: as it is, after an example of its kind, and with something everywhere.

    What the page proposes goes before the example's words, then after them.
    """
    form = page.context["form"]
    held = rows_of(page) | shown(form)
    yield altered(form, held | asked(form, held))
    if issubclass(view, CreatePage):
        for example in view.model._base_manager.order_by("-pk")[:EXAMPLES]:
            known = like(form, example)
            for data in (known | held, held | known):
                yield altered(form, data | asked(form, data))
    yield altered(form, held | asked(form, held, everything=True))
