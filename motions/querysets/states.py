"""The groups of states that questions and rights go by."""

SOON_DAYS = 10
REFUSALS_FOR_PRESIDIUM = 2
PRIVATE = ("draft",)
NUMBERED = (
    "presidium", "on_agenda", "not_listed", "accepted", "merged", "assigned", "replied", "closed",
)  # fmt: skip
SIGNED_IN = ("submitted", "returned", "presidium", "accepted", "assigned")  # co-signers may join
TEXT_OPEN = ("draft", "submitted", "returned", "presidium", "accepted", "assigned")
HANDED_ON = ("assigned", "replied", "closed")
WORKING = ("waiting", "handling", "signing")
UNFINISHED = (*WORKING, "objected")
TAKEN = ("reassigned", "relieved")  # from the unit: another one has it, or nobody in its place
GONE = (*TAKEN, "ended")
ANSWERING = ("lead", "separate")
FACE_TO_FACE = ("face", "visit", "forum")
