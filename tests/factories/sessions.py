from datetime import date, datetime

import factory
from django.utils import timezone

from sessions_app.models import (
    AgendaItem,
    BallotCount,
    Candidate,
    CredentialReport,
    Election,
    Interpellation,
    InterpellationSponsor,
    Nomination,
    NominationSponsor,
    Notice,
    Post,
    PostKind,
    PresidiumMeeting,
    PresidiumMember,
    PresidiumTopic,
    Removal,
    Resignation,
    Resolution,
    RuleDocument,
    RuleVersion,
    Session,
    SessionDocument,
    Sitting,
    Vote,
)
from tests.factories.base import TownshipModelFactory
from tests.factories.core import TermFactory, TownshipFactory, UnitFactory
from tests.factories.deputies import DeputyFactory, RollFactory

HERE = factory.SelfAttribute("..township")


class SessionFactory(TownshipModelFactory):
    """A session under way, of a congress of 58."""

    class Meta:
        model = Session

    township = factory.SubFactory(TownshipFactory)
    term = factory.SubFactory(TermFactory, township=HERE)
    session_no = factory.Sequence(lambda n: n % 90 + 1)
    opens_on = date(2025, 1, 21)
    closes_on = factory.SelfAttribute("opens_on")
    place = "镇文化礼堂"
    total_deputies = 58
    status = Session.Status.CONVENED


class SittingFactory(TownshipModelFactory):
    class Meta:
        model = Sitting

    township = factory.SubFactory(TownshipFactory)
    session = factory.SubFactory(SessionFactory, township=HERE)
    kind = Sitting.Kind.PLENARY
    no = factory.Sequence(lambda n: n + 1)
    starts_at = timezone.make_aware(datetime(2025, 1, 21, 9))
    roll = factory.SubFactory(RollFactory, township=HERE, kind="sitting", on=date(2025, 1, 21))


class AgendaItemFactory(TownshipModelFactory):
    class Meta:
        model = AgendaItem

    township = factory.SubFactory(TownshipFactory)
    session = factory.SubFactory(SessionFactory, township=HERE)
    order = factory.Sequence(lambda n: n + 1)
    kind = AgendaItem.Kind.REPORT
    title = "镇人民政府工作报告"


class DocumentFactory(TownshipModelFactory):
    class Meta:
        model = SessionDocument

    township = factory.SubFactory(TownshipFactory)
    session = factory.SubFactory(SessionFactory, township=HERE)
    title = "镇人民政府工作报告"


class VoteFactory(TownshipModelFactory):
    """A vote that 54 of 58 attended and all 54 supported."""

    class Meta:
        model = Vote

    township = factory.SubFactory(TownshipFactory)
    session = factory.SubFactory(SessionFactory, township=HERE)
    matter = "关于镇人民政府工作报告的决议（草案）"
    held_on = date(2025, 1, 21)
    total = 58
    present = 54
    votes_for = 54


class ResolutionFactory(TownshipModelFactory):
    class Meta:
        model = Resolution

    township = factory.SubFactory(TownshipFactory)
    session = factory.SubFactory(SessionFactory, township=HERE)
    title = "关于镇人民政府工作报告的决议"
    text = "会议决定批准这个报告。"
    passed_on = date(2025, 1, 21)


class ElectionFactory(TownshipModelFactory):
    class Meta:
        model = Election

    township = factory.SubFactory(TownshipFactory)
    session = factory.SubFactory(SessionFactory, township=HERE)
    kind = Election.Kind.BY_ELECTION
    ballots_article = "本次选举办法第九条"


class PostFactory(TownshipModelFactory):
    class Meta:
        model = Post

    township = factory.SubFactory(TownshipFactory)
    election = factory.SubFactory(ElectionFactory, township=HERE)
    kind = "deputy_mayor"
    seats = 2


class CandidateFactory(TownshipModelFactory):
    class Meta:
        model = Candidate

    township = factory.SubFactory(TownshipFactory)
    post = factory.SubFactory(PostFactory, township=HERE)
    name = factory.Sequence(lambda n: f"候选人{n}")


class NominationFactory(TownshipModelFactory):
    class Meta:
        model = Nomination

    township = factory.SubFactory(TownshipFactory)
    post = factory.SubFactory(PostFactory, township=HERE)
    nominated_on = date(2025, 1, 20)


class SponsorFactory(TownshipModelFactory):
    class Meta:
        model = NominationSponsor

    township = factory.SubFactory(TownshipFactory)
    nomination = factory.SubFactory(NominationFactory, township=HERE)
    deputy = factory.SubFactory(DeputyFactory, township=HERE)


class BallotFactory(TownshipModelFactory):
    """A count that adds up: 54 of 58 present, 54 valid ballots."""

    class Meta:
        model = BallotCount

    township = factory.SubFactory(TownshipFactory)
    post = factory.SubFactory(PostFactory, township=HERE)
    total = 58
    present = issued = returned = valid = 54
    void = 0
    chief_scrutineer = "顾长根"
    scrutineers = "罗玉珍、戴明华"
    tellers = "周玉兰"


class MemberFactory(TownshipModelFactory):
    class Meta:
        model = PresidiumMember

    township = factory.SubFactory(TownshipFactory)
    term = factory.SubFactory(TermFactory, township=HERE)
    deputy = factory.SubFactory(DeputyFactory, township=HERE)
    from_on = date(2024, 1, 10)


class MeetingFactory(TownshipModelFactory):
    class Meta:
        model = PresidiumMeeting

    township = factory.SubFactory(TownshipFactory)
    term = factory.SubFactory(TermFactory, township=HERE)
    no = factory.Sequence(lambda n: n % 90 + 1)
    held_on = date(2025, 3, 18)
    place = "会议室"
    chaired_by = "沈国良"
    roll = factory.SubFactory(RollFactory, township=HERE, kind="presidium")


class TopicFactory(TownshipModelFactory):
    class Meta:
        model = PresidiumTopic

    township = factory.SubFactory(TownshipFactory)
    meeting = factory.SubFactory(MeetingFactory, township=HERE)
    order = factory.Sequence(lambda n: n + 1)
    title = "讨论监督计划"


class InterpellationFactory(TownshipModelFactory):
    class Meta:
        model = Interpellation

    township = factory.SubFactory(TownshipFactory)
    session = factory.SubFactory(SessionFactory, township=HERE)
    unit = factory.SubFactory(UnitFactory, township=HERE)
    subject = "污水管网长期不能接户"
    text = "请说明原因和完成时间"
    submitted_on = date(2025, 1, 21)


class InterpellationSponsorFactory(TownshipModelFactory):
    class Meta:
        model = InterpellationSponsor

    township = factory.SubFactory(TownshipFactory)
    interpellation = factory.SubFactory(InterpellationFactory, township=HERE)
    deputy = factory.SubFactory(DeputyFactory, township=HERE)


class CredentialFactory(TownshipModelFactory):
    class Meta:
        model = CredentialReport

    township = factory.SubFactory(TownshipFactory)
    term = factory.SubFactory(TermFactory, township=HERE)
    kind = CredentialReport.Kind.BY_ELECTION
    reported_on = factory.Sequence(lambda n: date(2025, 7, n % 28 + 1))
    reported_by = "顾长根"
    confirmed = 1
    text = "资格有效"


class NoticeFactory(TownshipModelFactory):
    class Meta:
        model = Notice

    township = factory.SubFactory(TownshipFactory)
    kind = Notice.Kind.OTHER
    title = factory.Sequence(lambda n: f"第{n}份公告")
    text = "特此公告。"


class ResignationFactory(TownshipModelFactory):
    class Meta:
        model = Resignation

    township = factory.SubFactory(TownshipFactory)
    name = "裘建民"
    post = PostKind.MAYOR
    applied_on = date(2025, 1, 9)
    reason = "工作调动"


class RemovalFactory(TownshipModelFactory):
    class Meta:
        model = Removal

    township = factory.SubFactory(TownshipFactory)
    name = "方伟东"
    post = PostKind.DEPUTY_MAYOR
    proposed_on = date(2025, 1, 20)
    by = Removal.By.PRESIDIUM
    reason = "不履行职责"


class RuleFactory(TownshipModelFactory):
    class Meta:
        model = RuleDocument

    township = factory.SubFactory(TownshipFactory)
    name = factory.Sequence(lambda n: f"第{n}项制度")
    category = RuleDocument.Category.PROCEDURE


class VersionFactory(TownshipModelFactory):
    class Meta:
        model = RuleVersion

    township = factory.SubFactory(TownshipFactory)
    document = factory.SubFactory(RuleFactory, township=HERE)
    number = 1
    kind = RuleVersion.Kind.NEW
    adopted_on = date(2025, 3, 18)
    in_force_from = date(2025, 4, 1)
    text = "第一条"
