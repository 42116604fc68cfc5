"""Pages of the village elections that presidium members watched."""

from renda.core.views import Action, CreatePage, DetailPage, EditPage, RelatedTable, Section
from supervision.columns import MATRIX, WATCH
from supervision.filters import ElectionVillageFilter
from supervision.models import ElectionVillage, VillageElectionWatch
from supervision.views.shared import SUPERVISION, OfYearList

WATCHES = ("换届观察", "supervision:watch_list")
VILLAGE_FIELDS = ("year", "name", "team_leader", "observer", "elected_on", "result")
WATCH_FIELDS = ("step", "on", "observer", "verdict", "finding", "recommended", "note")


class WatchMatrix(OfYearList):
    """Village × step: what was watched, when, with what verdict."""

    model = ElectionVillage
    permission_required = "supervision.list_electionvillage"
    title = "换届观察"
    lead = "主席团成员驻村参加村级组织换届指导，逐环节观察"
    crumbs = (SUPERVISION,)
    filterset_class = ElectionVillageFilter
    ordering = ("-year", "pk")
    actions = (
        Action("登记村（社区）", "supervision:watch_create", "supervision.change_electionvillage"),
    )
    columns = MATRIX
    empty_text = "村级组织换届年份，按村登记驻村的主席团成员，再逐环节登记观察记录。"


class WatchDetail(DetailPage):
    model = ElectionVillage
    permission_required = "supervision.view_electionvillage"
    crumbs = (SUPERVISION, WATCHES)
    sections = (Section("驻村情况", VILLAGE_FIELDS),)
    edit_url = "supervision:watch_update"
    edit_perm = "supervision.change_electionvillage"
    tables = (
        RelatedTable(
            "观察记录",
            lambda village: VillageElectionWatch.objects.filter(village=village).select_related(
                "observer"
            ),
            tuple(c for c in WATCH if c.label != "村（社区）"),
            add=Action(
                "登记观察", "supervision:watch_step_create", "supervision.change_electionvillage"
            ),
            edit=Action(
                "修改", "supervision:watch_step_update", "supervision.change_electionvillage"
            ),
        ),
    )

    def get_queryset(self):
        return ElectionVillage.objects.select_related("observer")

    def get_lead(self) -> str:
        return f"{self.object.year} 年村级组织换届"


class WatchCreate(CreatePage):
    model = ElectionVillage
    permission_required = "supervision.change_electionvillage"
    fields = VILLAGE_FIELDS
    crumbs = (SUPERVISION, WATCHES)

    def get_initial(self) -> dict:
        return {"year": self.request.year}


class WatchUpdate(EditPage):
    model = ElectionVillage
    permission_required = "supervision.change_electionvillage"
    fields = VILLAGE_FIELDS
    crumbs = (SUPERVISION, WATCHES)


class WatchStepCreate(CreatePage):
    """What an observer saw at one step."""

    model = VillageElectionWatch
    parent = ("village", ElectionVillage)
    permission_required = "supervision.change_electionvillage"
    fields = WATCH_FIELDS
    title = "登记观察"
    crumbs = (SUPERVISION, WATCHES)

    def get_initial(self) -> dict:
        return {"observer": self.parent_record.observer_id}


class WatchStepUpdate(EditPage):
    """Correct what was written down of a step, or void it."""

    model = VillageElectionWatch
    permission_required = "supervision.change_villageelectionwatch"
    fields = WATCH_FIELDS
    offers_void = True

    def get_queryset(self):
        return super().get_queryset().select_related("village", "observer")

    def get_crumbs(self) -> list[tuple[str, str]]:
        village = self.get_object().village
        return [SUPERVISION, WATCHES, (str(village), village.get_absolute_url())]
