from datetime import date, timedelta

import factory

from motions.models import (
    Assignment,
    AssignmentMeeting,
    BillVote,
    Commitment,
    CommitmentChange,
    ContactLog,
    CoOpinion,
    CoSigner,
    Extension,
    Feedback,
    HandlingReport,
    InternalNote,
    Motion,
    Objection,
    OwedLetter,
    Publication,
    Reference,
    Reminder,
    Reply,
    Submittal,
    Supplement,
)
from motions.querysets import NUMBERED
from tests.factories.base import TownshipModelFactory
from tests.factories.core import TermFactory, TownshipFactory, UnitFactory
from tests.factories.deputies import DeputyFactory
from tests.factories.sessions import SessionFactory, VoteFactory

HERE = factory.SelfAttribute("..township")


class MotionFactory(TownshipModelFactory):
    """A draft with its three texts; ``status`` may be any state, its dates then follow."""

    class Meta:
        model = Motion

    township = factory.SubFactory(TownshipFactory)
    term = factory.SubFactory(TermFactory, township=HERE)
    lead = factory.SubFactory(DeputyFactory, township=HERE)
    title = factory.Sequence(lambda n: f"关于修复第{n}号机耕路的建议")
    situation = "机耕路被水冲毁。"
    proposal = "秋收前抢修。"
    status = "draft"
    submitted_on = factory.LazyAttribute(
        lambda m: None if m.status == "draft" else date(2025, 3, 3)
    )
    number = factory.Sequence(lambda n: n + 1)
    code = factory.LazyAttribute(lambda m: f"闭-{m.number:02d}" if m.number else "")
    accepted_on = factory.LazyAttribute(lambda m: date(2025, 3, 4) if m.number else None)

    @classmethod
    def _adjust_kwargs(cls, **kwargs):
        if kwargs["status"] == "merged" and kwargs.get("merged_into") is None:
            kwargs["merged_into"] = cls(
                township=kwargs["township"],
                term=kwargs["term"],
                lead=kwargs["lead"],
                status="accepted",
            )
        if kwargs["status"] not in NUMBERED:
            kwargs |= {"number": None, "code": "", "accepted_on": None}
        return kwargs


class CoSignerFactory(TownshipModelFactory):
    class Meta:
        model = CoSigner

    township = factory.SubFactory(TownshipFactory)
    motion = factory.SubFactory(MotionFactory, township=HERE)
    deputy = factory.SubFactory(DeputyFactory, township=HERE)
    state = "accepted"


class AssignmentMeetingFactory(TownshipModelFactory):
    class Meta:
        model = AssignmentMeeting

    township = factory.SubFactory(TownshipFactory)
    held_on = date(2025, 3, 25)
    place = "镇政府三楼会议室"
    host = "沈国良"


class BillVoteFactory(TownshipModelFactory):
    """A 议案 that the congress passed with the votes of all who were there."""

    class Meta:
        model = BillVote

    township = factory.SubFactory(TownshipFactory)
    motion = factory.SubFactory(MotionFactory, township=HERE, status="on_agenda", kind="bill")
    vote = factory.SubFactory(
        VoteFactory,
        township=HERE,
        session__term=factory.SelfAttribute("...motion.term"),
        held_on=date(2025, 7, 29),
    )


class AssignmentFactory(TownshipModelFactory):
    """A lead unit's part, handed over on 2025-03-25 and due three months later."""

    class Meta:
        model = Assignment

    township = factory.SubFactory(TownshipFactory)
    motion = factory.SubFactory(MotionFactory, township=HERE, status="assigned")
    unit = factory.SubFactory(UnitFactory, township=HERE)
    assigned_on = date(2025, 3, 25)
    sign_due = factory.LazyAttribute(lambda a: a.assigned_on + timedelta(days=2))
    objection_due = factory.LazyAttribute(lambda a: a.assigned_on + timedelta(days=13))
    due_on = date(2025, 6, 25)
    months = 3
    leader = "陆海峰"
    to_sign = factory.LazyAttribute(lambda a: "reply" if a.status == "signing" else "")
    status = "waiting"


class ContactFactory(TownshipModelFactory):
    class Meta:
        model = ContactLog

    township = factory.SubFactory(TownshipFactory)
    motion = factory.SubFactory(MotionFactory, township=HERE, status="assigned")
    deputy = factory.SelfAttribute("motion.lead")
    on = date(2025, 4, 10)
    people = "何敏"
    words = "请先抢修路基。"


class ReplyFactory(TownshipModelFactory):
    class Meta:
        model = Reply

    township = factory.SubFactory(TownshipFactory)
    assignment = factory.SubFactory(AssignmentFactory, township=HERE, status="handling")
    result_class = "A"
    body = "您的建议已收悉，现答复如下：\n感谢您的关心。"
    done_items = "路基已经修好"
    contact = "何敏　0570-0000127"
    drafted_on = date(2025, 5, 20)


class CommitmentFactory(TownshipModelFactory):
    class Meta:
        model = Commitment

    township = factory.SubFactory(TownshipFactory)
    reply = factory.SubFactory(ReplyFactory, township=HERE)
    text = "修完后半段"
    due_on = date(2025, 8, 31)


class CommitmentChangeFactory(TownshipModelFactory):
    """Asked to move a promise from the end of August to the end of October."""

    class Meta:
        model = CommitmentChange

    township = factory.SubFactory(TownshipFactory)
    commitment = factory.SubFactory(CommitmentFactory, township=HERE)
    old_due = date(2025, 8, 31)
    new_due = date(2025, 10, 31)
    reason = "连续降雨，水稳层无法施工。"
    signer = "蒋文斌"
    on = date(2025, 8, 20)


class OwedLetterFactory(TownshipModelFactory):
    """Owed to the author of a case that was merged at the end of May into an answered one."""

    class Meta:
        model = OwedLetter

    township = factory.SubFactory(TownshipFactory)
    assignment = factory.SubFactory(AssignmentFactory, township=HERE, status="replied")
    motion = factory.SubFactory(MotionFactory, township=HERE, status="merged")
    merged_on = date(2025, 5, 26)
    due_on = date(2025, 6, 25)


class CoOpinionFactory(TownshipModelFactory):
    class Meta:
        model = CoOpinion

    township = factory.SubFactory(TownshipFactory)
    assignment = factory.SubFactory(AssignmentFactory, township=HERE, role="assist")
    text = "同意安排资金。"
    signer = "王建明"
    on = date(2025, 5, 12)


class FeedbackFactory(TownshipModelFactory):
    class Meta:
        model = Feedback

    township = factory.SubFactory(TownshipFactory)
    motion = factory.SubFactory(MotionFactory, township=HERE, status="closed")
    deputy = factory.SelfAttribute("motion.lead")
    work_rating = "satisfied"
    result_rating = "satisfied"
    on = date(2025, 6, 3)


class ReminderFactory(TownshipModelFactory):
    class Meta:
        model = Reminder

    township = factory.SubFactory(TownshipFactory)
    assignment = factory.SubFactory(AssignmentFactory, township=HERE)
    motion = factory.SelfAttribute("assignment.motion")
    text = "请抓紧办理。"
    by = "周玉兰"
    on = date(2025, 6, 20)


class ReferenceFactory(TownshipModelFactory):
    class Meta:
        model = Reference

    township = factory.SubFactory(TownshipFactory)
    motion = factory.SubFactory(MotionFactory, township=HERE, status="reference")
    unit = factory.SubFactory(UnitFactory, township=HERE)
    on = date(2025, 3, 10)


class NoteFactory(TownshipModelFactory):
    class Meta:
        model = InternalNote

    township = factory.SubFactory(TownshipFactory)
    motion = factory.SubFactory(MotionFactory, township=HERE, status="assigned")
    text = "内部意见，不给代表看"
    by = "沈国良"
    on = date(2025, 6, 3)


class ObjectionFactory(TownshipModelFactory):
    class Meta:
        model = Objection

    township = factory.SubFactory(TownshipFactory)
    assignment = factory.SubFactory(AssignmentFactory, township=HERE)
    reason = "按职责分工不属本单位。"
    signer = "钱小凤"
    on = date(2025, 3, 28)


class ExtensionFactory(TownshipModelFactory):
    class Meta:
        model = Extension

    township = factory.SubFactory(TownshipFactory)
    assignment = factory.SubFactory(AssignmentFactory, township=HERE, status="handling")
    months = 6
    reason = "涉及三个村，须逐户协商。"
    signer = "钱小凤"
    on = date(2025, 5, 20)
    old_due = date(2025, 6, 25)
    new_due = date(2025, 9, 25)


class SubmittalFactory(TownshipModelFactory):
    """A 退办申请 that waits for the unit's head; the assignment says so too."""

    class Meta:
        model = Submittal

    township = factory.SubFactory(TownshipFactory)
    assignment = factory.SubFactory(
        AssignmentFactory, township=HERE, status="signing", to_sign="objection"
    )
    kind = "objection"
    text = "按职责分工不属本单位。"
    drafted_by = "何敏"
    on = date(2025, 3, 28)


class SupplementFactory(TownshipModelFactory):
    class Meta:
        model = Supplement

    township = factory.SubFactory(TownshipFactory)
    assignment = factory.SubFactory(AssignmentFactory, township=HERE, status="replied")
    status = "signing"
    body = "承诺的后半段已经修完。"
    contact = "何敏　0570-0000127"
    drafted_on = date(2025, 8, 20)


class PublicationFactory(TownshipModelFactory):
    class Meta:
        model = Publication

    township = factory.SubFactory(TownshipFactory)
    motion = factory.SubFactory(
        MotionFactory, township=HERE, status="closed", replied_on=date(2025, 5, 20)
    )
    case_text = "机耕路被水冲毁，村民张小明家进出不便，电话13800001234。"
    reply_text = "已经修好。"
    masked_names = "张小明"


class HandlingReportFactory(TownshipModelFactory):
    class Meta:
        model = HandlingReport

    township = factory.SubFactory(TownshipFactory)
    year = 2025
    session = factory.SubFactory(SessionFactory, township=HERE)
    problems = "个别建议重答复、轻落实。"
    plans = "把没有销号的承诺逐件跟踪到底。"
