"""The diagrams in docs/ are those of the running program, and draw every arrow."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from renda.core.workflow import workflows

PRINTED = Path(__file__).resolve().parents[2] / "docs" / "流程.md"
ARROW = re.compile(r"^    (\w+) --> (\w+) : (.+)$", re.MULTILINE)


def test_the_printed_workflows_are_up_to_date():
    out = StringIO()
    call_command("workflow_diagrams", stdout=out)
    assert PRINTED.read_text(encoding="utf-8") == out.getvalue()
    assert out.getvalue().count("```mermaid") == len(workflows()) > 0


@pytest.mark.parametrize("flow", workflows(), ids=lambda flow: flow.model._meta.label_lower)
def test_a_diagram_draws_each_arrow_once_between_known_states(flow):
    drawn = ARROW.findall(flow.diagram())
    field = flow.model._meta.get_field(flow.field)
    assert sorted((source, label.removesuffix("（自动）")) for source, _, label in drawn) == sorted(
        (str(source), t.label) for t in flow.transitions.values() for source in t.sources
    )
    assert {state for arrow in drawn for state in arrow[:2]} <= {key for key, _ in field.choices}
    assert {label for *_, label in drawn if label.endswith("（自动）")} == {
        f"{t.label}（自动）" for t in flow.transitions.values() if t.automatic
    }


def test_a_step_that_leaves_the_state_alone_is_a_loop():
    (findings,) = (f for f in workflows() if f.model._meta.label == "supervision.Finding")
    loops = {(a, label) for a, b, label in ARROW.findall(findings.diagram()) if a == b}
    assert loops == {("working", "制定措施"), ("handed", "催办"), ("working", "催办")}
