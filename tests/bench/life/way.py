"""Cases sent along the roads: each stage takes the one that has waited longest and hands it on."""

from collections import deque
from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from django.urls import reverse

from renda.core.scoping import township_scope
from tests.bench.data import World
from tests.bench.life.roads import ROADS
from tests.bench.life.stages import Case, Stage
from tests.bench.pages import browser, expecting
from tests.bench.timing import Request


def writing(world: World) -> dict[str, Request]:
    """Every post, in the order of the roads."""
    return Way(world).requests()


class Way:
    """The people's browsers, and what each of them sends."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.browsers = {who: browser(user) for who, user in world.accounts.items()}
        for client in self.browsers.values():
            client.get(reverse("core:inbox"))  # the session keeps its clock from the first page on

    def requests(self, roads: Iterable[Sequence[Stage]] = ROADS) -> dict[str, Request]:
        """Every stage's post; each round takes a fresh case along each road."""
        timed: dict[str, Request] = {}
        for road in roads:
            waiting, before = None, []
            for stage in road:
                if f"POST {stage.name}" in timed:
                    before.append(stage)
                    continue
                after: deque[Case] = deque()
                timed[f"POST {stage.name}"] = self._request(stage, before, waiting, after)
                waiting, before = after, []
        return timed

    def _request(
        self,
        stage: Stage,
        before: Sequence[Stage],
        waiting: deque[Case] | None,
        after: deque[Case],
    ) -> Request:
        ready = {}

        def prepare() -> None:
            case = Case(self.world) if waiting is None else waiting.popleft()
            for earlier in before:
                self._send(earlier, case, *self._written(earlier, case))
            ready["case"], ready["post"] = case, self._written(stage, case)

        def send() -> HttpResponse:
            response = self._send(stage, ready["case"], *ready["post"])
            after.append(ready["case"])
            return response

        return Request(send, prepare)

    def _written(self, stage: Stage, case: Case) -> tuple[str, dict]:
        """Where a stage's post goes, and what stands in it."""
        self.browsers[stage.by].cookies.pop("messages", None)  # as if the next page was shown
        with township_scope(self.world.township.pk):
            stage.before(case)
            return stage.address(case), stage.data(case)

    def _send(self, stage: Stage, case: Case, url: str, data: dict) -> HttpResponse:
        post = expecting(stage.status, lambda: self.browsers[stage.by].post(url, data))
        response = post()
        if not case.motion:
            case.motion = int(response.headers["Location"].strip("/").split("/")[-1])
        return response
