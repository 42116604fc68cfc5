from django.db import migrations

from renda.core.wall import TownshipWall


class Migration(migrations.Migration):
    dependencies = [("motions", "0001_initial")]

    operations = [
        TownshipWall(
            models=[
                "Motion",
                "CoSigner",
                "RepeatLink",
                "Review",
                "KeyFollowUp",
                "AssignmentMeeting",
                "Assignment",
                "ContactLog",
                "CoOpinion",
                "Reply",
                "Commitment",
                "CommitmentChange",
                "Feedback",
                "Reminder",
                "Objection",
                "Extension",
                "Submittal",
                "Supplement",
                "Dossier",
                "Publication",
                "ReplyOpening",
                "SupplementOpening",
                "InternalNote",
                "HandlingReport",
                "IssuedPaper",
                "OwedLetter",
                "Reference",
                "BillVote",
            ]
        ),
    ]
