from django.db import migrations

from renda.core.wall import TownshipWall


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]

    operations = [
        TownshipWall(
            models=["AnnualReport", "Chapter", "ConfirmedZero", "FrozenFigure", "Build"]
        )
    ]
