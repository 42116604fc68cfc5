"""The pages that are timed: the register, one case, the board, the workbench."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from motions.models import Motion
from renda.core.models import User
from tests.bench.data import World
from tests.bench.timing import Request, Send

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


def browser(user: User | None = None) -> Client:
    """A browser in which somebody has logged in, or nobody."""
    client = Client(SERVER_NAME="127.0.0.1")
    if user:
        client.force_login(user, backend="renda.core.backends.AccountBackend")
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
            form = (response.context or {}).get("form")
            why = f" {dict(form.errors)}" if form is not None else ""
            raise WrongAnswer(f"{asked}: {response.status_code} instead of {status}{why}")
        return response

    return sent


def reading(world: World) -> dict[str, Request]:
    """The bare page without and with a login, and every page."""
    nobody, clerk = browser(), browser(world.clerk)
    path = reverse("bare", args=[world.township.pk])
    sends: dict[str, Send] = {
        "bare page, no login": lambda: nobody.get(path),
        "bare page": lambda: clerk.get(path),
        **{page.name: _get(clerk, page) for page in pages(world)},
    }
    return {name: Request(expecting(200, send)) for name, send in sends.items()}


def _get(client: Client, page: Page) -> Send:
    return lambda: client.get(page.path, headers=dict(page.headers))
