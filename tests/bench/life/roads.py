"""The roads a case may take, each from its beginning.

A stage that an earlier road has already is not timed again: it only brings the case to the next one.
"""

from django.urls import reverse

from motions.models import Publication, Review
from tests.bench.life import typed
from tests.bench.life.stages import (
    HELPING,
    Stage,
    contact,
    letter,
    letter_step,
    order,
    owed,
    page,
    part,
    part_step,
    place,
    promise,
    promise_step,
    publication,
    row_step,
    step,
    supplement,
)
from tests.bench.life.typed import words

CREATE = Stage("create", "clerk", place("motion_create"), typed.paper)
ACCEPT = Stage("accept", "clerk", step("accept"), words("一事一件，内容具体，予以受理。"))
ASSIGN = Stage("assign", "clerk", page("assign_one"), typed.lead_unit)
SIGN = Stage("sign", "handler", part_step("sign"), typed.receipt)
REPLY = Stage("reply", "handler", part("reply_create"), typed.answer)
SEND = Stage("send", "handler", part_step("send"))
DRAFT_EXTENSION = Stage("draft_extension", "handler", part_step("draft_extension"), typed.more_time)
ISSUE = Stage("issue", "head", part_step("issue"))
RATE = Stage("rate", "deputy", page("rate"), typed.rating("dissatisfied"))
SIGN_AGAIN = Stage("sign, round 2", "handler", part_step("sign"), typed.receipt)
REPLY_AGAIN = Stage("reply, round 2", "handler", part("reply_create"), typed.answer)
ISSUE_AGAIN = Stage("issue, round 2", "head", part_step("issue"))
HANDED = (CREATE, ACCEPT, ASSIGN)
ANSWERED = (*HANDED, SIGN, REPLY, ISSUE)
ANSWERED_TWICE = (*ANSWERED, RATE, SIGN_AGAIN, REPLY_AGAIN, ISSUE_AGAIN)

REFUSED = (
    Stage("draft_objection", "handler", part_step("draft_objection"), typed.objection),
    Stage("sign_objection", "head", part_step("sign_objection")),
    Stage("deny", "clerk", part_step("deny"), words("职责清单载明由你办负责。")),
)

WHOLE = (
    CREATE,
    Stage("correct", "clerk", page("motion_update"), typed.corrected),
    ACCEPT,
    ASSIGN,
    *REFUSED,
    SIGN,
    DRAFT_EXTENSION,
    Stage("sign_extension", "head", part_step("sign_extension")),
    Stage("grant_extension", "clerk", part_step("grant_extension"), words("同意延期。")),
    Stage("contact", "handler", page("contact_create"), typed.talk),
    REPLY,
    Stage("call_back", "head", part_step("call_back"), words("日期写清楚。")),
    SEND,
    ISSUE,
    RATE,
    SIGN_AGAIN,
    REPLY_AGAIN,
    ISSUE_AGAIN,
    Stage("rate, round 2", "deputy", page("rate"), typed.rating("satisfied")),
)
"""From the paper form through two rounds to the verdict."""

# --- intake --------------------------------------------------------------------------------------
DRAFT = Stage("save a draft", "deputy", place("submit"), typed.draft)
BY_PHONE = (
    DRAFT,
    Stage("similar cases", "deputy", place("similar"), typed.completed, status=200),
    Stage("autosave", "deputy", page("amend"), typed.autosaved, status=200),
    Stage("hand in the draft", "deputy", page("amend"), typed.completed),
    Stage("remind co-signers", "deputy", page("remind_cosigners")),
    Stage("join", "cosigner", page("answer_invitation"), lambda case: {"answer": "accept"}),
    Stage("decline", "decliner", page("answer_invitation"), lambda case: {"answer": "decline"}),
    Stage("signatures on paper", "clerk", page("signatures"), typed.signatures),
    Stage("send_back", "clerk", step("send_back"), words("请写明地点。")),
    Stage("hand in again", "deputy", page("amend"), typed.completed),
)
DROPPED = (DRAFT, Stage("drop a draft", "deputy", page("drop_draft")))
RETURNED = (
    Stage("submit", "deputy", place("submit"), typed.with_photo),
    Stage("send_back", "clerk", step("send_back"), words("请写明地点。")),
    Stage("submit again, by its step", "deputy", step("submit")),
    Stage(
        "reject",
        "clerk",
        step("reject"),
        lambda case: {"reason": Review.Reason.values[0], "note": "不属本镇职权。"},
    ),
)
REFERRED = (CREATE, Stage("refer", "clerk", step("refer"), typed.reference))
FORWARDED = (CREATE, Stage("forward", "clerk", step("forward"), words("转县人大。")))
MERGED = (CREATE, Stage("merge", "clerk", step("merge"), typed.merged))

BILL = Stage("create a bill", "clerk", place("motion_create"), typed.bill)
BEFORE_PRESIDIUM = (
    BILL,
    Stage("accept a bill", "clerk", step("accept"), words("联名人数符合规定。")),
)
LESS_THAN_A_BILL = (BILL, Stage("as_suggestion", "deputy", step("as_suggestion")))
LISTED = (
    *BEFORE_PRESIDIUM,
    Stage("put_on_agenda", "chair", step("put_on_agenda"), typed.decided),
    Stage("record_vote", "chair", step("record_vote"), typed.vote, before=typed.put_to_the_vote),
    Stage("drop_vote", "chair", step("drop_vote"), words("登记成了另一次表决。")),
    Stage("withdraw_bill", "chair", step("withdraw_bill"), typed.request),
)
LEFT_OFF = (*BEFORE_PRESIDIUM, Stage("leave_off", "chair", step("leave_off"), typed.decided))
CONVERTED = (
    *BEFORE_PRESIDIUM,
    Stage("convert", "chair", step("convert"), typed.decided),
    Stage("plan", "clerk", place("assign"), typed.plan),
    Stage("assign on the batch page", "clerk", place("assign"), typed.batch),
)
TWENTY = (
    CREATE,
    ACCEPT,
    Stage(
        "assign twenty on the batch page",
        "clerk",
        place("assign"),
        typed.batch,
        typed.nineteen_more,
    ),
)

# --- handling ------------------------------------------------------------------------------------
HELPED = (
    *HANDED,
    SIGN,
    Stage("assign a co-handler", "clerk", page("assign_one"), typed.helping_unit),
)
SIGN_HELP = Stage("sign, co-handler", "helper", part_step("sign", HELPING), typed.receipt)
RETURNED_TO_OFFICE = (
    *HANDED,
    Stage("object", "head", part_step("object"), typed.objection),
    Stage("agree", "clerk", part_step("agree"), typed.another_unit),
)
RULED_UPON = (
    *HANDED,
    *REFUSED,
    *REFUSED,
    Stage("rule", "chair", part_step("rule"), typed.ruling),
)
PASSED_ON = (*HANDED, Stage("pass_on", "gov_office", part_step("pass_on"), typed.another_unit))
NO_MORE_TIME = (
    *HANDED,
    SIGN,
    DRAFT_EXTENSION,
    Stage("take_back", "handler", part_step("take_back")),
    DRAFT_EXTENSION,
    Stage("give_back", "head", part_step("give_back"), words("理由写具体。")),
    Stage("ask_extension", "head", part_step("ask_extension"), typed.more_time),
    Stage("refuse_extension", "clerk", part_step("refuse_extension"), words("请按期答复。")),
)
OPINION_SIGNED = (
    *HELPED,
    SIGN_HELP,
    Stage("ask for opinions", "handler", part("ask_opinions")),
    Stage("draft_opinion", "helper", part_step("draft_opinion", HELPING), typed.opinion),
    Stage("sign_opinion", "helping head", part_step("sign_opinion", HELPING)),
)
NOT_HELPED = (
    *HELPED,
    Stage("relieve", "clerk", part_step("relieve", HELPING), words("这件不涉及你办。")),
)
OPINION_GIVEN = (
    *HELPED,
    SIGN_HELP,
    Stage("give_opinion", "helping head", part_step("give_opinion", HELPING), typed.opinion),
)
HALF_ANSWERED = (
    CREATE,
    ACCEPT,
    Stage("assign one of two units", "clerk", page("assign_one"), typed.separate_unit),
    Stage("assign the other unit", "clerk", page("assign_one"), typed.other_unit),
    SIGN,
    REPLY,
    Stage("issue the first of two letters", "head", part_step("issue")),
    Stage(
        "remind of a letter owed to a merged case",
        "clerk",
        owed("letter_remind"),
        typed.reminder,
        typed.joined_by_another,
    ),
    Stage("order about an owed letter", "clerk", owed("letter_order"), typed.demand),
    Stage(
        "waive an owed letter",
        "clerk",
        owed("waive_letter"),
        lambda case: {"no_letter_reason": "已当面送达原答复。"},
    ),
)
SUCCEEDED = (
    *HANDED,
    Stage(
        "withdraw a main case",
        "clerk",
        step("withdraw"),
        typed.in_place_of,
        typed.joined_by_another,
    ),
)
URGED = (
    *HANDED,
    Stage("urge from the register", "clerk", place("motion_list"), typed.urged),
    Stage("remind", "clerk", page("reminder_create"), typed.reminder),
    Stage("order", "clerk", page("order_create"), typed.demand),
    Stage("answer an order", "handler", order("order_answer"), lambda case: {"response": "已开工。"}),
    Stage("close an order", "clerk", order("order_close"), lambda case: {"result": "已办结。"}),
    Stage("make a key case", "clerk", page("followup_create"), typed.followup),
    Stage("note", "clerk", page("note_create"), lambda case: {"text": "代表很关心。"}),
    Stage("link an earlier case", "clerk", page("repeat_create"), typed.repeat),
    Stage("unlink it", "clerk", lambda case: reverse("motions:unlink", args=[case.motion, typed.earlier(case)])),
    Stage("contact", "handler", page("contact_create"), typed.talk),
    Stage("confirm a contact", "deputy", contact("confirm_contact"), lambda case: {"confirmation": "true"}),
    Stage("contact once more", "handler", page("contact_create"), typed.talk),
    Stage("contact confirmed on paper", "clerk", page("signed_contact"), typed.signed_talk),
    Stage("withdraw", "deputy", step("withdraw"), words("问题已经解决。")),
)  # fmt: skip

# --- the verdict and after -----------------------------------------------------------------------
PUBLISHED = (
    CREATE,
    Stage("correct", "clerk", page("motion_update"), typed.corrected),
    ACCEPT,
    ASSIGN,
    SIGN,
    Stage("keep a letter's draft", "handler", part("reply_create"), typed.answer_draft),
    Stage("send a letter's draft", "handler", letter("reply_update"), typed.answer),
    Stage("unsend", "handler", part_step("unsend")),
    SEND,
    ISSUE,
    Stage("rate, satisfied", "deputy", page("rate"), typed.rating("satisfied")),
    Stage("rate, changed", "deputy", page("rate"), typed.rating("basically")),
    Stage("rate as a co-signer", "cosigner", page("rate"), typed.rating("satisfied")),
    Stage("write for the public", "clerk", page("publication_create"), typed.public_text),
    Stage("correct it", "clerk", publication("publication_update"), typed.public_text),
    Stage("publish", "clerk", row_step("publish", Publication)),
    Stage("take_down", "clerk", row_step("take_down", Publication), words("有误。")),
    Stage("bind the case", "clerk", page("bind_case")),
)  # fmt: skip
SIGNED = (*ANSWERED, Stage("rate from the form", "clerk", page("rate"), typed.signed_rating))
LATE = (
    *ANSWERED,
    Stage("close", "clerk", step("close"), words("期满未评价。"), typed.past_its_days),
    Stage("rate, after all", "deputy", page("rate"), typed.rating("satisfied")),
)
TWICE_IN_VAIN = (
    *ANSWERED_TWICE,
    Stage("rate, again dissatisfied", "deputy", page("rate"), typed.rating("dissatisfied")),
)
SETTLED = (*TWICE_IN_VAIN, Stage("settle", "chair", step("settle"), typed.decided))
REDONE = (*TWICE_IN_VAIN, Stage("redo_again", "chair", step("redo_again"), typed.decided))
PROMISED = (
    *HANDED,
    SIGN,
    Stage("reply with a promise", "handler", part("reply_create"), typed.promising_answer),
    ISSUE,
    Stage("propose_date", "head", promise_step("propose_date"), typed.another_day),
    Stage("agree_date", "clerk", promise_step("agree_date"), words("同意改期。")),
)
DRAFTED = (
    *PROMISED[:-2],
    Stage("draft_date", "handler", promise_step("draft_date"), typed.another_day),
    Stage("take_back_date", "handler", promise_step("take_back_date")),
    Stage("draft_date, again", "handler", promise_step("draft_date"), typed.another_day),
    Stage("give_back_date", "head", promise_step("give_back_date"), words("写明卡在哪里。")),
    Stage("draft_date, mended", "handler", promise_step("draft_date"), typed.another_day),
    Stage("sign_date", "head", promise_step("sign_date")),
)
KEPT = (
    *PROMISED[:-1],
    Stage("remind of a promise", "clerk", promise("promise_remind"), typed.reminder),
    Stage("order about a promise", "clerk", promise("promise_order"), typed.demand),
    Stage("refuse_date", "clerk", promise_step("refuse_date"), words("请按期完成。")),
    Stage("report", "handler", promise_step("report"), typed.done),
    Stage("send_back, a promise", "clerk", promise_step("send_back"), words("步道没有铺完。")),
    Stage("write a further letter", "handler", part("supplement_create"), typed.further),
    Stage("unsend a further letter", "handler", letter_step("unsend")),
    Stage("correct a further letter", "handler", supplement("supplement_update"), typed.further),
    Stage("call_back a further letter", "head", letter_step("call_back"), words("写明日期。")),
    Stage("send a further letter", "handler", letter_step("send")),
    Stage("issue a further letter", "head", letter_step("issue")),
    Stage("strike", "clerk", promise_step("strike"), typed.struck),
)

ROADS = (
    WHOLE, BY_PHONE, DROPPED, RETURNED, REFERRED, FORWARDED, MERGED, LESS_THAN_A_BILL, LISTED, LEFT_OFF,
    CONVERTED, TWENTY, RETURNED_TO_OFFICE, RULED_UPON, PASSED_ON, NO_MORE_TIME, OPINION_SIGNED, OPINION_GIVEN, NOT_HELPED, HALF_ANSWERED, SUCCEEDED, URGED,
    PUBLISHED, SIGNED, LATE, SETTLED, REDONE, PROMISED, DRAFTED, KEPT,
)  # fmt: skip
