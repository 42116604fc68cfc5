"""并案待补充答复: whom a merger left without a letter, and what became of it."""

from django.db.models import QuerySet
from django.utils import timezone

from motions import services
from motions.filters import OwedLetterFilter
from motions.forms import WaiveLetterForm
from motions.models import OwedLetter
from renda.core import law
from renda.core.calendar import remaining
from renda.core.columns import Column
from renda.core.permissions import is_office
from renda.core.scoping import current_township_id
from renda.core.views.forms import EditPage
from renda.core.views.lists import ListPage, Tab


def settled_words(owed: OwedLetter) -> str:
    """补充答复的文号, the reason why there is none, or that it is still owed."""
    if owed.is_open:
        return "待补充答复"
    return owed.supplement.number if owed.supplement else owed.no_letter_reason


def left_words(owed: OwedLetter) -> str:
    """剩 12 天, 逾期 3 天; nothing once it is settled."""
    return remaining(owed.due_on, timezone.localdate()).label if owed.is_open else ""


class OwedLetterList(ListPage):
    """What is still owed first; a unit sees its own."""

    model = OwedLetter
    permission_required = "motions.list_owedletter"
    filterset_class = OwedLetterFilter
    title = "并案待补充答复"
    crumbs = (("议案建议", ""),)
    ordering = ("due_on", "pk")
    tabs = (
        Tab("", "待补充答复", "open"),
        Tab("overdue", "已逾期", "overdue", ("today",)),
        Tab("all", "全部"),
    )
    columns = (
        Column("并入的件", "motion", link=True),
        Column("领衔代表", "motion.lead.name", css="nowrap"),
        Column("主件", "assignment.motion.code", css="nowrap"),
        Column("已答复单位", "assignment.unit", css="nowrap"),
        Column("补充答复期限", "due_on", sort="due_on", css="date", why=lambda o: o.due_words),
        Column("剩余", left_words, css="num", until=lambda o: o.due_on if o.is_open else None),
        Column("补充答复", settled_words),
        Column("处理日期", "settled_on", sort="settled_on", css="date"),
    )
    empty_title = "没有待补充答复的并案件"
    empty_text = "并入已经答复的件时，这里记下要向哪几位代表补充答复。"
    foot_note = law.cite("suggestion.merge")

    def get_queryset(self) -> QuerySet[OwedLetter]:
        rows, user = OwedLetter.objects.for_list(), self.request.user
        if is_office(user, None):
            return rows
        return rows.of_units(user.unit_ids(current_township_id()))


class WaiveLetter(EditPage):
    """不再补充答复: by the office, with the reason."""

    model = OwedLetter
    permission_required = "motions.waive_letter"
    form_class = WaiveLetterForm
    title = "不再补充答复"
    verb = "写明不再补充答复的原因"
    submit_label = "保存"

    def get_queryset(self) -> QuerySet[OwedLetter]:
        return OwedLetter.objects.for_list()

    @property
    def lead(self) -> str:
        owed = self.get_object()
        return f"{owed.motion}　领衔 {owed.motion.lead.name}　{owed.assignment.unit}已答复主件"

    def get_crumbs(self) -> list[tuple[str, str]]:
        main = self.get_object().assignment.motion
        return [(main.number_text, main.get_absolute_url())]

    def save(self, form: WaiveLetterForm) -> OwedLetter:
        self.object = services.waive_letter(
            owed=form.instance,
            reason=form.cleaned_data["no_letter_reason"],
            by=self.request.user,
            on=timezone.localdate(),
        )
        return self.object
