from django.db import migrations

from renda.core.wall import TownshipWall


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_initial")]

    operations = [
        TownshipWall(
            models=[
                "PlanItem",
                "WorkTarget",
                "LivelihoodProject",
                "ProjectProgress",
                "Inspection",
                "InspectionStop",
                "InspectionProject",
                "InspectionOpinion",
                "Finding",
                "Appraisal",
                "ElectionVillage",
                "VillageElectionWatch",
            ]
        )
    ]
