"""The deputies as everybody reads of them: who they are and what they did this year (代表法 58).

Named are those in office today, with their constituency, group and station; their telephones, birthdays,
workplaces and the like are nobody's business, and whoever wants to reach one asks the office.
"""

from datetime import date

from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from deputies.models import Constituency, Deputy, DeputyGroup, Mandate
from deputies.record import duty_file
from renda.core.figures import Period
from renda.core.models import Term
from renda.core.public import PublicPage
from renda.core.text import keys_in, without_control_signs

SECTION = "deputies_public:deputies"
PER_PAGE = 24
LONGEST_NAME = 20
TOLD = {6, 7, 8}  # 建议意见, 述职与接受监督, 表彰奖励


class AboutDeputies(PublicPage, TemplateView):
    """What both pages share: the day, and who is in office on it."""

    section = SECTION

    @cached_property
    def today(self) -> date:
        return timezone.localdate()

    @property
    def year(self) -> Period:
        """The year whose work is told."""
        return Period.year(self.today.year)

    @property
    def serving(self) -> QuerySet[Deputy]:
        """The township's own deputies; who is suspended or left is none."""
        return Deputy.objects.in_office(self.today).order_by("order", "pk")


class PublicDeputies(AboutDeputies):
    """Who serves, by constituency, group and name; no login."""

    template_name = "deputies/public_list.html"

    def get_context_data(self, **kwargs) -> dict:
        asked = self.request.GET
        place, group, name = (asked.get(key, "").strip() for key in ("place", "group", "name"))
        rows, name = self.serving, without_control_signs(name)[:LONGEST_NAME]
        if keys := keys_in([place]):
            rows = rows.of_constituency(keys[0])
        if keys := keys_in([group]):
            rows = rows.filter(group__in=keys)
        if name:
            rows = rows.filter(name__icontains=name)
        page = Paginator(self.with_work(rows), PER_PAGE).get_page(asked.get("page"))
        kept = asked.copy()
        kept.pop("page", None)
        term = Term.objects.filter(starts_on__lte=self.today).first()
        return super().get_context_data(**kwargs) | {
            "title": f"{self.township}{term or ''}人大代表",
            "today": self.today,
            "page_obj": page,
            "people": [(deputy, deputy.seat(self.today)) for deputy in page],
            "places": Constituency.objects.all(),
            "groups": DeputyGroup.objects.all(),
            "place": place,
            "group": group,
            "name": name,
            "is_filtered": bool(place or group or name),
            "kept": kept.urlencode(),
        }

    def with_work(self, rows: QuerySet[Deputy]) -> QuerySet[Deputy]:
        """What a card shows of each."""
        mandates = Mandate.objects.select_related("constituency", "term")
        found = rows.with_attendance(self.year.start, self.today).select_related("group")
        return found.prefetch_related(Prefetch("mandates", mandates))


class PublicDeputy(AboutDeputies):
    """One of them, with the year's work by number; 404 for whoever is not in office."""

    template_name = "deputies/public_deputy.html"

    def get_context_data(self, **kwargs) -> dict:
        pk = self.kwargs["pk"]
        if not self.serving.filter(pk=pk).exists():
            raise Http404
        # the other parts list what the deputy was expected at, whether there or not
        file = duty_file(pk, self.year, self.today, wanted=TOLD)
        deputy = file.deputy
        return super().get_context_data(**kwargs) | {
            "title": deputy.name,
            "today": self.today,
            "file": file,
            "facts": [
                ("性别", deputy.get_gender_display()),
                ("选区", file.seat.constituency),
                ("所含村（社区）", getattr(file.seat.constituency, "villages", "")),
                ("代表小组", deputy.group),
                ("产生方式", file.origin),
                ("其他级别", file.other_levels),
            ],
            "station": deputy.station,
        }
