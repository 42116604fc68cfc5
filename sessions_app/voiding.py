"""What keeps the congress's records from being voided, and what follows when one is."""

from collections.abc import Iterator

from deputies.expecting import follow_body
from deputies.models import Mandate, Roll, RollEntry
from deputies.voiding import rests_on, standing
from renda.core.voiding import Standing, after_voiding, keeps
from sessions_app import services
from sessions_app.models import (
    BallotCount,
    InterpellationSponsor,
    Nomination,
    NominationSponsor,
    PresidiumMember,
    RuleVersion,
    Vote,
)

TOWN = (Mandate.Level.TOWNSHIP,)


@keeps("sessions.votes_of_nominees", Nomination)
def votes_of_nominees(nomination: Nomination) -> Iterator[Standing]:
    """Candidates with votes: the count would contradict itself without them."""
    counted = [candidate for candidate in nomination.candidates.all() if candidate.sum]
    advice = "先在计票页把得票改为 0"
    yield Standing("有得票的候选人", len(counted), counted[:3], advice)


@after_voiding(RuleVersion)
def earlier_version_stands(version: RuleVersion) -> None:
    """The version that this one had replaced is in force again."""
    if version.replaces_id:
        services.end_version(version.replaces, None)


@keeps("sessions.counted_mandate", Mandate)
def counted(mandate: Mandate) -> Iterator[Standing]:
    """Votes and ballots whose 全体代表 counts the deputy, nominations the deputy signed, the presidium's seats."""
    alone, days = rests_on(mandate), mandate.span
    votes = Vote.objects.filter(session__opens_on__range=days).select_related("session")
    yield from standing(
        "把这位代表计入全体代表的表决",
        votes.order_by("pk"),
        lambda vote: alone(vote.session.opens_on, TOWN),
    )
    ballots = BallotCount.objects.filter(post__election__session__opens_on__range=days)
    yield from standing(
        "把这位代表计入全体代表的计票",
        ballots.select_related("post__election__session").order_by("pk"),
        lambda ballot: alone(ballot.post.election.session.opens_on, TOWN),
    )
    signed = NominationSponsor.objects.filter(
        deputy=mandate.deputy, nomination__nominated_on__range=days
    ).select_related("nomination__post__election__session")
    yield from standing(
        "代表联合提名", signed, lambda sponsor: alone(sponsor.nomination.nominated_on, TOWN)
    )
    asked = InterpellationSponsor.objects.filter(
        deputy=mandate.deputy, interpellation__submitted_on__range=days
    ).select_related("interpellation")
    yield from standing(
        "质询案联名", asked, lambda sponsor: alone(sponsor.interpellation.submitted_on, TOWN)
    )
    seats = PresidiumMember.objects.filter(deputy=mandate.deputy, from_on__range=days)
    yield from standing("主席团成员", seats, lambda seat: alone(seat.from_on, TOWN))


@after_voiding(PresidiumMember)
def presidium_rolls_follow(member: PresidiumMember) -> None:
    """Nobody is expected for a seat that never was."""
    follow_body("presidium")


@keeps("sessions.rolls_of_member", PresidiumMember)
def attended_as_member(member: PresidiumMember) -> Iterator[Standing]:
    """Rolls of the presidium on which the member came, was on leave or was absent."""
    others = PresidiumMember.objects.filter(deputy=member.deputy).exclude(pk=member.pk)
    seats = list(others)
    marked = RollEntry.objects.filter(deputy=member.deputy).exclude(state=RollEntry.State.EXPECTED)
    rolls = Roll.objects.filter(pk__in=marked.values("roll"), expects__body="presidium")
    found = [
        roll
        for roll in rolls.order_by("on", "pk")
        if member.sits_on(roll.on) and not any(seat.sits_on(roll.on) for seat in seats)
    ]
    advice = "只是起止日期填错的，用“修改”更正；确实登记错了人的，先在签到册上更正"
    yield Standing("已登记到会情况的主席团签到册", len(found), found[:3], advice)
