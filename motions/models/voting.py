"""What the congress made of a 议案 that was put on its agenda."""

from django.db import models
from django.db.models import Q

from motions.models.motion import Motion
from renda.core.models import OwnedKey, Record
from sessions_app.models import Vote


def result_on(motion: Motion) -> str:
    """通过 or 未通过, of a case read ``with_vote``; empty where the congress hasn't voted."""
    if motion.voted_on is None:
        return ""
    return "通过" if motion.is_carried else "未通过"


class BillVote(Record):
    """The vote by which the congress decided on a listed 议案 (组织法 22).

    From then on it can't be withdrawn. One vote may decide on several; each of them is decided once.
    Whether it passed the vote alone says.
    """

    motion = OwnedKey(Motion, related_name="votes", verbose_name="议案")
    vote = OwnedKey(Vote, related_name="bills", verbose_name="表决")

    class Meta:
        verbose_name = verbose_name_plural = "议案表决"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "motion"],
                condition=Q(voided_at=None),
                name="one_vote_a_bill",
                violation_error_message="这件议案已登记表决",
            )
        ]
        indexes = [models.Index(fields=["township", "vote"], name="bill_of_vote")]

    def __str__(self) -> str:
        return f"{self.motion}：{self.vote.held_on} 表决{self.vote.result}"

    def get_absolute_url(self) -> str:
        return self.motion.get_absolute_url()
