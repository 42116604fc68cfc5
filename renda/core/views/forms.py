"""Create and edit pages: one transaction, one history line, never twice, never over another's change."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.forms import ModelForm, inlineformset_factory, modelform_factory
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.views.generic import CreateView, UpdateView

from renda.core import audit, notifications
from renda.core.attachments import attach
from renda.core.despite import CheckedForm
from renda.core.forms import FilesField, RecordForm, widget_for
from renda.core.models import OnceKey, Record
from renda.core.permissions import void_perm
from renda.core.scoping import current_township_id
from renda.core.views.permission import PagePermission
from renda.core.views.rows import Changes, RowForm, RowSet, changes_of
from renda.core.voiding import by_kind, in_words
from renda.core.workflow import IllegalTransition


def saved_with(once: str) -> OnceKey | None:
    """What was saved by the page that carried this key; None if nothing was."""
    try:
        return OnceKey.objects.filter(key=UUID(once)).first()
    except ValueError:
        return None


class FormPage(PagePermission):
    """What create and edit pages share.

    ``fields`` or ``form_class`` name the form; ``inlines`` adds tables of child rows as
    (child model, field names) pairs.
    """

    template_name = "core/form.html"
    inlines: tuple[tuple[type[models.Model], tuple[str, ...]], ...] = ()
    inline_extra = 2
    verb = "保存"
    submit_label = "保存"
    title = ""
    lead = ""

    def handle_no_permission(self) -> HttpResponse:
        """A second press finds what the first one saved, even where saving ended the right to press."""
        once = self.request.POST.get("once", "")
        if self.request.user.is_authenticated and (earlier := saved_with(once)):
            return self.saved_before(earlier)
        return super().handle_no_permission()

    def saved_before(self, earlier: OnceKey) -> HttpResponse:
        messages.info(self.request, "已经保存过了，没有重复登记。")
        return redirect(earlier.url)

    def get_form_class(self) -> type[ModelForm]:
        if self.form_class:
            return self.form_class
        return modelform_factory(
            self.model, form=RecordForm, fields=self.fields, formfield_callback=widget_for
        )

    def get_title(self) -> str:
        return self.title or f"{self.verb}{self.model._meta.verbose_name}"

    @cached_property
    def formsets(self) -> list[RowSet]:
        """The child rows' formsets, bound when the page is posted."""
        built = []
        for number, (child, names) in enumerate(self.inlines):
            factory = inlineformset_factory(
                self.model,
                child,
                form=RowForm,
                formset=RowSet,
                fields=names,
                extra=0 if self.request.method == "POST" else self.inline_extra,
                can_delete=True,
                formfield_callback=widget_for,
            )
            data = (self.request.POST, self.request.FILES) if self.request.method == "POST" else ()
            formset = factory(*data, instance=self.object, prefix=f"rows{number}")
            formset.title = str(child._meta.verbose_name)
            formset.is_whole = "all" in self.request.GET
            formset.opened = self.request.GET.get("row", "")
            built.append(formset)
        return built

    def render_to_response(self, context: dict, **kwargs) -> HttpResponse:
        """The page; for a script that opens a row of a long table, that row."""
        is_row = self.request.method == "GET" and "row" in self.request.GET
        if is_row and self.request.headers.get("HX-Request"):
            rows = [row for row in (each.opened_row() for each in self.formsets) if row]
            if not rows:
                raise Http404
            return render(self.request, "core/partials/formset_row.html", {"form": rows[0]})
        return super().render_to_response(context, **kwargs)

    def post(self, request, *args, **kwargs) -> HttpResponse:
        self.object = (
            self.get_object() if "pk" in self.kwargs and isinstance(self, UpdateView) else None
        )
        form = self.get_form()
        # validating writes the new values into the object, so look at the old ones first
        self.before = audit.snapshot(self.object, form.fields) if self.object else {}
        if form.is_valid() and all(f.is_valid() for f in self.formsets):
            return self.form_valid(form)
        return self.form_invalid(form)

    def form_valid(self, form: ModelForm) -> HttpResponse:
        once = form.cleaned_data.get("once")
        try:
            with transaction.atomic(), audit.together(), notifications.together():
                if once:
                    key = OnceKey.objects.create(key=once, url=self.get_known_url())
                saved = self.save(form)
                for formset in self.formsets:
                    formset.instance = saved
                    formset.save()
                self.keep_files(form, saved)
                after = audit.snapshot(saved, form.fields)
                changes = audit.difference(type(saved), self.before, after) | self.other_changes()
                passed_over = form.kept() if isinstance(form, CheckedForm) else {}
                audit.record(self.request.user, self.verb, saved, changes=changes, **passed_over)
                self.settle(saved)
                url = self.get_success_url()
                if once and key.url != url:
                    OnceKey.objects.filter(pk=key.pk).update(url=url)
        except (ValidationError, IllegalTransition) as error:
            form.add_error(None, error if isinstance(error, ValidationError) else str(error))
            return self.form_invalid(form)
        except IntegrityError as error:
            earlier = saved_with(str(once or ""))
            if earlier is None:
                form.add_error(None, self.refused(form, error))
                return self.form_invalid(form)
            return self.saved_before(earlier)
        self.tell(saved)
        return redirect(url)

    def tell(self, saved: models.Model) -> None:
        """Say what was done."""
        messages.success(self.request, f"已{self.verb}：{saved}")

    @staticmethod
    def refused(form: ModelForm, error: IntegrityError) -> ValidationError | list[str]:
        """Why the database refused the record, in the words of the constraint that it breaks.

        The form itself can't know: Django leaves out constraints over fields that it doesn't show,
        and every one begins with the township. Where others stand on what was to go, it names them.
        """
        if isinstance(error, models.ProtectedError | models.RestrictedError):
            words = "还有{}以要去掉的记录为依据。请先打开这些记录，改到别处或者作废，再保存。"
            return [format_html(words, in_words(by_kind(error.args[1])))]
        try:
            form.instance.validate_constraints()
        except ValidationError as broken:
            return broken
        return ["与已有的记录冲突（可能重复登记），请核对后再保存。"]

    def save(self, form: ModelForm) -> models.Model:
        """Write the form; subclasses call a service here, whose refusal is shown above the form."""
        self.object = form.save()
        return self.object

    def other_changes(self) -> Changes:
        """What saving changed beside the record's own fields, for its line of history."""
        return changes_of(self.formsets)

    def settle(self, saved: models.Model) -> None:
        """What follows from saving, in the same transaction and after its line of history."""

    def keep_files(self, form: ModelForm, saved: models.Model) -> None:
        """Hang the files of every ``FilesField`` on the record."""
        for name, field in form.fields.items():
            if isinstance(field, FilesField):
                for upload in form.cleaned_data[name]:
                    attach(saved, upload, by=self.request.user, purpose=name)

    def get_cancel_url(self) -> str:
        return self.object.get_absolute_url() if self.object else self.get_crumbs()[-1][1]

    @property
    def draft_key(self) -> str:
        """What the browser keeps unsaved words under: this page about this record, or its parent."""
        named = "-".join(str(value) for value in self.kwargs.values())
        return f"{self.request.resolver_match.view_name}-{named or 'new'}"

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()

    def get_known_url(self) -> str:
        """Where the success page will most likely be, if it can be told before saving."""
        return self.get_success_url() if self.object else ""

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {
            "title": self.get_title(),
            "lead": self.lead,
            "formsets": self.formsets,
            "submit_label": self.submit_label,
            "cancel_url": self.get_cancel_url() if self.get_crumbs() or self.object else "",
            "draft_key": self.draft_key,
        }


class CreatePage(FormPage, CreateView):
    """Write down a new record. With ``parent``, the URL's ``parent_pk`` names the record it hangs on."""

    verb = "登记"
    submit_label = "登记"
    parent: tuple[str, type[models.Model]] | None = None

    @cached_property
    def parent_record(self) -> models.Model | None:
        """The record the new one belongs to; 404 outside the township."""
        if self.parent is None:
            return None
        return get_object_or_404(self.parent[1].objects.all(), pk=self.kwargs["parent_pk"])

    def get_permission_object(self) -> models.Model | None:
        return self.parent_record

    def get_form_kwargs(self) -> dict:
        kwargs = super().get_form_kwargs()
        instance = kwargs.get("instance") or self.model()
        if self.parent:
            setattr(instance, self.parent[0], self.parent_record)
        if hasattr(instance, "township_id"):
            instance.township_id = current_township_id()
        kwargs["instance"] = instance
        return kwargs


class EditPage(FormPage, UpdateView):
    """Change a record; ``offers_void`` for one that has no page of its own to be voided from."""

    verb = "修改"
    offers_void = False

    def get_queryset(self) -> models.QuerySet:
        """The records with what their form's keys point to, which the line of history names."""
        shown = self.form_class._meta.fields if self.form_class else self.fields
        keys = {field.name for field in self.model._meta.fields if field.is_relation}
        return self.model.objects.select_related(*keys.intersection(shown or ()))

    def get_object(self, queryset=None) -> models.Model:
        if not hasattr(self, "_record"):
            self._record = super().get_object(queryset)
        return self._record

    def get_permission_object(self) -> models.Model:
        return self.get_object()

    def save(self, form: ModelForm) -> models.Model:
        """Write the form while the row is locked, so that the revision checked is the one replaced."""
        if isinstance(form.instance, Record):
            locked = type(form.instance)._base_manager.select_for_update().get(pk=form.instance.pk)
            form.check_revision(form.cleaned_data.get("seen_revision"), locked.revision)
        return super().save(form)

    def get_context_data(self, **kwargs) -> dict:
        record = self.get_object()
        can_void = self.offers_void and self.request.user.has_perm(void_perm(record), record)
        label = record._meta.label_lower
        return super().get_context_data(**kwargs) | {
            "void_url": reverse("core:void", args=[label, record.pk]) if can_void else ""
        }


__all__ = ["CreatePage", "EditPage", "FormPage", "RowForm"]
