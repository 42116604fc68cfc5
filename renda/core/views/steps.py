"""The page of a workflow step: ask for what it needs, then take it."""

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm, ModelForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.views.generic import FormView

from renda.core import despite
from renda.core.forms import StepForm
from renda.core.law.check import Check
from renda.core.views.permission import PagePermission
from renda.core.workflow import IllegalTransition, Transition, Workflow, workflow_of


class TransitionPage(PagePermission, FormView):
    """``/step/<model>/<pk>/<step>/`` for every workflow."""

    template_name = "core/transition.html"

    @cached_property
    def workflow(self) -> Workflow:
        try:
            workflow = workflow_of(apps.get_model(self.kwargs["model"]))
        except (LookupError, ValueError):
            raise Http404 from None
        if workflow is None:
            raise Http404
        return workflow

    @cached_property
    def step(self) -> Transition:
        step = self.workflow.transitions.get(self.kwargs["step"])
        if step is None or step.automatic:
            raise Http404
        return step

    @cached_property
    def object(self):
        record = self.workflow.record(self.kwargs["pk"])
        if record is None:
            raise Http404
        return record

    def get_permission_required(self) -> tuple[str]:
        return (self.workflow.permission(self.step),)

    def get_permission_object(self):
        return self.object

    def dispatch(self, request, *args, **kwargs) -> HttpResponse:
        if (
            request.user.is_authenticated
            and self.has_permission()
            and self.workflow.state(self.object) not in self.step.sources
        ):
            messages.error(
                request,
                f"不能{self.step.label}：{self.object} 已是“{self.workflow.words(self.object)}”，"
                "可能已被他人办理。",
            )
            return redirect(self.object)
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self) -> type[BaseForm]:
        return self.step.form or StepForm

    @cached_property
    def checks(self) -> list[Check]:
        """The rules held against the record as it is."""
        return list(self.step.checks(self.object))

    def get_form(self, form_class: type[BaseForm] | None = None) -> BaseForm:
        form = super().get_form(form_class)
        if despite.warned(self.checks):
            form.fields[despite.FIELD] = despite.reason_field()
        return form

    def get_form_kwargs(self) -> dict:
        kwargs = super().get_form_kwargs()
        kwargs["instance"] = self.object
        if not issubclass(self.get_form_class(), ModelForm):
            kwargs["user"] = self.request.user
        return kwargs

    def form_valid(self, form: BaseForm) -> HttpResponse:
        data = {k: v for k, v in form.cleaned_data.items() if k not in {"once", "seen_revision"}}
        try:
            after = self.workflow.perform(
                self.step.name, self.object, by=self.request.user, data=data
            )
        except IllegalTransition as error:
            messages.error(self.request, str(error))
            return redirect(self.object)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, self.step.success or f"已{self.step.label}：{after}")
        return redirect(after if self.may_see(after) else "core:workbench")

    def may_see(self, record) -> bool:
        """Whether the user may still open the record after the step (an objection may take it away)."""
        meta = record._meta
        return self.request.user.has_perm(f"{meta.app_label}.view_{meta.model_name}", record)

    def which(self) -> list[tuple[str, str]]:
        """The record and its state, for a step that has nothing of its own to repeat."""
        name = str(self.object._meta.verbose_name)
        return [(name, str(self.object)), ("状态", self.workflow.words(self.object))]

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {
            "object": self.object,
            "title": f"{self.step.label}：{self.object}",
            "step": self.step,
            "confirm": self.step.confirm(self.object) or self.which(),
            "checks": self.checks,
            "blocked": self.step.hindrance(self.object, self.checks),
            "cancel_url": self.object.get_absolute_url(),
            "draft_key": f"{self.kwargs['model']}-{self.object.pk}-{self.step.name}",
        }
