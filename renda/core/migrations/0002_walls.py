from django.db import migrations

from renda.core.wall import AppendOnly, TownshipWall


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        TownshipWall(
            models=[
                "Unit",
                "Term",
                "LocalRule",
                "CalendarDay",
                "AuditHead",
                "AuditEntry",
                "Notification",
                "Robot",
                "Job",
                "Counter",
                "OnceKey",
                "Attachment",
            ]
        ),
        AppendOnly("AuditEntry"),
    ]
