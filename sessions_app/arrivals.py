"""What a deputy finds after signing in to a sitting: the session's papers and its agenda."""

from django.db.models import Exists, OuterRef

from deputies.models import RollEntry
from renda.core.arrivals import Arrival, ToRead, arrival
from sessions_app.models import DocumentReceipt, Sitting


@arrival("sessions.documents")
def documents(entry: RollEntry) -> Arrival | None:
    """The document pack in its order; two queries, one if the roll is no sitting's."""
    sitting = Sitting.objects.filter(roll=entry.roll_id).select_related("session").first()
    if sitting is None:
        return None
    read = DocumentReceipt.objects.filter(document=OuterRef("pk"), deputy=entry.deputy_id)
    pack = sitting.session.documents.annotate(is_read=Exists(read))
    papers = [ToRead(str(each), each.get_absolute_url(), each.is_read) for each in pack]
    agenda = f"{sitting.session.get_absolute_url()}#agenda"
    return Arrival("会议文件", papers, [("list-ol", "看议程", agenda)])
