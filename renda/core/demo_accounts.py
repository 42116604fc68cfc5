"""The demo's townships, units and accounts: one account per role, each with the same password."""

from renda.core.models import Role, Unit

PASSWORD = "renda-demo-2026"

K = Unit.Kind
UNITS = [
    # key, name, short name, kind, head, leader, phone
    ("gov", "人民政府", "政府", K.GOVERNMENT, "陆海峰", "", "0570-0000001"),
    ("build", "村镇建设办公室", "村镇建设办", K.OFFICE, "蒋文斌", "蒋文斌", "0570-0000127"),
    ("agri", "农业农村办公室", "农业农村办", K.OFFICE, "宋立新", "汤晓琴", "0570-0000128"),
    ("social", "社会事务办公室", "社会事务办", K.OFFICE, "施雅芬", "汤晓琴", "0570-0000129"),
    ("finance", "财政所", "财政所", K.STATION, "钱小凤", "陆海峰", "0570-0000130"),
    ("traffic", "交通管理站", "交通管理站", K.STATION, "罗振明", "蒋文斌", "0570-0000131"),
    ("water", "水利站", "水利站", K.STATION, "潘建新", "汤晓琴", "0570-0000132"),
    ("law", "综合行政执法队", "综合执法队", K.STATION, "郑水法", "蒋文斌", "0570-0000133"),
    ("police", "公安派出所", "派出所", K.STATION, "叶志刚", "陆海峰", "0570-0000110"),
    ("land", "县国土资源局", "县国土资源局", K.BUREAU, "毛成栋", "", "0570-0000900"),
]

# who heads the same units in the smaller township, and which of its leaders they answer to
SMALL_HEADS = {
    "gov": ("鲁志强", ""),
    "build": ("夏小燕", "岳建平"),
    "agri": ("盛水清", "岳建平"),
    "social": ("池秋月", "岳建平"),
    "finance": ("桑美华", "鲁志强"),
    "traffic": ("苗永康", "岳建平"),
    "water": ("江国栋", "岳建平"),
    "law": ("牛大勇", "岳建平"),
    "police": ("管卫东", "鲁志强"),
    "land": ("毛成栋", ""),
}

# username, name, role, unit key
ACCOUNTS = [
    ("clerk", "周玉兰", Role.CLERK, None),
    ("chair", "沈国良", Role.CHAIR, None),
    ("deputy", "陈根法", Role.DEPUTY, None),
    ("deputy2", "林美凤", Role.DEPUTY, None),
    ("handler", "何敏", Role.HANDLER, "build"),
    ("head", "蒋文斌", Role.UNIT_HEAD, "build"),
    ("water", "宋晓东", Role.HANDLER, "water"),
    ("waterhead", "潘建新", Role.UNIT_HEAD, "water"),
    ("gov", "吴秀英", Role.GOV_OFFICE, None),
    ("admin", "系统管理员", Role.ADMIN, None),
]

SMALL_ACCOUNTS = [
    ("yclerk", "金月芳", Role.CLERK, None),
    ("ychair", "俞卫国", Role.CHAIR, None),
    ("ydeputy", "高彩云", Role.DEPUTY, None),
    ("yhandler", "祝水良", Role.HANDLER, "build"),
    ("yhead", "夏小燕", Role.UNIT_HEAD, "build"),
    ("ygov", "梅冬生", Role.GOV_OFFICE, None),
    ("yadmin", "系统管理员（姚埠）", Role.ADMIN, None),
]

COUNTY_ACCOUNT = ("county", "卢静")

TOWNSHIPS = [
    # slug, name, population, office phone, full demo, accounts
    ("lianxi", "练溪镇", 29_800, "0570-0000000", True, ACCOUNTS),
    ("yaobu", "姚埠乡", 2_800, "0570-0000050", False, SMALL_ACCOUNTS),
]
