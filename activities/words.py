"""How activities are worded in sentences of a report."""

from datetime import date

from activities.models import Activity, Adoption, Campaign, Consultation


def spoken_days(first: date, last: date | None) -> str:
    """8月15日; 9月2日至8日; 1月30日至2月2日."""
    start = f"{first.month}月{first.day}日"
    if not last or last == first:
        return start
    if last.month == first.month:
        return f"{start}至{last.day}日"
    return f"{start}至{last.month}月{last.day}日"


def spoken_visit(activity: Activity) -> str:
    """4月11日视察石坑坪水库（省重点工程）; needs ``stops`` prefetched."""
    stops = "、".join(str(stop) for stop in activity.stops.all())
    if not stops:
        return spoken_activity(activity)
    verb = "调研" if activity.kind == Activity.Kind.RESEARCH else "视察"
    return f"{spoken_days(activity.held_on, activity.until_on)}{verb}{stops}"


def spoken_activity(activity: Activity) -> str:
    """9月8日召开“……”座谈会 or 9月3日开展“……”."""
    verb = "召开" if activity.kind == Activity.Kind.FORUM else "开展"
    title = activity.title if "“" in activity.title else f"“{activity.title}”"
    return f"{spoken_days(activity.held_on, activity.until_on)}{verb}{title}"


def spoken_consultation(meeting: Consultation) -> str:
    """3月18日就镇区控制性详细规划征求代表意见."""
    return f"{spoken_days(meeting.held_on, None)}就{meeting.matter}征求代表意见"


def spoken_campaign(campaign: Campaign) -> str:
    """“关心母亲河溪”（7月起）; a name with quotation marks of its own gets no second pair."""
    name = campaign.name if "“" in campaign.name else f"“{campaign.name}”"
    return f"{name}（{campaign.starts_on.month}月起）"


def spoken_series(activity: Activity) -> str:
    """9月2日至8日开展“……”，代表 58 人次、干部 96 人次参加，发放公开信…… ; needs ``with_heads``."""
    parts = [
        spoken_activity(activity),
        f"代表{activity.deputy_heads}人次、干部{activity.cadre_heads}人次参加",
    ]
    if activity.leaflets:
        parts.append(f"发放公开信等宣传资料{activity.leaflets}份")
    if activity.rubbish_kg:
        parts.append(f"清理垃圾{activity.rubbish_kg}公斤")
    return "，".join(parts)


def spoken_adoption(adoption: Adoption) -> str:
    """《标题》（市人大网，https://…）."""
    where = "，".join(filter(None, (adoption.outlet, adoption.url)))
    return f"《{adoption.article.title}》（{where}）"
