"""Forms filled the way a person would, for tests that post whatever form a page has."""

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from renda.core.models import User

DAY = "2026-06-16"


def page_at(user: User, url: str) -> HttpResponse:
    """The page as the user sees it."""
    client = Client()
    client.force_login(user)
    return client.get(url)


def form_of(page: HttpResponse) -> tuple[forms.BaseForm | None, dict]:
    """A page's form and what it is posted with: something in every empty field; nothing without a form."""
    form = page.context.get("form") if page.status_code == 200 and page.context else None
    data = {}
    for name, field in form.fields.items() if form else ():
        value = form[name].value()
        is_no_file = isinstance(field, forms.FileField) and not value
        if is_no_file or value in (None, "", []):
            value = something(field)
        if value is not None:
            data[name] = value
    for rows in page.context.get("formsets") or () if form else ():
        data |= {f"{rows.prefix}-TOTAL_FORMS": 0, f"{rows.prefix}-INITIAL_FORMS": 0}
    return form, data


def something(field: forms.Field) -> object:
    """A value a field accepts."""
    if isinstance(field, forms.FileField):
        return SimpleUploadedFile("申请.pdf", b"%PDF-1.7 signed")
    if isinstance(field, forms.DateTimeField):
        return f"{DAY} 09:00"
    if isinstance(field, forms.TimeField):
        return "09:00"
    if isinstance(field, forms.URLField):
        return "https://www.example.gov.cn/1"
    if isinstance(field, forms.DateField):
        return DAY
    if isinstance(field, forms.IntegerField):
        return 1
    if isinstance(field, forms.ModelChoiceField):
        return getattr(field.queryset.first(), "pk", None)
    if isinstance(field, forms.ChoiceField):
        return next((key for key, _ in field.choices if key), None)
    return "经核实，情况属实，同意办理。"
