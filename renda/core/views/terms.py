"""届次: the terms of the congress, each with the day of its election, its population and its seats."""

from datetime import date

from renda.core import audit, law
from renda.core.calendar import load_overrides
from renda.core.columns import Column
from renda.core.despite import CheckedForm
from renda.core.forms import widget_for
from renda.core.models import Term
from renda.core.views.forms import CreatePage, EditPage
from renda.core.views.lists import Action, ListPage
from renda.core.views.rows import Changes

TERMS = (("系统", ""), ("届次", "core:terms"))


class TermForm(CheckedForm):
    """A term; its seats are held against its population."""

    class Meta:
        model = Term
        fields = ("number", "elected_on", "starts_on", "ends_on", "population", "seats")
        formfield_callback = widget_for

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        due = law.cite("session.first")
        self.fields["starts_on"].help_text += f"；选举完成后两个月内召开（{due}）"
        self.fields["seats"].help_text = f"由县级人大常委会确定（{law.cite('seats.fixed')}）"

    def checks(self) -> list[law.Check]:
        """The seats, and the first session's time, as far as they are known."""
        term, found = self.instance, []
        if term.population:
            found.append(law.seats_number(term.seats, term.population))
        if term.elected_on:
            days = load_overrides()
            found.append(law.first_session(term.elected_on, term.starts_on, days).as_warning())
        return found


class TermList(ListPage):
    model = Term
    permission_required = "core.view_rules"
    filterset_fields = ("number",)
    ordering = ("-number",)
    title = "届次"
    crumbs = TERMS[:1]
    columns = (
        Column("届", str, sort="number", css="nowrap"),
        Column("代表选举完成", "elected_on", css="date"),
        Column("起（第一次会议）", "starts_on", css="date"),
        Column("止", "ends_on", css="date"),
        Column("人口数", "population", css="num"),
        Column("代表名额", "seats", css="num"),
    )
    actions = (Action("登记届次", "core:term_create", "core.change_term"),)
    row_edit = Action("修改", "core:term_update", "core.change_term")
    empty_text = "换届选举前登记新一届；代表的任期从本届第一次会议起算。"
    foot_note = f"代表任期从本届第一次会议起，到下届第一次会议止（{law.cite('congress.term')}）"


class TermPage:
    """Whoever registers a term lets the one before it end where it begins."""

    model = Term
    form_class = TermForm
    permission_required = "core.change_term"
    crumbs = TERMS

    def save(self, form: TermForm) -> Term:
        began = self.before.get("starts_on")
        term = super().save(form)
        self.handed_over = hand_over(term, date.fromisoformat(began) if began else None)
        return term

    def other_changes(self) -> Changes:
        return super().other_changes() | self.handed_over


class TermCreate(TermPage, CreatePage):
    pass


class TermUpdate(TermPage, EditPage):
    offers_void = True


def hand_over(term: Term, began: date | None) -> Changes:
    """Let the term before end on the day this one begins: it had no end yet, or the day it began until now.

    Gives what changed, in words.
    """
    earlier = Term.objects.filter(number__lt=term.number).order_by("-number").first()
    if earlier is None or earlier.ends_on not in {None, began} or earlier.ends_on == term.starts_on:
        return {}
    before = audit.snapshot(earlier, ["ends_on"])
    earlier.ends_on = term.starts_on
    earlier.full_clean(exclude=["township"])
    earlier.save(update_fields=["ends_on"])
    after = audit.snapshot(earlier, ["ends_on"])
    return {f"{earlier}止": [before["ends_on"], after["ends_on"]]}
