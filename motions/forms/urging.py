"""How the office urges a unit, and what a unit answers to a 督办单."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.utils import timezone

from motions.models import Assignment, KeyFollowUp, Motion, Reminder
from renda.core.calendar import chinese_date, due_by_days, load_overrides
from renda.core.forms import DateInput, RecordForm

NARROW = forms.Textarea(attrs={"rows": 3})
WIDE = forms.Textarea(attrs={"rows": 5})
DAYS_TO_ANSWER = 7
"""What the page proposes for a 督办单's answer; there is no such number in law."""


def owed_until(row: Reminder, parts: Sequence[Assignment] = ()) -> tuple[str, str]:
    """What a row is about, in the words of its paper: until when it is owed, and what to do.

    ``parts`` are those of the case that it may be sent to: several have no day in common.
    """
    if row.commitment:
        due = chinese_date(row.due_on)
        return f"承诺“{row.commitment}”的完成日期为{due}", "抓紧办理，办成后再次答复代表"
    if row.owed_letter:
        due = chinese_date(row.due_on)
        return f"补充答复的期限为{due}", f"抓紧补充答复并入的{row.owed_letter.motion}的代表"
    part = row.assignment or (parts[0] if len(parts) == 1 else None)
    if part is None:
        return "已经交办", "抓紧办理，在办理期限以前办结"
    if part.answers:
        return f"办理期限为{chinese_date(part.due_on)}", "抓紧办理并答复代表"
    return f"会办意见的期限为{chinese_date(part.due_on)}", "抓紧办理并回会办意见"


class ReminderForm(RecordForm):
    """催办: of a unit that works on the case, or about what the row says is owed."""

    class Meta:
        model = Reminder
        fields = ("assignment", "text")
        widgets = {"text": NARROW}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        row = self.instance
        if row.commitment or row.owed_letter:
            del self.fields["assignment"]
        parts = self.choose_among(row.motion) if "assignment" in self.fields else ()
        self.propose(text=self.usual_words(row, parts))

    def choose_among(self, motion: Motion) -> Sequence[Assignment]:
        """Offer the units that work on the case; returns their parts."""
        rows = motion.assignments.open().filter(round=motion.round).select_related("unit")
        self.fields["assignment"].queryset = rows
        self.fields["assignment"].required = True
        self.fields["assignment"].label_from_instance = lambda a: f"{a.unit}（期限 {a.due_on}）"
        if len(rows) == 1:
            self.propose(assignment=rows[0].pk)
        return rows

    @staticmethod
    def usual_words(row: Reminder, parts: Sequence[Assignment] = ()) -> str:
        """What is usually said; the office may say it otherwise."""
        until, what = owed_until(row, parts)
        return f"{until}，请{what}。"


class OrderForm(ReminderForm):
    """督办单: what is demanded, by which leader, and until when the unit reports back."""

    class Meta:
        model = Reminder
        fields = ("assignment", "leader", "text", "feedback_due")
        labels = {"assignment": "承办单位", "text": "督办意见"}
        widgets = {"text": WIDE, "feedback_due": DateInput}
        help_texts = {
            "leader": "例如：主席沈国良",
            "text": "写明查明什么、办到什么程度、何时报结果。",
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        motion, today = self.instance.motion, timezone.localdate()
        watching = KeyFollowUp.objects.filter(motion=motion).order_by("-on").first()
        self.fields["leader"].required = self.fields["feedback_due"].required = True
        self.propose(leader=watching.supervisor if watching else "")
        self.propose(feedback_due=due_by_days(today, DAYS_TO_ANSWER, load_overrides()).on)

    @staticmethod
    def usual_words(row: Reminder, parts: Sequence[Assignment] = ()) -> str:
        until, what = owed_until(row, parts)
        return f"{until}。请单位负责人亲自过问，{what}，在反馈期限以前书面报告进展。"

    def clean_feedback_due(self) -> date:
        day = self.cleaned_data["feedback_due"]
        if day < timezone.localdate():
            raise forms.ValidationError("反馈期限不能早于今天")
        return day


class OrderAnswerForm(RecordForm):
    """反馈: the unit's answer to a 督办单."""

    class Meta:
        model = Reminder
        fields = ("response",)
        widgets = {"response": WIDE}
        help_texts = {"response": "写明已做什么、下一步做什么、何时答复代表。"}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["response"].required = True


class OrderCloseForm(RecordForm):
    """督办结果: what came of a 督办单."""

    class Meta:
        model = Reminder
        fields = ("result",)
        widgets = {"result": WIDE}
        help_texts = {"result": "例如：承办单位已于某日答复，代表表示满意，督办办结。"}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["result"].required = True
