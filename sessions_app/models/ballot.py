"""The count of a post's ballots, and what the law asks of it."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from renda.core import law
from renda.core.models import OwnedKey, Record
from sessions_app.models.election import Candidate, Post


class BallotCount(Record):
    """The count of one post's ballots: entered, checked, announced.

    A draft may be off; what is checked adds up, by form, by workflow and by the database.
    """

    class Status(models.TextChoices):
        ENTERING = "entering", "录入中"
        CHECKED = "checked", "已核对"
        RELEASED = "released", "已公布"

    TONES = {"entering": "doing", "checked": "due", "released": "done"}

    post = OwnedKey(Post, related_name="ballots", verbose_name="职务")
    total = models.PositiveSmallIntegerField("全体代表", editable=False)
    present = models.PositiveSmallIntegerField("实到", default=0)
    issued = models.PositiveSmallIntegerField("发出票", default=0)
    returned = models.PositiveSmallIntegerField("收回票", default=0)
    valid = models.PositiveSmallIntegerField("有效票", default=0)
    void = models.PositiveSmallIntegerField("无效票", default=0)
    chief_scrutineer = models.CharField("总监票人", max_length=50, blank=True)
    scrutineers = models.CharField("监票人", max_length=120, blank=True)
    tellers = models.CharField("计票人", max_length=120, blank=True)
    released_at = models.DateTimeField("公布时间", null=True, blank=True, editable=False)
    status = models.CharField(
        "状态", max_length=10, choices=Status, default=Status.ENTERING, editable=False
    )

    class Meta:
        verbose_name = verbose_name_plural = "计票"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "post"],
                condition=Q(voided_at=None),
                name="ballot_count_once_a_post",
                violation_error_message="这个职务已有计票",
            ),
            models.CheckConstraint(
                name="checked_ballots_add_up",
                condition=Q(status="entering")
                | Q(
                    returned=F("valid") + F("void"),
                    returned__lte=F("issued"),
                    issued__lte=F("present"),
                    present__lte=F("total"),
                ),
                violation_error_message="票数不符：有效＋无效＝收回，收回≤发出≤实到≤全体代表",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post}计票"

    def get_absolute_url(self) -> str:
        return reverse("sessions_app:post_tally", args=[self.post_id])

    @property
    def status_tone(self) -> str:
        return self.TONES[self.status]

    @property
    def checks(self) -> list[law.Check]:
        """What the law and the method ask of this count, with the computation."""
        return self.checks_of(self.post.standing)

    def checks_of(self, standing: list[Candidate]) -> list[law.Check]:
        """The same for candidates and votes that may not be saved yet."""
        post = self.post
        election = post.election
        article = election.ballots_article
        listed = [c for c in standing if not c.is_write_in]
        return [
            law.quorum(self.present, self.total),
            *law.ballots(
                issued=self.issued,
                returned=self.returned,
                valid=self.valid,
                void=self.void,
                present=self.present,
                article=article,
            ),
            law.candidate_sums(
                [(c.name, c.votes_for, c.votes_against, c.votes_abstain) for c in listed],
                self.valid,
                article=article,
            ),
            law.choices_limit(
                [c.votes_for for c in standing], post.seats, self.valid, article=article
            ),
            law.candidates_number(
                election.kind,
                "principal" if post.is_principal else "vice",
                post.seats,
                len(listed),
                nominated=post.nominated,
                difference=election.difference,
            ),
            *(
                [law.chairs_from_deputies(post.kind, post.outsiders(listed))]
                if post.needs_deputies
                else []
            ),
            law.winning_votes(self.present, self.total),
        ]
