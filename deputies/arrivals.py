"""What a deputy finds after signing in to a training: its papers."""

from deputies.models import Receipt, RollEntry
from renda.core.arrivals import Arrival, ToRead, arrival


def to_read(receipt: Receipt) -> ToRead:
    """A paper that was given to a deputy."""
    paper = receipt.material
    return ToRead(
        paper.title, paper.get_absolute_url(), bool(receipt.read_at), paper.issuer, paper.issued_on
    )


@arrival("deputies.materials")
def materials(entry: RollEntry) -> Arrival | None:
    """What was given out for the training; one query."""
    given = Receipt.objects.filter(
        deputy=entry.deputy_id,
        material__training__roll=entry.roll_id,
        material__training__voided_at=None,
    )
    papers = [to_read(receipt) for receipt in given.select_related("material").order_by("pk")]
    return Arrival("学习资料", papers) if papers else None
