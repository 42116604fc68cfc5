"""What the batch page of 交办 asks of each case: units, leader, instruction, key case."""

from dataclasses import dataclass, field
from datetime import date

from django.http import QueryDict

from motions.models import Assignment, KeyFollowUp, Motion
from motions.services import Plan
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


class BatchRow:
    """One case of the page: what was posted for it, else what can be guessed."""

    def __init__(self, motion: Motion, choices: Choices, post: QueryDict) -> None:
        self.motion, self.choices = motion, choices
        pk = str(motion.pk)
        self.picked = not post or pk in post.getlist("pk")
        chosen = post.get(f"unit-{pk}", str(motion.suggested_unit_id or ""))
        self.unit = choices.by_key.get(chosen)
        self.others = [
            choices.by_key[key]
            for key in dict.fromkeys(post.getlist(f"assist-{pk}"))
            if key in choices.by_key and key != chosen
        ]
        self.is_separate = f"separate-{pk}" in post
        usual = self.unit.leader if self.unit else ""
        self.leader = post.get(f"leader-{pk}", usual).strip()[:50]
        self.instruction = post.get(f"instruction-{pk}", "").strip()[:1000]
        self.is_key = motion.is_key or f"key-{pk}" in post
        self.makes_key = not motion.is_key and self.is_key
        self.key_leader = post.get(f"key-leader-{pk}", "").strip()[:50]
        self.supervisor = post.get(f"supervisor-{pk}", "").strip()[:50]
        self.problem = self.key_problem = ""

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
            self.problem = f"交办日期不能早于受理日期 {self.motion.accepted_on}"
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
