"""Who of a case's deputies has opened its letters: a verdict given before that is marked."""

from django.utils import timezone

from motions import services
from motions.models import Motion, Reply
from motions.papers.letters import latest_reply
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
    """The case's latest letter, printed from its page."""
    if deputy := deputy_in(user, motion):
        services.keep_opening(replies=[latest_reply(motion)], deputy=deputy, at=timezone.now())
