"""The requests that are timed: the register, one case, and what the office writes."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from motions.models import Motion
from tests.bench.data import World
from tests.bench.timing import Send

WORD = "机耕"


class WrongAnswer(Exception):
    """A page answered with something else than what was to be timed."""


@dataclass(frozen=True)
class Page:
    """A page that is only read."""

    name: str
    path: str
    headers: tuple[tuple[str, str], ...] = ()
    is_list: bool = False


def browser(world: World | None = None) -> Client:
    """A browser: logged in as the measured township's clerk, or nobody."""
    client = Client(SERVER_NAME="127.0.0.1")
    if world:
        client.force_login(world.clerk, backend="renda.core.backends.AccountBackend")
    return client


def pages(world: World) -> list[Page]:
    """What the clerk reads."""
    register = reverse("motions:motion_list")
    handled = Motion.Status.CLOSED
    case = next(m for m in world.cases if m.status == handled)
    return [
        Page("list", register, is_list=True),
        Page("list, sorted, page 2", f"{register}?sort=due_on&page=2", is_list=True),
        Page("search", f"{register}?q={WORD}", is_list=True),
        Page("search while typing", f"{register}?q={WORD}", (("HX-Request", "true"),)),
        Page("overdue", f"{register}?tab=overdue", is_list=True),
        Page("board", reverse("motions:board")),
        Page("detail", reverse("motions:motion_detail", args=[case.pk])),
        Page("form", reverse("motions:motion_create")),
        Page("workbench", reverse("core:workbench")),
    ]


def expecting(status: int, send: Send) -> Send:
    """The same request, refusing any other answer."""

    def sent() -> HttpResponse:
        response = send()
        if response.status_code != status:
            asked = response.request["PATH_INFO"]
            raise WrongAnswer(f"{asked}: {response.status_code} instead of {status}")
        return response

    return sent


def reading(world: World) -> dict[str, Send]:
    """The bare page without and with a login, and every page."""
    nobody, clerk = browser(), browser(world)
    path = reverse("bare", args=[world.township.pk])
    sends: dict[str, Send] = {
        "bare page, no login": expecting(200, lambda: nobody.get(path)),
        "bare page": expecting(200, lambda: clerk.get(path)),
    }
    for page in pages(world):
        sends[page.name] = expecting(200, _get(clerk, page))
    return sends


def _get(client: Client, page: Page) -> Send:
    return lambda: client.get(page.path, headers=dict(page.headers))


def writing(world: World) -> dict[str, Send]:
    """What the clerk does to a new motion, one after the other; each round takes a fresh one."""
    clerk = browser(world)
    clerk.get(reverse("core:inbox"))  # the session keeps its clock from the first page on
    waiting: dict[str, list[int]] = {"accept": [], "correct": []}

    def create() -> HttpResponse:
        response = clerk.post(reverse("motions:motion_create"), _typed(world, "新建凉亭"))
        if response.status_code == 302:
            pk = int(response.headers["Location"].strip("/").split("/")[-1])
            for queue in waiting.values():
                queue.append(pk)
        return response

    def correct() -> HttpResponse:
        url = reverse("motions:motion_update", args=[waiting["correct"].pop(0)])
        return clerk.post(url, _typed(world, "新建凉亭和步道") | {"is_public": "on"})

    def accept() -> HttpResponse:
        pk = waiting["accept"].pop(0)
        url = reverse("core:step", args=["motions.motion", pk, "accept"])
        return clerk.post(url, {"note": "一事一件，内容具体，予以受理。"})

    sends: dict[str, Callable[[], HttpResponse]] = {
        "POST create": create,
        "POST correct": correct,
        "POST accept": accept,
    }
    return {name: expecting(302, _answered(clerk, send)) for name, send in sends.items()}


def _answered(client: Client, send: Send) -> Send:
    """The same request from a browser that has shown the message of the one before."""

    def sent() -> HttpResponse:
        client.cookies.pop("messages", None)
        return send()

    return sent


def _typed(world: World, matter: str) -> dict[str, object]:
    """What the clerk types into the form of a motion."""
    lead, *others = world.deputies[:3]
    return {
        "once": uuid4(),
        "kind": "suggestion",
        "lead": lead.pk,
        "cosigners": [deputy.pk for deputy in others],
        "submitted_on": world.today.isoformat(),
        "title": f"关于{matter}的建议",
        "field": "urban",
        "source": "own",
        "place": "东塘村",
        "situation": "村民反映已久。",
        "analysis": "资金有缺口。",
        "proposal": "列入明年计划。",
        "no_scan_reason": "代表口述，会后补签",
    }
