from django.db import migrations

from renda.core.wall import TownshipWall


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0001_initial"), ("deputies", "0002_walls")]

    operations = [
        TownshipWall(
            models=[
                "Session",
                "Sitting",
                "AgendaItem",
                "SessionDocument",
                "DocumentReceipt",
                "Vote",
                "Resolution",
                "Election",
                "Post",
                "Nomination",
                "NominationSponsor",
                "Candidate",
                "BallotCount",
                "PresidiumMember",
                "PresidiumMeeting",
                "PresidiumTopic",
                "Notice",
                "Resignation",
                "Removal",
                "Interpellation",
                "InterpellationSponsor",
                "CredentialReport",
                "RuleDocument",
                "RuleVersion",
            ]
        ),
    ]
