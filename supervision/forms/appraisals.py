"""What appraisals ask for; the ballot says by how much it is off."""

from renda.core.forms import RecordForm
from supervision.forms.base import ParticipantsMixin, picked
from supervision.models import Appraisal


class AppraisalForm(ParticipantsMixin, RecordForm):
    """A new appraisal and who is expected."""

    class Meta:
        model = Appraisal
        fields = ["title", "unit", "level", "plan_item", "held_on", "place", "total", "forum"]
        formfield_callback = picked


class BallotForm(RecordForm):
    """An appraisal's ballot, what was praised, what was found wanting."""

    sections = (
        ("评议会", ("title", "unit", "level", "plan_item", "held_on", "place", "forum")),
        (
            "测评票",
            (
                "total",
                "issued",
                "returned",
                "satisfied",
                "basically_satisfied",
                "dissatisfied",
                "unknown",
            ),
        ),
        ("评议意见", ("merits", "problems", "opinions")),
        ("整改反馈", ("answered_on", "answer")),
    )

    class Meta:
        model = Appraisal
        fields = [
            "title",
            "unit",
            "level",
            "plan_item",
            "held_on",
            "place",
            "forum",
            "total",
            "issued",
            "returned",
            "satisfied",
            "basically_satisfied",
            "dissatisfied",
            "unknown",
            "merits",
            "problems",
            "opinions",
            "answered_on",
            "answer",
        ]
        formfield_callback = picked

    def clean(self) -> dict:
        data = super().clean()
        parts = ("satisfied", "basically_satisfied", "dissatisfied", "unknown")
        counts = [data.get(name) for name in parts]
        returned = data.get("returned")
        if returned is not None and None not in counts and sum(counts) != returned:
            line = " + ".join(str(n) for n in counts)
            gap = returned - sum(counts)
            words = f"少 {gap} 票" if gap > 0 else f"多 {-gap} 票"
            self.add_error(
                "returned", f"四项之和 {line} = {sum(counts)}，与收回票 {returned} 不符（{words}）"
            )
        for fewer, more in (("returned", "issued"), ("issued", "total")):
            if None not in (data.get(fewer), data.get(more)) and data[fewer] > data[more]:
                label = self.fields[more].label
                self.add_error(fewer, f"不能多于{label} {data[more]}")
        if (
            data.get("answered_on")
            and data.get("held_on")
            and data["answered_on"] < data["held_on"]
        ):
            self.add_error("answered_on", f"不能早于评议日期 {data['held_on']}")
        return data
