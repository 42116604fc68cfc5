"""催办 and 督办: the office urges a unit."""

from django.utils import timezone

from motions import services
from motions.forms import ReminderForm
from motions.models import Reminder
from motions.views.parts import CasePart


class ReminderCreate(CasePart):
    """催办."""

    model = Reminder
    permission_required = "motions.add_reminder"
    form_class = ReminderForm
    title = "催办"
    verb = "催办"
    submit_label = "发催办通知"

    def save(self, form: ReminderForm) -> Reminder:
        form.instance.on = timezone.localdate()
        self.object = services.remind(reminder=form.instance, by=self.request.user)
        return self.object
