"""What a deputy put forward in office keeps the mandate from being voided."""

from collections.abc import Iterator

from deputies.models import Mandate
from deputies.voiding import rests_on, standing
from motions.models import Motion
from renda.core.voiding import Standing, keeps


@keeps("motions.cases_of_mandate", Mandate)
def raised(mandate: Mandate) -> Iterator[Standing]:
    """Cases led or joined while the mandate ran."""
    alone = rests_on(mandate)
    cases = Motion.objects.authored_by(mandate.deputy_id).handed_in()
    yield from standing(
        "领衔、联名的议案建议",
        cases.filter(submitted_on__range=mandate.span).order_by("submitted_on", "pk"),
        lambda case: alone(case.submitted_on),
    )
