"""Documents that the paper tests print."""

from datetime import date

from renda.core.paper.blocks import (
    Addressee,
    Annex,
    Attachments,
    Cell,
    Chart,
    Contents,
    Document,
    Fig,
    FormTable,
    Heading,
    Imprint,
    Letter,
    Link,
    ListBlock,
    PageBreak,
    Paragraph,
    RedHead,
    Signature,
    Table,
    Text,
    Title,
)

HAN = "主席团围绕中心服务大局依法履职认真组织代表开展视察调研和评议活动推动全镇各项工作取得新进展"
MIXED = (
    "2025年，主席团组织代表视察调研12次，参加代表236人次，提出意见建议“58”条（其中重点建议6条），"
    "交办率100%；各承办单位逐件面商、逐件答复，代表评价满意率98.5%。"
)
RARE = "张镕、李喆、王堃、陈祎、周屾、吴𬭎等代表参加活动。"
CREATED = date(2026, 1, 5)


def pure_han(pages: int) -> Document:
    """Nothing but Chinese characters, at least ``pages`` pages of them."""
    text = (HAN * 1000)[: 28 * 22 * pages]
    return Document("正文", [Paragraph(text, indent=False)], created=CREATED)


def report(chapters: int = 9, rows: int = 12) -> Document:
    """A year-end report with everything that a report may hold."""
    blocks = [
        Title(
            ["练溪镇第十四届人民代表大会主席团", "2025年工作报告"],
            note="（2026年1月5日镇人大主席团会议通过）",
        ),
        Contents(),
        Addressee("县人大常委会"),
    ]
    for number in range(1, chapters + 1):
        blocks += [
            Heading(1, f"{number}、推动代表建议落地见效"),
            Paragraph(
                [
                    "第十四届人民代表大会第二次会议期间，代表提出议案、建议和意见",
                    Fig(
                        "motions.received", "6", "/figures/motions.received/", note="受理的议案建议"
                    ),
                    "件，经主席团研究，将其中",
                    Fig("motions.key", "1", "/figures/motions.key/"),
                    "件列为重点建议，由镇长领办、主席督办，详见",
                    Link("建议登记簿", "/motions/"),
                    "。上门面商",
                    Fig("motions.contacts", "", "/missing/", missing=True),
                    "次。",
                ]
            ),
            Paragraph(MIXED * 3),
            Heading(2, "（一）强化学习，提升代表履职能力"),
            Paragraph(MIXED * 4 + RARE),
            Heading(3, "1.办理实例"),
            Paragraph(["五雷街道路硬化。", Text("全部办结", strong=True), "。" + HAN * 4 + "。"]),
            Table(
                ["序号", "建议标题", "承办单位", "答复日期", "评价"],
                [
                    [
                        n,
                        "关于对集镇五雷街道路硬化及雨污管网改造的建议",
                        "村镇建设办",
                        "5月20日",
                        "满意",
                    ]
                    for n in range(1, rows + 1)
                ],
                caption="代表建议办理情况",
                widths=[1, 6, 2.4, 2, 1.4],
                align=["center", "left", "center", "center", "center"],
            ),
            Paragraph(HAN * 3 + "。"),
        ]
    units = ["村镇建设办", "交通管理站", "农业农村办"]
    blocks += [
        Chart("bars", "各单位承办件数", [3, 2, 1], units, "件"),
        Chart("columns", "每月代表活动", [4, 2, 5, 4, 4, 2], [f"{m}月" for m in range(1, 7)], "次"),
        Chart("line", "近四年建议件数", [12, 9, 17, 21], ["2022", "2023", "2024", "2025"], "件"),
        Chart(
            "stacked",
            "各单位办理进度",
            [("已答复", [1, 1, 0]), ("办理中", [2, 0, 1]), ("待签收", [0, 1, 0])],
            units,
            "件",
        ),
        ListBlock(["继续办好民生实事", "继续加强监督"], ordered=True),
        Attachments(["2025年度指标一览表", "代表建议办理情况汇总表"]),
        Signature("练溪镇人大主席团", CREATED),
        Annex("附件1", "2025年度指标一览表"),
        Paragraph(HAN * 12 + "。"),
        PageBreak(),
        Paragraph(MIXED * 20),
        Imprint("县人大常委会办公室，镇党委、镇政府", "练溪镇人大主席团办公室", CREATED),
    ]
    return Document(
        "练溪镇人大主席团2025年工作报告",
        blocks,
        author="练溪镇人大主席团",
        created=CREATED,
        identifier="report-2025",
    )


def reply() -> Document:
    """A reply to a deputy in the letter's layout."""
    return Document(
        "关于镇十四届人大二次会议第1号建议的答复",
        [
            Letter("练溪镇村镇建设办公室", "练村建函〔2025〕3号", class_mark="B", issuer="蒋文斌"),
            Title(["关于镇十四届人大二次会议", "第1号建议的答复"]),
            Addressee("陈根法代表"),
            Paragraph(
                "您提出的《关于对集镇五雷街道路硬化及雨污管网改造的建议》（第1号）已收悉，经研究，现答复如下："
            ),
            Paragraph("一、" + MIXED),
            Paragraph("二、" + HAN * 9 + "。"),
            Paragraph("感谢您对集镇建设的关心。"),
            Attachments(["征询意见表"]),
            Signature(
                "练溪镇村镇建设办公室",
                date(2025, 5, 20),
                sealed=True,
                contact="联系人：何敏，0570-0000127",
            ),
            Imprint("镇人大主席团，镇政府办公室"),
        ],
        kind="letter",
        created=CREATED,
    )


def decree() -> Document:
    """A document with the red head."""
    return Document(
        "关于召开第三次会议的通知",
        [
            RedHead("练溪镇人民代表大会主席团文件", "练人大〔2026〕1号"),
            Title(["练溪镇人民代表大会主席团", "关于召开第三次会议的通知"]),
            Addressee("全体代表"),
            Paragraph(HAN * 4 + "。"),
            Heading(1, "一、会议时间"),
            Paragraph(MIXED * 2),
            Signature("练溪镇人民代表大会主席团", CREATED, sealed=True),
            Imprint("县人大常委会", "练溪镇人大主席团办公室", CREATED),
        ],
        created=CREATED,
    )


def form() -> Document:
    """The registration form of a suggestion."""
    return Document(
        "代表建议登记表",
        [
            FormTable(
                [
                    ["标题", "关于对集镇五雷街道路硬化及雨污管网改造的建议"],
                    ["领衔代表", "陈根法", "代表证号", "14-017", "代表小组", "第二小组"],
                    [
                        Cell("工作单位\n及职务", label=True),
                        Cell("五雷村党支部委员", colspan=3),
                        Cell("联系电话", label=True),
                        Cell("13x-xxxx-5508"),
                    ],
                    ["领域", "城建环保", "提出日期", "2025-01-20", "公开", "同意公开"],
                    [Cell("情况", label=True), Cell(HAN * 4 + "。", tall=True)],
                    [
                        Cell("具体建议", label=True),
                        Cell("一、一次设计。\n二、分段施工。", tall=True),
                    ],
                    [
                        Cell("审核意见", label=True),
                        Cell("一事一件，予以受理。", sign="周玉兰　2025年1月21日"),
                    ],
                ],
                title="练溪镇人民代表大会代表建议登记表",
                left="第十四届人民代表大会第二次会议",
                right="编号：第 1 号　类别：建议",
            )
        ],
        kind="form",
        created=CREATED,
    )
