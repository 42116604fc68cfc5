"""Motions on the agenda, inquiry and interpellation."""

from renda.core.law.rule import Rule, Share

RULES = (
    Rule(
        key="motion.sponsors",
        title="议案联名人数",
        text="主席团、政府，或者代表五人以上联名，可以向大会提出属于其职权范围内的议案。",
        source="L1",
        article="22",
        default=5,
        unit="名",
        gist="代表五人以上联名",
        also=(("L3", "15"),),
    ),
    Rule(
        key="motion.agenda",
        title="议案的处理",
        text="代表联名的议案由主席团决定是否列入议程，或者先交议案审查委员会审议再决定。",
        source="L1",
        article="22",
        also=(("L3", "15"),),
    ),
    Rule(
        key="motion.content",
        title="议案的内容",
        text="议案应有案由、案据和方案。",
        source="L3",
        article="15",
    ),
    Rule(
        key="motion.withdraw",
        title="议案的撤回",
        text="列入议程的议案，交付表决前提案人要求撤回的，经主席团同意，审议即行终止。",
        source="L1",
        article="22",
    ),
    Rule(
        key="motion.to_suggestion",
        title="议案转建议",
        text="未列入议程的代表议案，转为建议、批评和意见办理。",
        source="Z2",
        article="2",
        level="local",
        unconfirmed=True,
        also=(("Q1", "14"),),
    ),
    Rule(
        key="inquiry.session",
        title="询问",
        text="审议议案时，代表可以向有关国家机关提出询问，由有关机关派人说明。",
        source="L1",
        article="23",
        also=(("L3", "19"),),
    ),
    Rule(
        key="interpellation.sponsors",
        title="质询案联名人数",
        text="会议期间，代表十人以上联名，可以书面提出质询案，写明质询对象、问题和内容；"
        "由主席团决定口头或者书面答复，口头答复由负责人到会，书面答复由负责人签署。",
        source="L1",
        article="24",
        default=10,
        unit="名",
        gist="代表十人以上联名",
        also=(("L3", "20"),),
    ),
    Rule(
        key="interpellation.again",
        title="再次答复质询",
        text="提质询案的代表半数以上对答复不满意的，可以要求受质询机关再作答复。",
        source="L1",
        article="24",
        share=Share(1, 2, exceed=False),
        gist="提案代表半数以上不满意，可以要求再作答复",
        also=(("L3", "20"),),
    ),
)
