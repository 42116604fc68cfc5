from django.db import migrations

from renda.core.wall import TownshipWall


class Migration(migrations.Migration):
    dependencies = [("deputies", "0001_initial")]

    operations = [
        TownshipWall(
            models=[
                "Constituency",
                "DeputyGroup",
                "LiaisonStation",
                "Deputy",
                "Mandate",
                "Honour",
                "Roll",
                "RollEntry",
                "Training",
                "StudyMaterial",
                "Receipt",
                "DutyReport",
                "Fund",
            ]
        ),
    ]
