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
    day = spoken_days(activity.held_on, activity.until_on)
    stops = "、".join(str(stop) for stop in activity.stops.all())
    if not stops:
        return f"{day}开展“{activity.title}”"
    verb = "调研" if activity.kind == Activity.Kind.RESEARCH else "视察"
    return f"{day}{verb}{stops}"


def spoken_activity(activity: Activity) -> str:
    """9月8日召开“……”座谈会 or 9月3日开展“……”."""
    verb = "召开" if activity.kind == Activity.Kind.FORUM else "开展"
    return f"{spoken_days(activity.held_on, activity.until_on)}{verb}“{activity.title}”"


def spoken_consultation(meeting: Consultation) -> str:
    """3月18日就镇区控制性详细规划征求代表意见."""
    return f"{spoken_days(meeting.held_on, None)}就{meeting.matter}征求代表意见"


def spoken_campaign(campaign: Campaign) -> str:
    """“三改一拆”代表作表率（4月起）."""
    return f"“{campaign.name}”（{campaign.starts_on.month}月起）"


def spoken_adoption(adoption: Adoption) -> str:
    """《标题》（市人大网，https://…）."""
    where = "，".join(filter(None, (adoption.outlet, adoption.url)))
    return f"《{adoption.article.title}》（{where}）"
