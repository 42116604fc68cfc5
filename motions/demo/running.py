"""This year's cases between sessions, in every state, counted back from today."""

from datetime import date, timedelta

from motions.demo.cases import Answer, Asked, Case, MoreTime, Talk, Waits, workday
from renda.core.calendar import add_months


def cases_now(today: date) -> list[Case]:
    """Cases in every state: draft, to be reviewed, returned, waiting, due, overdue, answered, re-handled."""

    def ago(days: int) -> date:
        return workday(today - timedelta(days=days))

    def handed(days: int) -> dict[str, date]:
        start = ago(days)
        return {
            "submitted": workday(start - timedelta(days=6)),
            "accepted": workday(start - timedelta(days=3)),
            "assigned": start,
            "signed": ago(days - 1),
        }

    def due_in(days: int) -> dict[str, date]:
        start = add_months(today + timedelta(days=days), -3)
        return handed((today - start).days)

    return [
        Case(
            title="关于统一农家乐污水接入标准的建议", lead="邵祎", field="urban", joint_number=2,
            situation="各村农家乐隔油池规格不一，检查标准不同。",
            proposal="由镇统一标准，一次改造到位。",
            unit="agri", person="汤文娟", leader="汤晓琴",
            talks=(Talk(ago(70), "face", "during", "白石畈村", "标准不要一刀切。"),),
            answers=(Answer(ago(52), "A", "一、已印发统一标准。\n二、28家农家乐完成改造。", ago(44)),),
            **handed(95),
        ),
        Case(
            title="关于修复路堰自然村机耕路的建议", lead="徐阿毛", field="agriculture",
            place="路堰自然村",
            situation="机耕路1.2公里被水冲毁，收割机进不去。",
            proposal="秋收前抢修，路肩加固。",
            unit="agri", person="汤文娟", leader="汤晓琴", **due_in(-4),
        ),
        Case(
            title="关于加强校园周边食品摊点管理的建议", lead="章淑琴", field="education",
            joint_number=3,
            situation="放学时段校门口流动摊点多，食材来源不明。",
            proposal="划定疏导点，每周抽检。",
            unit="law", person="郑水法", leader="蒋文斌",
            talks=(Talk(ago(60), "visit", "during", "中心小学", "学生安全第一。"),),
            more_time=MoreTime(
                on=ago(2), reason="疏导点要与学校、社区和十一户摊主逐一协商，三个月内谈不完。",
            ),
            **due_in(5),
        ),
        Case(
            title="关于完善姚埠社区老旧小区消防设施的建议", lead="林美凤", field="governance",
            joint_number=4,
            situation="老旧小区消火栓无水，楼道堆物。",
            proposal="检修消火栓，增设微型消防站，清理楼道。",
            unit="build", person="何敏", leader="蒋文斌",
            talks=(
                Talk(ago(66), "visit", "during", "姚埠社区", "先把消火栓通水。"),
                Talk(ago(5), "visit", "during", "姚埠社区", "逐个楼道看过，还有两处没清。", "两周内清完。"),
            ),
            answers=(
                Answer(
                    ago(30), "B", "一、已检修消火栓12处。\n二、微型消防站列入计划。", ago(12),
                    "basically", "dissatisfied", "楼道堆物没有清，消防站没有日期。",
                    (("增设微型消防站", today + timedelta(days=40), None, ""),),
                    asks=(
                        ("增设微型消防站", ago(1), today + timedelta(days=90),
                         "站房要先由社区腾退，消防器材统一招标，四十天内装不好。"),
                    ),
                ),
            ),
            **handed(75),
        ),
        Case(
            title="关于在五雷小学门口疏导放学时段交通的建议", lead="陈根法", field="traffic",
            joint=("章淑琴", "谢大海"), joint_number=2, by_office=False,
            place="五雷村　五雷小学门口",
            situation="每天下午四点放学，校门口接送车挤满五雷街，两个路口堵二十分钟，学生从车缝里走。",
            proposal="放学前后半小时，校门段单行；请派出所安排一名辅警。",
            unit="police", person="叶志刚", leader="陆海峰",
            talks=(
                Talk(ago(40), "visit", "during", "五雷小学", "先试一个学期。"),
                Talk(ago(3), "phone", "after", "", "辅警要固定到人。", "名单每周一报学校。"),
            ),
            answers=(
                Answer(ago(6), "A", "一、校门段放学时段单行，标志已设。\n二、每天安排一名辅警疏导。"),
            ),
            **handed(60),
        ),
        Case(
            title="关于修缮里坞村文化礼堂屋顶的建议", lead="汪德明", field="education",
            joint_number=1,
            situation="文化礼堂屋顶漏雨，雨天不能使用。",
            proposal="列入文化设施维修计划。",
            unit="build", person="何敏", leader="蒋文斌",
            talks=(Talk(ago(20), "visit", "during", "里坞村文化礼堂", "雨季前修好。"),),
            answers=(Answer(ago(1), "A", "一、屋顶已更换瓦片320平方米。\n二、配套线路一并整修。"),),
            drafted=True, **handed(48),
        ),
        Case(
            title="关于疏浚高塘村灌溉渠道的建议", lead="金堃", field="agriculture", joint_number=5,
            situation="渠道淤积900米，下游300亩田缺水。",
            proposal="冬季疏浚，安装节制闸。",
            unit="water", person="宋晓东", assists=("agri", "finance"), leader="汤晓琴",
            opinions=(("finance", ago(6), "疏浚经费可在小型水利维修资金中安排。"),),
            talks=(Talk(ago(9), "visit", "before", "高塘村", "闸门位置请村里一起定。"),),
            waits=Waits(
                kind="extension", on=ago(1),
                text="节制闸须等冬季停灌后施工，并要与下游两个村协商分水，三个月内完不成。",
            ),
            **handed(22),
        ),
        Case(
            title="关于在姚埠社区增设老年食堂配送点的建议", lead="胡月娥", field="welfare",
            joint_number=1,
            situation="社区140名高龄老人到食堂要走二十分钟。",
            proposal="设两个配送点，志愿者送餐上门。",
            unit="social", person="吴金兰", leader="汤晓琴",
            objections=(
                Asked(
                    on=ago(12), reason="送餐车辆和志愿者由姚埠社区组织，建议交社区办理。",
                    decided_on=ago(9), note="老年食堂由社会事务办主管，请继续办理，社区配合。",
                ),
            ),
            more_time=MoreTime(
                on=ago(4), decided_on=ago(2),
                reason="两个配送点要租用场地、办理食品经营许可，涉及部门多，三个月内办不完。",
            ),
            **handed(15),
        ),
        Case(
            title="关于在练溪绿道加装照明的建议", lead="邵祎", field="urban", joint_number=2,
            place="练溪绿道",
            situation="绿道2.4公里没有路灯，晚上散步的人多，转弯处看不清。",
            proposal="加装节能路灯，先做桥头至五雷段。",
            unit="build", person="何敏", leader="蒋文斌",
            talks=(Talk(ago(112), "visit", "during", "练溪绿道", "先亮起来，再讲好看。"),),
            answers=(
                Answer(
                    ago(80), "B", "一、桥头至五雷段1.1公里已装路灯36盏。", ago(70),
                    "satisfied", "basically", "五雷到溪口段也要有日期。",
                    (
                        ("五雷至溪口段装路灯40盏", ago(10), None, ""),
                        ("桥头转弯处加装反光标志", ago(15), None, ""),
                    ),
                    reported=(("桥头转弯处加装反光标志", ago(18), "12处反光标志全部装好"),),
                    unsent=(ago(2), "五雷至溪口段灯杆基础已全部浇筑，待变压器到货后通电。"),
                    moved=(
                        ("五雷至溪口段装路灯40盏", ago(12), today + timedelta(days=30),
                         "电力报装排队，变压器月底到货。", None),
                    ),
                ),
            ),
            **handed(130),
        ),
        Case(
            title="关于整治溪口村口占道堆放的建议", lead="江喆敏", field="governance",
            place="溪口村口",
            situation="村口道路两侧堆放建材和废旧车辆，占去半幅路面。",
            proposal="清理占道堆放，划定临时堆场。",
            unit="build", leader="蒋文斌",
            objections=(
                Asked(
                    on=ago(3), instead="law",
                    reason="占道堆放属城市管理执法事项，我办没有执法权，建议交综合执法队办理。",
                ),
            ),
            **handed(5),
        ),
        Case(
            title="关于在青岭村设电动车充电棚的建议", lead="骆屾", field="governance", joint_number=1,
            situation="村民从楼上拉线充电，去年起火一次。",
            proposal="村口设一处充电棚，装计量插座。",
            unit="traffic", person="罗振明", leader="蒋文斌",
            objections=(
                Asked(
                    on=ago(33), unit="social", instead="traffic", decided_on=ago(30), agreed=True,
                    reason="充电设施建设不在社会事务办职责范围内，建议交交通管理站。",
                    note="经核对“三定”方案，改交交通管理站，答复期限不变。",
                ),
            ),
            more_time=MoreTime(
                on=ago(8), decided_on=ago(6), agreed=False,
                reason="充电棚的厂家还没有选定。",
                note="选厂家不属于处理难度大，请抓紧采购，按期答复。",
            ),
            talks=(Talk(ago(20), "face", "during", "青岭村委会", "插座要带计量。", untrue="只通了电话，没有见面。"),),
            **handed(38),
        ),
        Case(
            title="关于重砌上畈自然村垃圾收集点围墙的建议", lead="江喆敏", field="urban",
            place="上畈自然村",
            situation="收集点围墙倒了一面，垃圾被风吹到路上。",
            proposal="重砌围墙，加装顶棚。",
            unit="build", person="何敏", leader="蒋文斌",
            waits=Waits(
                kind="objection", on=ago(1), instead="law",
                text="垃圾收集点由综合执法队建设和管理，不在我办职责范围内。",
            ),
            **handed(4),
        ),
        Case(
            title="关于整治石埠塘水质和塘边道路的建议", lead="徐阿毛", field="agriculture",
            joint_number=2, place="石埠塘",
            situation="塘水发黑发臭，塘边机耕路塌了一段。",
            proposal="清淤换水，修好塘边道路。",
            unit="water", person="宋晓东", leader="汤晓琴",
            talks=(Talk(ago(16), "visit", "before", "石埠塘", "清淤要赶在春灌前。"),),
            separate=(
                (
                    "traffic",
                    Talk(ago(15), "visit", "during", "石埠塘", "先修塌方的一段。"),
                    Answer(ago(5), "A", "一、塌方段60米路基已重砌。\n二、临塘一侧已装护栏。"),
                ),
            ),
            **handed(26),
        ),
        Case(
            title="关于修缮上湾村危旧廊桥的建议", lead="倪春燕", field="urban", joint_number=2,
            place="上湾村",
            situation="廊桥木构件腐朽，桥面禁行，村民绕行三里。",
            proposal="鉴定后抢修，恢复通行。",
            unit="build", assists=("finance",), leader="蒋文斌",
            **{k: v for k, v in handed(1).items() if k != "signed"},
        ),
        Case(
            title="关于规范集镇夜市噪声管理的建议", lead="周爱珍", field="governance",
            situation="夜市音响到晚上十一点，影响沿街住户休息。",
            proposal="定时、定点、限音量。",
            submitted=ago(6), accepted=ago(3),
        ),
        Case(
            title="关于公开村集体山林流转价格的建议", lead="姚卫东", field="agriculture",
            situation="山林流转价格不公开，村民有意见。",
            proposal="公开价格。",
            submitted=ago(9),
            refused=("return", ago(7), "", "请补充涉及哪些村、希望由哪个单位公开、多久公开一次。"),
        ),
        Case(
            title="关于承接上练村道路养护工程的建议", lead="季学文", field="traffic",
            situation="本人所在公司有养护资质，希望承接上练村道路养护。",
            proposal="请镇政府优先考虑。",
            submitted=ago(25),
            refused=("reject", ago(21), "private", "涉及本人经营事项，且项目正在招标，不作为建议受理。"),
        ),
        Case(
            title="关于弘扬练溪孝德家风的建议", lead="邵祎", field="education", joint_number=1,
            situation="各村家风家训零散，没有集中展示，青年人了解不多。",
            proposal="在工作中注意收集整理，结合文化礼堂活动宣传。",
            submitted=ago(18),
            refused=(
                "reference", ago(14), "",
                "意见很好，属于长期工作，不单独交办，送有关单位在工作中吸收，进展在年度工作中反映。",
            ),
            sent_to=("social", "agri"),
        ),
        Case(
            title="增设青岭村公交候车亭", lead="林美凤", field="traffic", by_office=False,
            invited=("陈根法", "汪德明"), place="青岭村口",
            situation="青岭村口候车点没有雨棚，老人、学生雨天无处躲。",
            proposal="建一座候车亭，装路灯和班次牌。",
            submitted=ago(3),
        ),
        Case(
            title="关于为独居老人安装烟感报警器的建议", lead="余秀兰", field="welfare", joint_number=2,
            situation="全镇独居老人186户，多用柴灶，发生过两次险情。",
            proposal="分批免费安装，村网格员定期查看。",
            submitted=ago(2),
        ),
        Case(
            title="清理五雷街口废弃电杆", lead="陈根法", field="urban", by_office=False,
            place="五雷街口",
            situation="线路入地后，街口还留着四根废弃电杆，挡住转弯视线。",
            proposal="请联系电力、通信单位拔除。",
        ),
    ]  # fmt: skip
