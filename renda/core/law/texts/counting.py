"""How numbers and periods are read."""

from renda.core.law.rule import Rule, Share

RULES = (
    Rule(
        key="counting.inclusive",
        title="以上、以下",
        text="“以上”“以下”“以内”包括本数：三分之二以上即不少于三分之二，十人以上含十人。",
        source="L5",
        article="1259",
    ),
    Rule(
        key="counting.majority",
        title="过半数",
        text="“过半数”不含半数，须多于二分之一。",
        source="P",
        level="local",
        share=Share(1, 2, exceed=True),
        unconfirmed=True,
    ),
    Rule(
        key="counting.half",
        title="半数以上",
        text="“半数以上”含半数；本级办法有此写法时适用，选举不宜采用。",
        source="P",
        level="local",
        share=Share(1, 2, exceed=False),
        unconfirmed=True,
    ),
    Rule(
        key="counting.all_deputies",
        title="全体代表",
        text="“全体代表”按会议举行时的实有代表计算，不含缺额、暂停执行职务和资格终止的代表；"
        "每次会议记下所用的数。",
        source="P",
        level="local",
        unconfirmed=True,
    ),
    Rule(
        key="counting.period",
        title="期间的计算",
        text="起算当日不计；按月计算的，到期月的对应日为最后一日，没有对应日的为该月末日；"
        "最后一日是法定休假日的，顺延到休假结束的次日。",
        source="L5",
        article="201,202,203",
    ),
    Rule(
        key="counting.working_days",
        title="工作日",
        text="按国务院每年公布的放假调休安排计算，休息日不计，调休上班日计入。",
        source="P",
        level="local",
        unconfirmed=True,
    ),
)
