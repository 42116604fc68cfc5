"""What people type at each stage."""

import io
from copy import copy
from datetime import timedelta
from functools import cache
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from motions.models import Assignment, Commitment, ContactLog, CoSigner, Motion, Review
from motions.services import number_motion
from motions.workflow import motion_workflow
from sessions_app.models import Session, Vote
from tests.bench.life.stages import HELPING, OWN, Case, Data

LETTER = "您提出的建议收悉，经现场查看，现答复如下。" * 5


def words(note: str) -> Data:
    """A step's only field."""
    return lambda case: {"note": note}


def today() -> str:
    """The day as a form sends it."""
    return timezone.localdate().isoformat()


def later(days: int) -> str:
    """A day to come."""
    return (timezone.localdate() + timedelta(days=days)).isoformat()


@cache
def _jpeg() -> bytes:
    file = io.BytesIO()
    Image.effect_noise((640, 480), 40).convert("RGB").save(file, "JPEG", quality=70)
    return file.getvalue()


def photo() -> SimpleUploadedFile:
    """A small photo, as a scan or from the site."""
    return SimpleUploadedFile("现场.jpg", _jpeg(), "image/jpeg")


# --- raising a case ----------------------------------------------------------------------------
def matter(case: Case, name: str = "新建凉亭", cosigners: int = 2) -> dict:
    """What both forms ask."""
    return {
        "once": uuid4(),
        "kind": "suggestion",
        "cosigners": [deputy.pk for deputy in case.world.deputies[1 : 1 + cosigners]],
        "title": f"关于{name}的建议",
        "field": "urban",
        "place": "东塘村",
        "situation": "村民反映已久。",
        "analysis": "资金有缺口。",
        "proposal": "列入明年计划。",
    }


def paper(case: Case, name: str = "新建凉亭", cosigners: int = 2) -> dict:
    """What the clerk types on the deputy's behalf."""
    return matter(case, name, cosigners) | {
        "lead": case.world.deputies[0].pk,
        "submitted_on": today(),
        "source": "own",
        "no_scan_reason": "代表口述，会后补签",
    }


def corrected(case: Case) -> dict:
    """The same with another title, for the public."""
    return paper(case, "新建凉亭和步道") | {"is_public": "on"}


def bill(case: Case) -> dict:
    """A 议案 with the four signatures that it needs beside the lead deputy's."""
    return paper(case, "修建环镇公路", cosigners=4) | {"kind": "bill"}


def with_photo(case: Case) -> dict:
    """The three steps on the phone, with a photo."""
    return matter(case) | {"photos": [photo()]}


def draft(case: Case) -> dict:
    """The same, to stay a draft."""
    return matter(case) | {"draft": "1"}


def autosaved(case: Case) -> dict:
    """What the page sends by itself while somebody rests."""
    return matter(case, "新建凉亭和步道") | {"autosave": "1"}


def completed(case: Case) -> dict:
    """The text as it is handed in, with whom it names already."""
    return matter(case, "新建凉亭、步道")


def signatures(case: Case) -> dict:
    """Who signed on paper after declining by phone."""
    silent = CoSigner.objects.filter(motion=case.motion).exclude(state="accepted")
    return {
        "cosigners": list(silent.values_list("pk", flat=True)),
        "on": today(),
        "scans": [photo()],
    }


# --- review, 交办 --------------------------------------------------------------------------------
def reference(case: Case) -> dict:
    """Which unit reads it, and why it is not handed on."""
    return {"units": [case.world.units[OWN].pk], "note": "供工作参考。"}


def merged(case: Case) -> dict:
    """The case goes into one that is being handled, each into another one."""
    rows = [m.pk for m in case.world.cases if m.status == Motion.Status.ASSIGNED]
    return {"merged_into": rows[case.motion % len(rows)], "note": "内容相同，并案办理。"}


def decided(case: Case) -> dict:
    """What the presidium decided."""
    return {"on": today(), "note": "主席团会议研究决定。", "why": "已列入政府工作报告。"}


def put_to_the_vote(case: Case) -> None:
    """The congress votes today, and its session keeps the count."""
    motion = Motion.objects.get(pk=case.motion)
    Vote.objects.create(
        session=Session.objects.filter(term=motion.term_id).latest("pk"),
        matter=f"《{motion.title}》",
        held_on=timezone.localdate(),
        total=58,
        present=54,
        votes_for=54,
    )


def vote(case: Case) -> dict:
    """The vote that decided on the case."""
    return {"vote": Vote.objects.latest("pk").pk}


def ruling(case: Case) -> dict:
    """What the presidium decided about a unit that was refused twice."""
    return decided(case) | {"decision": Review.Decision.UPHOLD}


def request(case: Case) -> dict:
    """The deputy's request to take the case back, on paper."""
    return {"on": today(), "note": "问题已经解决。", "files": [photo()]}


def handed(unit: int, role: str) -> Data:
    """The unit that gets the case."""
    return lambda case: {
        "unit": case.world.units[unit].pk,
        "role": role,
        "assigned_on": today(),
        "instruction": "请抓紧办理。",
    }


def lead_unit(case: Case) -> dict:
    """The unit that answers."""
    return handed(OWN, Assignment.Role.LEAD)(case)


def helping_unit(case: Case) -> dict:
    """The unit that helps."""
    return handed(HELPING, Assignment.Role.ASSIST)(case)


def separate_unit(case: Case) -> dict:
    """One of two units that answer apart."""
    return handed(OWN, Assignment.Role.SEPARATE)(case)


def other_unit(case: Case) -> dict:
    """The other one."""
    return handed(HELPING, Assignment.Role.SEPARATE)(case)


def joined_by_another(case: Case) -> None:
    """A later case goes into this one, whose first letter is out already."""
    main = Motion.objects.get(pk=case.motion)
    later = Motion.objects.create(
        term=main.term,
        lead=case.world.deputies[3],
        title="关于再建一座凉亭的建议",
        field=main.field,
        situation=main.situation,
        proposal=main.proposal,
        submitted_on=main.submitted_on,
        status=Motion.Status.SUBMITTED,
    )
    note = {"merged_into": main, "note": "内容相同，并案办理。"}
    motion_workflow.perform("merge", later, by=case.world.clerk, data=note)


def in_place_of(case: Case) -> dict:
    """The request to take a main case back, and the case merged into it that goes on."""
    return request(case) | {"carried_on": Motion.objects.get(merged_into=case.motion).pk}


def batch(case: Case) -> dict:
    """The case ticked on the batch page, and those that go along with it."""
    data = {"pk": [case.motion, *case.others], "assigned_on": today()}
    for pk in data["pk"]:
        data |= {
            f"unit-{pk}": case.world.units[OWN].pk,
            f"assist-{pk}": [case.world.units[HELPING].pk],
            f"leader-{pk}": "副镇长",
            f"instruction-{pk}": "请抓紧办理。",
        }
    return data


def nineteen_more(case: Case) -> None:
    """As many others like it, accepted too, go along with it."""
    first = Motion.objects.get(pk=case.motion)
    others = [copy(first) for _ in range(19)]
    for other in others:
        other.pk = None
        number_motion(other, on=first.accepted_on)
    case.others = [other.pk for other in Motion.objects.bulk_create(others)]


def plan(case: Case) -> dict:
    """The same, kept till after the meeting."""
    return batch(case) | {"keep": "1"}


def urged(case: Case) -> dict:
    """The case ticked in the register, to be urged."""
    return {"action": "remind", "pk": [case.motion]}


# --- handling ----------------------------------------------------------------------------------
def receipt(case: Case) -> dict:
    """Who signs for the case."""
    return {"person": "经办人"}


def objection(case: Case) -> dict:
    """Why it is not the unit's duty, and whose it is."""
    return {"reason": "不属于本办职责。", "suggested_unit": case.world.units[HELPING].pk}


def another_unit(case: Case) -> dict:
    """Who takes it over."""
    return {"to_unit": case.world.units[HELPING].pk, "note": "按职责改交。"}


def more_time(case: Case) -> dict:
    """How long, and why."""
    return {"to_months": 6, "reason": "需要等设计方案批下来。"}


def opinion(case: Case) -> dict:
    """What the helping unit says."""
    return {"text": "资金可以从专项中安排。"}


def talk(case: Case) -> dict:
    """A 面商."""
    return {
        "stage": "during",
        "way": "visit",
        "on": today(),
        "place": "东塘村",
        "people": "经办人",
        "deputy": case.world.deputies[0].pk,
        "words": "同意所拟的办法。",
    }


def signed_talk(case: Case) -> dict:
    """What the deputy signed of the talk that is not confirmed yet."""
    rows = ContactLog.objects.filter(motion=case.motion, confirmation="")
    return {
        "contact": rows.latest("pk").pk,
        "confirmation": "true",
        "on": today(),
        "scans": [photo()],
    }


def answer(case: Case) -> dict:
    """What the unit answers: all is done."""
    return {
        "result_class": "A",
        "done_items": "凉亭已经建成。",
        "body": LETTER,
        "contact": "经办人　0579-00000000",
        "no_contact_reason": "代表在外地住院",
        "rows0-TOTAL_FORMS": 0,
        "rows0-INITIAL_FORMS": 0,
    }


def answer_draft(case: Case) -> dict:
    """The same, not ready for the head."""
    return answer(case) | {"draft": "1"}


def promising_answer(case: Case) -> dict:
    """A part is done, the rest is promised for a day."""
    return answer(case) | {
        "result_class": "B",
        "rows0-TOTAL_FORMS": 1,
        "rows0-0-text": "步道铺到河边",
        "rows0-0-due_on": later(60),
    }


def further(case: Case) -> dict:
    """A further letter about what was promised."""
    rows = Commitment.objects.filter(reply__assignment__motion=case.motion)
    return {
        "body": LETTER,
        "contact": "经办人　0579-00000000",
        "commitments": list(rows.values_list("pk", flat=True)),
    }


# --- urging ------------------------------------------------------------------------------------
def reminder(case: Case) -> dict:
    """催办."""
    return {"assignment": case.part(), "text": "请抓紧办理并答复代表。"}


def demand(case: Case) -> dict:
    """督办."""
    return reminder(case) | {"leader": "主席沈国良", "feedback_due": later(7)}


def followup(case: Case) -> dict:
    """Who leads and who watches a key case."""
    return {"leader": "副镇长", "supervisor": "主席", "on": today(), "requirement": "年内办成。"}


def repeat(case: Case) -> dict:
    """An earlier case about the same matter."""
    return {"earlier": earlier(case), "note": "去年提过。"}


def earlier(case: Case) -> int:
    """A case that was closed before."""
    rows = (m.pk for m in case.world.cases if m.status == Motion.Status.CLOSED)
    return next(rows)


# --- the verdict and after ---------------------------------------------------------------------
def rating(both: str) -> Data:
    """What the deputy thinks of the answer."""
    return lambda case: {
        "once": uuid4(),
        "work_rating": both,
        "result_rating": both,
        "words": "看过现场。",
    }


def signed_rating(case: Case) -> dict:
    """The same from the signed form."""
    signed = {"deputy": case.world.deputies[0].pk, "on": today(), "scan": [photo()]}
    return rating("satisfied")(case) | signed


def past_its_days(case: Case) -> None:
    """The days for rating ended long ago."""
    long_ago = timezone.localdate() - timedelta(days=90)
    Motion.objects.filter(pk=case.motion).update(feedback_due=long_ago)


def public_text(case: Case) -> dict:
    """What the public reads."""
    return {"case_text": "村民反映已久。", "reply_text": "凉亭已经建成。", "masked_names": ""}


def another_day(case: Case) -> dict:
    """Why the promised day can't be kept."""
    return {"to_due": later(90), "reason": "雨季停工。"}


def done(case: Case) -> dict:
    """What was done of what was promised."""
    return {"reported_note": "步道已铺好。", "photos": [photo()]}


def struck(case: Case) -> dict:
    """What the office saw on site."""
    return {"on": today(), "done_note": "现场已看过。", "photos": [photo()]}
