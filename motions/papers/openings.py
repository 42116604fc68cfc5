"""Who of a case's deputies has opened its letters: a verdict given before that is marked."""

from django.utils import timezone

from motions import services
from motions.models import Motion, Reply, Supplement
from motions.papers.letters import latest_replies
from motions.permissions import deputy_in
from renda.core.models import User
from renda.core.papers import when_opened


@when_opened("motions.reply", "letter")
def letter_opened(reply: Reply, user: User) -> None:
    """The letter itself, as a page, a PDF or a Word file."""
    if deputy := deputy_in(user, reply.assignment.motion):
        services.keep_opening(replies=[reply], deputy=deputy, at=timezone.now())


@when_opened("motions.motion", "letter")
def case_letter_opened(motion: Motion, user: User) -> None:
    """The case's latest letters, printed from its page."""
    if deputy := deputy_in(user, motion):
        services.keep_opening(replies=latest_replies(motion), deputy=deputy, at=timezone.now())


@when_opened("motions.supplement", "letter")
def supplement_opened(supplement: Supplement, user: User) -> None:
    """A further letter, as a page, a PDF or a Word file."""
    if deputy := deputy_in(user, supplement.assignment.motion):
        services.keep_supplement_opening(supplement=supplement, deputy=deputy, at=timezone.now())
