"""Who may see and handle motions.

``sees_motion`` says it of one motion and ``visible_motions`` of many; a test holds the two together.

=================================  ==================================================
人大办, 主席                        everything handed in; drafts only if entered by the office
代表                                own ones, those they joined, and every numbered one; a withdrawn
                                    one into which others had been merged
承办单位                            what was assigned to the unit, or sent to it for reference
镇政府办                            what was assigned to anybody, also if withdrawn since
县人大                              everything handed in
=================================  ==================================================
"""

from motions.permissions.grants import reads_register
from motions.permissions.people import (
    deputy_in,
    drafts_for_head,
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
    is_before_presidium,
    is_bill,
    is_date_at_head,
    is_entered_by_office,
    is_full_bill,
    is_inside,
    is_reply_at_head,
    is_sent_up,
    was_redone,
)

__all__ = [
    "deputy_in",
    "drafts_for_head",
    "has_joined",
    "heads_unit",
    "is_answering",
    "is_asking_for_another_day",
    "is_asking_for_time",
    "is_before_presidium",
    "is_bill",
    "is_date_at_head",
    "is_entered_by_office",
    "is_full_bill",
    "is_inside",
    "is_joined",
    "is_lead",
    "is_reply_at_head",
    "is_sent_up",
    "is_talked_with",
    "reads_register",
    "roles_of",
    "visible_motions",
    "was_redone",
    "works_on",
]
