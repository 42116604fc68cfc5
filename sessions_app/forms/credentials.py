"""What the office fills in about a report of the credentials committee."""

from renda.core.forms import FilesField, RecordForm, widget_for
from sessions_app.models import CredentialReport


class CredentialForm(RecordForm):
    """A report on an election; no more are confirmed than the term has seats."""

    files = FilesField(label="报告原件")

    class Meta:
        model = CredentialReport
        fields = (
            "term", "kind", "reported_on", "reported_by", "confirmed", "invalid", "text", "session",
            "resolution",
        )  # fmt: skip
        formfield_callback = widget_for

    def clean(self) -> dict:
        data = super().clean()
        term, day = data.get("term"), data.get("reported_on")
        if term and data.get("confirmed") is not None and data["confirmed"] > term.seats:
            self.add_error("confirmed", f"{term}代表名额 {term.seats} 名，确认的不能比名额多")
        if term and day and term.elected_on and day < term.elected_on:
            self.add_error("reported_on", f"不能早于代表选举完成日期 {term.elected_on}")
        if data.get("confirmed") == 0 and not data.get("invalid"):
            self.add_error("confirmed", "请填审查了的代表人数")
        session, resolution = data.get("session"), data.get("resolution")
        if resolution and session and resolution.session_id != session.pk:
            self.add_error("resolution", f"请选{session.short_name}通过的决议")
        return data
