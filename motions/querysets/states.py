"""The groups of states that questions and rights go by."""

SOON_DAYS = 10
PRIVATE = ("draft",)
NUMBERED = (
    "presidium", "on_agenda", "not_listed", "accepted", "merged", "assigned", "replied", "closed",
)  # fmt: skip
SIGNED_IN = ("submitted", "returned", "presidium", "accepted", "assigned")  # co-signers may join
HANDED_ON = ("assigned", "replied", "closed")
WORKING = ("waiting", "handling", "signing")
UNFINISHED = (*WORKING, "objected")
GONE = ("reassigned", "ended")
ANSWERING = ("lead", "separate")
FACE_TO_FACE = ("face", "visit", "forum")
