"""A case that waits for 交办, with the plan that the office has made for it."""

from motions.models import Motion
from renda.core.demo import Demo


def plan_next(demo: Demo, motion: Motion) -> None:
    """综合执法队 handles it; handed over when the leader in charge has agreed."""
    unit = demo.shared["units"]["law"]
    motion.plan = {
        "unit": str(unit.pk),
        "others": [],
        "separate": False,
        "leader": unit.leader,
        "instruction": "先到夜市看一次噪声，再和摊主、住户各谈一次，定下收摊时间。",
        "key": False,
        "key_leader": "",
        "supervisor": "",
    }
    motion.save(update_fields=["plan"])
    demo.record(demo.users["clerk"], "拟定交办", [motion], motion.accepted_on)
