"""Who may see and handle motions.

``sees_motion`` says it of one motion and ``visible_motions`` of many; a test holds the two together.

=================================  ==================================================
人大办, 主席                        everything handed in; drafts only if entered by the office
代表                                own ones, those they joined, and every numbered one
承办单位                            what was assigned to the unit
镇政府办                            what was assigned to anybody
县人大                              everything handed in
=================================  ==================================================
"""

from motions.permissions.grants import reads_register
from motions.permissions.people import (
    deputy_in,
    has_joined,
    heads_unit,
    is_joined,
    is_lead,
    is_talked_with,
    roles_of,
    works_on,
)
from motions.permissions.sight import visible_motions
from motions.permissions.states import (
    is_answering,
    is_asking_for_another_day,
    is_asking_for_time,
    is_bill,
    is_entered_by_office,
    is_inside,
    was_redone,
)

__all__ = [
    "deputy_in",
    "has_joined",
    "heads_unit",
    "is_answering",
    "is_asking_for_another_day",
    "is_asking_for_time",
    "is_bill",
    "is_entered_by_office",
    "is_inside",
    "is_joined",
    "is_lead",
    "is_talked_with",
    "reads_register",
    "roles_of",
    "visible_motions",
    "was_redone",
    "works_on",
]
