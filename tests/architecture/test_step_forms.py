"""What a step's form asks by the name of a record's field is set on that record: it must be meant for it."""

from django import forms

from renda.core.workflow import workflows


def test_no_step_asks_for_another_kind_of_record_by_the_name_of_a_field():
    found = []
    for workflow in workflows():
        relations = {f.name: f.related_model for f in workflow.model._meta.fields if f.is_relation}
        for step in workflow.transitions.values():
            asked = step.form.base_fields if step.form else {}
            choices = {n: f for n, f in asked.items() if isinstance(f, forms.ModelChoiceField)}
            found += [
                (workflow.permission(step), name)
                for name, field in choices.items()
                if name in relations and field.queryset.model is not relations[name]
            ]

    # its form gives the choice another name before it is kept
    assert found == [("motions.rule_assignment", "meeting")]
