"""Drafts that save themselves: a form page keeps what was typed while its writer rests or leaves."""

import uuid
from typing import ClassVar

from django.contrib import messages
from django.db import models
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils import timezone
from django.utils.functional import cached_property

from renda.core.models import OnceKey
from renda.core.views.forms import EditPage

GONE = "这份草稿先前已经提交或者删除"
STALE = "这份草稿后来在别处保存过，这里的改动没有覆盖它，只存在这台设备上"


class Autosaved:
    """Mixed into the create page and the edit page of a draft, before everything else.

    A post with ``autosave`` in it keeps the draft and answers in JSON: the time, and what the page
    needs to go on with that same row. It never hands in, and never overwrites another page's save.
    """

    draft_url: ClassVar[str]
    """The edit page of the saved draft."""
    is_autosave = False
    autosave_note = ""
    """What the draft keeps only when it is saved by hand."""

    @cached_property
    def formsets(self) -> list[BaseInlineFormSet]:
        """Child rows get their keys when they are saved by hand; till then the browser keeps them."""
        return [] if self.is_autosave else super().formsets

    def is_a_draft(self, record: models.Model) -> bool:
        """Whether the record may still be saved without being asked for."""
        return record.status == "draft"

    @property
    def saves_itself(self) -> bool:
        return self.object is None or self.is_a_draft(self.object)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.is_autosave = "autosave" in request.POST
        self.kept = None
        is_over = isinstance(self, EditPage) and not self.is_a_draft(self.get_object())
        if is_over and self.is_autosave:
            return JsonResponse({"refused": GONE}, status=409)
        if not is_over and (earlier := autosaved_at(request.POST.get("once", ""))):
            return self.go_on(request, earlier)
        return super().post(request, *args, **kwargs)

    def go_on(self, request: HttpRequest, earlier: ResolverMatch) -> HttpResponse:
        """A page that never heard how its last save ended saves the same draft once more."""
        record = self.model.objects.filter(**earlier.kwargs).first()
        if record and self.is_a_draft(record):
            request.POST = gone_on_from(request.POST)
            return earlier.func(request, **earlier.kwargs)
        if self.is_autosave:
            return JsonResponse({"refused": GONE}, status=409)
        messages.info(request, f"{GONE}，没有重复登记。")
        return redirect(record or "core:workbench")

    def saved_before(self, earlier: OnceKey) -> HttpResponse:
        """Handing in while the page's own save was under way goes on from what that one kept."""
        at = None if self.is_autosave else autosaved_at(str(earlier.key))
        if at is None:
            return super().saved_before(earlier)
        for upload in self.request.FILES.values():
            upload.seek(0)
        return self.go_on(self.request, at)

    def settle(self, saved: models.Model) -> None:
        if self.is_autosave:
            self.kept = saved
        else:
            super().settle(saved)

    def tell(self, saved: models.Model) -> None:
        if not self.is_autosave:
            super().tell(saved)

    def get_success_url(self) -> str:
        if self.is_autosave:
            return reverse(self.draft_url, args=[self.object.pk])
        return super().get_success_url()

    def form_valid(self, form: ModelForm) -> HttpResponse:
        if self.is_autosave and self.object:
            self.verb = "自动保存"
        response = super().form_valid(form)
        if not self.is_autosave or isinstance(response, JsonResponse):
            return response
        if self.kept is None:  # the same save is under way in another request
            list(messages.get_messages(self.request))
            return JsonResponse({}, status=503)
        return JsonResponse(
            {
                "at": f"{timezone.localtime():%H:%M}",
                "note": self.autosave_note,
                "action": response.url,
                "key": f"{self.draft_url}-{self.kept.pk}",
                "revision": self.kept.revision,
                "once": str(uuid.uuid4()),
            }
        )

    def form_invalid(self, form: ModelForm) -> HttpResponse:
        if not self.is_autosave:
            return super().form_invalid(form)
        if any(error.code == "stale" for error in form.non_field_errors().as_data()):
            return JsonResponse({"refused": STALE, "latest": self.request.path}, status=409)
        name, errors = next(iter(form.errors.items()))
        label = f"{form.fields[name].label}：" if name in form.fields else ""
        return JsonResponse({"missing": f"{label}{errors[0]}"}, status=422)

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {"saves_itself": self.saves_itself}


def autosaved_at(once: str) -> ResolverMatch | None:
    """The edit page of the draft that a page with this key has saved by itself; None if it has not."""
    try:
        key = uuid.UUID(once)
    except ValueError:
        return None
    row = OnceKey.objects.filter(key=key).first()
    try:
        match = resolve(row.url) if row else None
    except Resolver404:
        return None
    page = getattr(match.func, "view_class", None) if match else None
    return match if page and issubclass(page, Autosaved) and issubclass(page, EditPage) else None


def gone_on_from(data: QueryDict) -> QueryDict:
    """The same post as the save after the one whose key it bears."""
    data, seen = data.copy(), data.get("seen_revision", "")
    data["seen_revision"] = str((int(seen) if seen.isdecimal() else 0) + 1)
    data["once"] = str(uuid.uuid5(uuid.UUID(data["once"]), "next"))
    return data
