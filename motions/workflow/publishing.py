"""Publishing a case, and taking it down."""

from motions import services
from motions.forms import PublishForm
from motions.models import Publication
from motions.workflow.day import day_of
from renda.core import law
from renda.core.forms import NoteForm
from renda.core.models import User
from renda.core.permissions import is_clerk, is_office
from renda.core.workflow import Transition, Workflow

P = Publication.Status


def _publish(publication: Publication, by: User | None, data: dict) -> None:
    publication.published_on = day_of(data)
    publication.published_by = by.name if by else ""
    if "photos" in data:
        services.release_photos(publication=publication, photos=data["photos"], by=by)


publication_workflow = Workflow(
    Publication,
    [
        Transition(
            name="publish",
            label="公开",
            icon="globe2",
            sources=frozenset({P.DRAFT, P.TAKEN_DOWN}),
            target=P.PUBLISHED,
            allowed=is_office,
            form=PublishForm,
            blocked=lambda publication: services.why_not_public(publication.motion),
            effect=_publish,
            confirm=lambda publication: [
                ("标题", publication.public_title),
                ("隐去的姓名", "、".join(publication.names) or "无"),
                ("谁能看到", "任何人，不用登录"),
                ("依据", law.cite("suggestion.report")),
            ],
            tell=lambda publication: services.authors_of(publication.motion),
            told=lambda publication: f"您的建议和答复已向社会公开：{publication.motion}",
        ),
        Transition(
            name="take_down",
            label="撤下",
            icon="eye-slash",
            style="danger",
            sources=frozenset({P.PUBLISHED}),
            target=P.TAKEN_DOWN,
            allowed=is_clerk | is_office,
            form=NoteForm,
            says_why=True,
            tell=lambda publication: services.authors_of(publication.motion),
            told=lambda publication: f"已不再公开：{publication.motion}",
        ),
    ],
)
