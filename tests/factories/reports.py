from renda.core.models import Term
from renda.core.scoping import township_scope
from reports.models import AnnualReport
from reports.services import start_report


def make_report(township, year: int = 2025) -> AnnualReport:
    """A draft with the standard chapters, in a township that has a term."""
    with township_scope(township.pk):
        if not Term.objects.exists():
            Term.objects.create(number=14, starts_on="2024-01-10", seats=64)
        return start_report(year=year, by=None)
