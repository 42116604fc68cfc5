"""What the batch page of 交办 asks of each case: units, leader, instruction, key case."""

from dataclasses import dataclass, field
from datetime import date

from django.http import QueryDict

from motions.models import Assignment, KeyFollowUp, Motion
from motions.services import Plan
from renda.core.calendar import chinese_date
from renda.core.models import Unit

Role = Assignment.Role


@dataclass
class Choices:
    """What may be chosen on the page: units, the government's leaders, the presidium's members."""

    units: list[Unit]
    supervisors: list[str]
    leaders: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.leaders = list(dict.fromkeys(u.leader for u in self.units if u.leader))
        self.by_key = {str(u.pk): u for u in self.units}


NOTHING = {"separate": False, "instruction": "", "key": False, "key_leader": "", "supervisor": ""}


def posted(post: QueryDict, pk: str) -> dict:
    """What the page said about one case, in the words of its plan."""

    def text(name: str, longest: int = 50) -> str:
        return post.get(f"{name}-{pk}", "").strip()[:longest]

    return {
        "unit": text("unit"),
        "others": post.getlist(f"assist-{pk}"),
        "separate": f"separate-{pk}" in post,
        "leader": text("leader"),
        "instruction": text("instruction", 1000),
        "key": f"key-{pk}" in post,
        "key_leader": text("key-leader"),
        "supervisor": text("supervisor"),
    }


class BatchRow:
    """One case of the page: what was posted for it, else what was planned, else a guess."""

    def __init__(self, motion: Motion, choices: Choices, post: QueryDict) -> None:
        self.motion, self.choices = motion, choices
        pk = str(motion.pk)
        self.picked = not post or pk in post.getlist("pk")
        said = posted(post, pk) if f"unit-{pk}" in post else self.known()
        self.unit = choices.by_key.get(said["unit"])
        self.others = [
            choices.by_key[key]
            for key in dict.fromkeys(said["others"])
            if key in choices.by_key and key != said["unit"]
        ]
        self.is_separate = said["separate"]
        self.leader = said["leader"] or (self.unit.leader if self.unit else "")
        self.instruction = said["instruction"]
        self.is_key = motion.is_key or said["key"]
        self.makes_key = not motion.is_key and self.is_key
        self.key_leader, self.supervisor = said["key_leader"], said["supervisor"]
        self.problem = self.key_problem = ""

    @property
    def is_planned(self) -> bool:
        """Something was kept for it before the meeting."""
        return self.motion.plan is not None

    def known(self) -> dict:
        """What was planned for the case before; else the unit that the deputy suggests."""
        guess = {"unit": str(self.motion.suggested_unit_id or ""), "others": [], "leader": ""}
        return self.motion.plan or NOTHING | guess

    @property
    def choice(self) -> dict:
        """What is chosen for the case, as its plan keeps it."""
        return {
            "unit": str(self.unit.pk) if self.unit else "",
            "others": [str(unit.pk) for unit in self.others],
            "separate": self.is_separate,
            "leader": self.leader,
            "instruction": self.instruction,
            "key": self.makes_key,
            "key_leader": self.key_leader,
            "supervisor": self.supervisor,
        }

    @property
    def roles(self) -> list[str]:
        """村镇建设办主办, 财政所协办: the units chosen so far."""
        return [f"{unit}{Role(role).label}" for unit, role in self.units if unit]

    @property
    def is_unfolded(self) -> bool:
        """Whether the part for instruction and key case is open: something is in it."""
        return bool(self.instruction or self.makes_key)

    @property
    def units(self) -> list[tuple[Unit, str]]:
        """The units with their roles: 主办 and 协办, or all of them 分办."""
        if self.is_separate:
            return [(unit, Role.SEPARATE) for unit in (self.unit, *self.others) if unit]
        return [(self.unit, Role.LEAD), *((unit, Role.ASSIST) for unit in self.others)]

    def check(self, day: date | None) -> bool:
        """Whether the case can be handed on; ``problem`` and ``key_problem`` say why not."""
        if self.unit is None:
            self.problem = "请选主办单位"
        elif self.is_separate and not self.others:
            self.problem = "分办至少要两个单位，请在右边再选"
        elif day and day < self.motion.accepted_on:
            self.problem = f"交办日期不能早于受理日期{chinese_date(self.motion.accepted_on)}"
        if self.makes_key:
            members = self.choices.supervisors
            if not (self.key_leader and self.supervisor):
                self.key_problem = "列为重点须写明领办领导和督办的主席团成员"
            elif members and self.supervisor not in members:
                self.key_problem = "督办人不是现任主席团成员"
        return not (self.problem or self.key_problem)

    def plan(self, day: date) -> Plan:
        """What is to be done with the case."""
        followup = None
        if self.makes_key:
            followup = KeyFollowUp(
                motion=self.motion, leader=self.key_leader, supervisor=self.supervisor, on=day
            )
        return Plan(
            motion=self.motion,
            units=self.units,
            leader=self.leader,
            instruction=self.instruction,
            followup=followup,
        )
