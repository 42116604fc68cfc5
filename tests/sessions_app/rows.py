"""Rows for every page of the app."""

from renda.core.scoping import township_scope
from tests.factories.deputies import DeputyFactory, RollEntryFactory
from tests.factories.sessions import (
    AgendaItemFactory,
    BallotFactory,
    CandidateFactory,
    CredentialFactory,
    DocumentFactory,
    ElectionFactory,
    InterpellationFactory,
    InterpellationSponsorFactory,
    MeetingFactory,
    MemberFactory,
    NominationFactory,
    NoticeFactory,
    PostFactory,
    RemovalFactory,
    ResignationFactory,
    ResolutionFactory,
    RuleFactory,
    SessionFactory,
    SittingFactory,
    SponsorFactory,
    TopicFactory,
    VersionFactory,
    VoteFactory,
)


def fill(township, n=1):
    """One row for every list and page, all of one session with ``n`` of everything."""
    with township_scope(township.pk):
        session = SessionFactory(township=township)
        own = {"township": township, "session": session}
        for number in range(1, n + 1):
            item = AgendaItemFactory(**own, order=number)
            vote = VoteFactory(**own, agenda_item=item)
            resolution = ResolutionFactory(**own, agenda_item=item, vote=vote)
            sitting = SittingFactory(**own, no=number)
            deputy = DeputyFactory(township=township)
            RollEntryFactory(township=township, roll=sitting.roll, deputy=deputy, state="present")
            document = DocumentFactory(**own)
            election = ElectionFactory(**own, sitting=sitting)
            voted = AgendaItemFactory(**own, order=50 + number, kind="election")
            post = PostFactory(township=township, election=election, agenda_item=voted)
            nomination = NominationFactory(township=township, post=post)
            SponsorFactory(township=township, nomination=nomination)
            for _ in range(2):
                CandidateFactory(township=township, post=post, nomination=nomination, votes_for=54)
            BallotFactory(township=township, post=post, status="released")
            meeting = MeetingFactory(township=township, term=session.term)
            TopicFactory(township=township, meeting=meeting)
            member = MemberFactory(township=township, term=session.term)
            notice = NoticeFactory(township=township, session=session)
            resignation = ResignationFactory(**own, vote=vote)
            removal = RemovalFactory(**own, vote=vote)
            asked = InterpellationFactory(**own)
            InterpellationSponsorFactory(township=township, interpellation=asked, deputy=deputy)
            report = CredentialFactory(**own, term=session.term, resolution=resolution)
            rule = RuleFactory(township=township)
            version = VersionFactory(township=township, document=rule, meeting=meeting)
    return {
        "session": session,
        "sitting": sitting,
        "sessiondocument": document,
        "vote": vote,
        "resolution": resolution,
        "election": election,
        "post": post,
        "presidiummeeting": meeting,
        "presidiummember": member,
        "notice": notice,
        "resignation": resignation,
        "removal": removal,
        "ruledocument": rule,
        "ruleversion": version,
        "nomination": nomination,
        "interpellation": asked,
        "credentialreport": report,
    }
