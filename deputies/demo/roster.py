"""Who sits in the demo townships' congresses: invented people, villages and seats."""

from dataclasses import dataclass

# name, seats, number of the group, number of the station
Seat = tuple[str, int, int, int]


@dataclass(frozen=True)
class Roster:
    """What the demo needs to know of one township's deputies."""

    seats: int
    constituencies: tuple[Seat, ...]
    groups: tuple[tuple[str, str], ...]  # name, area
    stations: tuple[tuple[str, str, str, str], ...]  # name, address, keeper, reception day
    people: str  # in the order of the sign-in book; a woman's name ends in *
    fixed: dict[str, int]  # who stands for which constituency
    accounts: dict[str, str]  # short name of the account → name of the deputy
    leaders: tuple[str, ...]  # of the groups, in their order
    county: tuple[str, ...]  # town deputies who sit in the county's congress too


LIANXI = Roster(
    seats=64,
    constituencies=(
        ("集镇社区", 3, 1, 1),
        ("镇机关", 3, 1, 1),
        ("学校、卫生院", 3, 1, 1),
        ("石坑坪村", 3, 2, 3),
        ("五雷村", 3, 2, 2),
        ("大茂坑村", 3, 2, 3),
        ("路堰村", 3, 1, 2),
        ("上练村", 3, 1, 1),
        ("下练村", 3, 1, 1),
        ("桥头村", 3, 2, 2),
        ("溪口村", 3, 2, 2),
        ("枫树底村", 3, 2, 3),
        ("樟坞村", 3, 3, 4),
        ("金竹坪村", 3, 3, 4),
        ("白石畈村", 3, 3, 4),
        ("杨家埠村", 3, 3, 4),
        ("高塘村", 2, 3, 4),
        ("双溪口村", 2, 3, 3),
        ("里坞村", 2, 4, 5),
        ("外坞村", 2, 4, 5),
        ("青岭村", 2, 4, 5),
        ("后山村", 2, 4, 5),
        ("竹园村", 2, 4, 5),
        ("工业园区企业", 2, 4, 1),
    ),
    groups=(
        ("第一代表小组", "集镇、上练、下练片"),
        ("第二代表小组", "五雷、石坑坪、溪口片"),
        ("第三代表小组", "白石畈、樟坞片"),
        ("第四代表小组", "青岭、园区片"),
    ),
    stations=(
        ("集镇代表联络站", "练溪镇府前街18号", "周玉兰", "每月15日"),
        ("五雷代表联络站", "五雷村便民服务中心", "陈根法", "每月10日"),
        ("石坑坪代表联络站", "石坑坪村文化礼堂", "徐阿毛", "每月12日"),
        ("白石畈代表联络站", "白石畈村党群服务中心", "谢大海", "每月20日"),
        ("青岭代表联络站", "青岭村文化礼堂", "汪德明", "每月25日"),
    ),
    people=(
        "陈根法 林美凤* 吴建平 徐阿毛 王桂花* 方志强 胡月娥* 邵祎* 赵永明 何彩萍* 潘水根 金堃 倪春燕* 谢大海 "
        "章淑琴* 姚卫东 罗玉珍* 戴明华 顾长根 洪建军 傅阿兰* 沈国良 叶秀英* 周爱珍* 朱水荣 孙巧云* 杜金水 毛玉芬* "
        "冯志良 吕爱莲* 任建平 阮小妹* 杨国庆 余秀兰* 汪德明 沈丽珍* 陆春生 张美娟* 季学文 姜文英* 夏晓燕* 徐金富 "
        "郭永法 诸葛明 黄菊香* 曹玉英* 盛建中 程小红* 蔡来根 蒋镕山 江喆敏 骆屾 严土根 柳彩仙* 翁志伟 钟茂林 "
        "石正海 范雪芬* 董金龙 尹关水 温建芳 裘立军 卢银花* 贺增福 凌海燕*"
    ),
    fixed={"陈根法": 5, "林美凤": 12, "沈国良": 2, "徐阿毛": 4, "谢大海": 15, "汪德明": 21},
    accounts={"deputy": "陈根法", "deputy2": "林美凤", "chair": "沈国良"},
    leaders=("吴建平", "陈根法", "谢大海", "汪德明"),
    county=("沈国良", "陈根法", "邵祎", "洪建军"),
)

YAOBU = Roster(
    seats=46,
    constituencies=(
        ("乡机关", 3, 1, 1),
        ("姚埠村", 3, 1, 1),
        ("上姚村", 3, 1, 1),
        ("下姚村", 3, 1, 1),
        ("大塘村", 3, 1, 1),
        ("西垄村", 3, 2, 1),
        ("东垄村", 3, 2, 1),
        ("石门村", 3, 2, 2),
        ("横路村", 3, 2, 2),
        ("泉井村", 3, 2, 2),
        ("茶山村", 2, 2, 2),
        ("竹坞村", 2, 3, 2),
        ("岩下村", 2, 3, 2),
        ("岭脚村", 2, 3, 2),
        ("黄坛村", 2, 3, 2),
        ("新田村", 2, 3, 2),
        ("学校", 2, 3, 1),
        ("卫生院、站所", 2, 3, 1),
    ),
    groups=(
        ("第一代表小组", "姚埠片"),
        ("第二代表小组", "石门片"),
        ("第三代表小组", "岭脚片"),
    ),
    stations=(
        ("姚埠代表联络站", "姚埠村文化礼堂", "金月芳", "每月8日"),
        ("石门代表联络站", "石门村便民服务中心", "高彩云", "每月18日"),
    ),
    people=(
        "高彩云* 俞卫国 祝根土 梅春香* 曾海龙 邹秋菊* 熊志平 秦玉莲* 史长林 侯金妹* 龚建华 文水英* 庞立新 樊雪梅* "
        "兰有才 殷小琴* 施大荣 陶根娣* 葛明富 伍美芳* 韦永贵 毕秋英* 万福根 段彩霞* 雷海军 钱水莲* 汤银火 黎秀珍* "
        "易建国 常巧玲* 武来兴 乔凤仙* 贾德福 赖月琴* 郝茂盛 邱桂英* 龙志远 欧阳萍* 涂光明 丁雅琴* 田土生 阎金花* "
        "甘学军 纪水仙* 柴喆明 童小芳*"
    ),
    fixed={"高彩云": 8, "俞卫国": 1},
    accounts={"deputy": "高彩云", "chair": "俞卫国"},
    leaders=("祝根土", "高彩云", "葛明富"),
    county=("俞卫国", "熊志平"),
)

# deputies of the county's congress elected here who hold no town mandate: name, gender, post
COUNTY_ONLY = (
    ("宋嘉禾", "male", "县农业农村局局长"),
    ("倪雅静", "female", "县实验小学校长"),
    ("苗建业", "male", "溪源水务有限公司董事长"),
)

# who sat in the thirteenth congress and was not returned
FORMER = ("徐培根", "郑阿彩*", "何耀庭", "方水娟*", "吕振声", "金荷花*")

FIRST_ROWS = {
    # born, party, education, occupation, workplace: those the demo's stories are about
    "陈根法": ("1968-04-01", "cpc", "senior", "farmer", "五雷村党支部委员"),
    "林美凤": ("1979-09-01", "none", "college", "farmer", "枫树底村妇联主席、家庭农场主"),
    "沈国良": ("1971-11-01", "cpc", "bachelor", "cadre", "镇人大主席"),
    "邵祎": ("1988-06-01", "other_party", "bachelor", "technical", "镇中心小学教师"),
    "洪建军": ("1974-02-01", "cpc", "college", "business", "练溪竹业有限公司总经理"),
    "俞卫国": ("1972-05-01", "cpc", "bachelor", "cadre", "乡人大主席"),
    "高彩云": ("1981-03-01", "none", "senior", "farmer", "石门村村民委员会委员"),
}
POSTS = {
    "farmer": ("村民委员会委员", "村民", "种粮大户", "村监委主任", "茶叶合作社社员"),
    "cadre": ("党支部书记", "村民委员会主任", "党总支委员"),
    "worker": ("来料加工点工人", "建筑队班组长"),
    "technical": ("乡村医生", "农技员", "教师"),
    "business": ("竹木制品厂负责人", "家庭农场负责人", "农业发展有限公司经理"),
    "other": ("个体经营户", "村便民服务员"),
}
