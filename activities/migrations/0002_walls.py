from django.db import migrations

from renda.core.wall import TownshipWall


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0001_initial"),
        ("deputies", "0002_walls"),
        ("motions", "0002_walls"),
    ]

    operations = [
        TownshipWall(
            models=[
                "Campaign",
                "Activity",
                "Stop",
                "HeadCount",
                "Consultation",
                "Opinion",
                "VoterContact",
                "PublicMessage",
                "Deed",
                "Article",
                "Adoption",
                "DutyCase",
            ]
        )
    ]
