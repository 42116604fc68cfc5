"""The posts that are timed: a case's whole way through two rounds, each by the person who sends it."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from motions.models import Assignment
from renda.core.models import Role
from renda.core.scoping import township_scope
from tests.bench.data import World
from tests.bench.pages import browser, expecting
from tests.bench.timing import Request

LETTER = "您提出的建议收悉，经现场查看，现答复如下。" * 5


@dataclass(frozen=True)
class Stage:
    """One post of a case's way: who sends what to which address of the case."""

    name: str
    by: Role
    address: Callable[[int], str]
    data: Callable[[World], dict]


def page(name: str) -> Callable[[int], str]:
    """The address of a motion's page."""
    return lambda pk: reverse(f"motions:{name}", args=[pk])


def part(name: str) -> Callable[[int], str]:
    """The address of a page of the motion's assignment."""
    return lambda pk: reverse(f"motions:{name}", args=[_assignment(pk)])


def step(name: str) -> Callable[[int], str]:
    """The address of a step of the motion."""
    return lambda pk: reverse("core:step", args=["motions.motion", pk, name])


def part_step(name: str) -> Callable[[int], str]:
    """The address of a step of the motion's assignment."""
    return lambda pk: reverse("core:step", args=["motions.assignment", _assignment(pk), name])


def _assignment(motion: int) -> int:
    return Assignment.objects.filter(motion=motion).latest("round").pk


def words(note: str) -> Callable[[World], dict]:
    """A step's only field."""
    return lambda world: {"note": note}


def case(world: World, matter: str = "新建凉亭") -> dict:
    """What a deputy types into the form."""
    return {
        "once": uuid4(),
        "kind": "suggestion",
        "cosigners": [deputy.pk for deputy in world.deputies[1:3]],
        "title": f"关于{matter}的建议",
        "field": "urban",
        "place": "东塘村",
        "situation": "村民反映已久。",
        "analysis": "资金有缺口。",
        "proposal": "列入明年计划。",
    }


def register(world: World, matter: str = "新建凉亭") -> dict:
    """What the clerk types on the deputy's behalf."""
    return case(world, matter) | {
        "lead": world.deputies[0].pk,
        "submitted_on": timezone.localdate().isoformat(),
        "source": "own",
        "no_scan_reason": "代表口述，会后补签",
    }


def receipt(world: World) -> dict:
    """Who signs for the case."""
    return {"person": "经办人"}


def letter(world: World) -> dict:
    """What the unit answers."""
    return {
        "result_class": "A",
        "done_items": "凉亭已经建成。",
        "body": LETTER,
        "contact": "经办人　0579-00000000",
        "no_contact_reason": "代表在外地住院",
        "rows0-TOTAL_FORMS": 0,
        "rows0-INITIAL_FORMS": 0,
    }


def rating(both: str) -> dict:
    """What the deputy thinks of the answer."""
    return {"once": uuid4(), "work_rating": both, "result_rating": both, "words": "看过现场。"}


STAGES = (
    Stage("create", Role.CLERK, lambda pk: reverse("motions:motion_create"), register),
    Stage(
        "correct",
        Role.CLERK,
        page("motion_update"),
        lambda world: register(world, "新建凉亭和步道") | {"is_public": "on"},
    ),
    Stage("accept", Role.CLERK, step("accept"), words("一事一件，内容具体，予以受理。")),
    Stage(
        "assign",
        Role.CLERK,
        page("assign_one"),
        lambda world: {
            "unit": world.units[0].pk,
            "role": Assignment.Role.LEAD,
            "assigned_on": timezone.localdate().isoformat(),
            "instruction": "请抓紧办理。",
        },
    ),
    Stage(
        "object",
        Role.HANDLER,
        part_step("object"),
        lambda world: {
            "reason": "不属于本办职责。",
            "suggested_unit": world.units[1].pk,
            "signer": "负责人",
        },
    ),
    Stage("deny", Role.CLERK, part_step("deny"), words("职责清单载明由你办负责。")),
    Stage("sign", Role.HANDLER, part_step("sign"), receipt),
    Stage(
        "ask_extension",
        Role.HANDLER,
        part_step("ask_extension"),
        lambda world: {"to_months": 6, "reason": "需要等设计方案批下来。", "signer": "负责人"},
    ),
    Stage("grant_extension", Role.CLERK, part_step("grant_extension"), words("同意延期。")),
    Stage(
        "contact",
        Role.HANDLER,
        page("contact_create"),
        lambda world: {
            "stage": "during",
            "way": "visit",
            "on": timezone.localdate().isoformat(),
            "place": "东塘村",
            "people": "经办人",
            "deputy": world.deputies[0].pk,
            "words": "同意所拟的办法。",
        },
    ),
    Stage("reply", Role.HANDLER, part("reply_create"), letter),
    Stage("call_back", Role.UNIT_HEAD, part_step("call_back"), words("日期写清楚。")),
    Stage("send", Role.HANDLER, part_step("send"), lambda world: {}),
    Stage("issue", Role.UNIT_HEAD, part_step("issue"), lambda world: {}),
    Stage("rate", Role.DEPUTY, page("rate"), lambda world: rating("dissatisfied")),
    Stage("sign, round 2", Role.HANDLER, part_step("sign"), receipt),
    Stage("reply, round 2", Role.HANDLER, part("reply_create"), letter),
    Stage("issue, round 2", Role.UNIT_HEAD, part_step("issue"), lambda world: {}),
    Stage("rate, round 2", Role.DEPUTY, page("rate"), lambda world: rating("satisfied")),
)


def writing(world: World) -> dict[str, Request]:
    """Every post of the way, in its order."""
    return Way(world).requests()


class Way:
    """The cases on their way: each stage takes the one that has waited longest and hands it on."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.browsers = {role: browser(user) for role, user in world.accounts.items()}
        for client in self.browsers.values():
            client.get(reverse("core:inbox"))  # the session keeps its clock from the first page on
        self.waiting: dict[str, deque[int]] = {stage.name: deque() for stage in STAGES}

    def requests(self) -> dict[str, Request]:
        """Every stage's post; each round takes a fresh case."""
        following = [stage.name for stage in STAGES[1:]]
        return {
            f"POST {stage.name}": self._request(stage, after)
            for stage, after in zip(STAGES, [*following, None], strict=True)
        }

    def _request(self, stage: Stage, after: str | None) -> Request:
        client, ready = self.browsers[stage.by], {}

        def prepare() -> None:
            client.cookies.pop("messages", None)  # as if the page after the last post was shown
            queue = self.waiting[stage.name]
            with township_scope(self.world.township.pk):
                ready["case"] = queue.popleft() if stage is not STAGES[0] else 0
                ready["url"] = stage.address(ready["case"])
            ready["data"] = stage.data(self.world)

        def send() -> HttpResponse:
            response = client.post(ready["url"], ready["data"])
            if after and response.status_code == 302:
                made = response.headers["Location"].strip("/").split("/")[-1]
                self.waiting[after].append(ready["case"] or int(made))
            return response

        return Request(expecting(302, send), prepare)
