"""How activities are worded in sentences of a report."""

from collections.abc import Iterable
from datetime import date

from activities.models import Activity, Adoption, Campaign, Consultation, Opinion
from renda.core.text import as_clause


def spoken_days(first: date, last: date | None) -> str:
    """8月15日; 9月2日至8日; 1月30日至2月2日."""
    start = f"{first.month}月{first.day}日"
    if not last or last == first:
        return start
    if last.month == first.month:
        return f"{start}至{last.day}日"
    return f"{start}至{last.month}月{last.day}日"


def joined_up(people: str) -> str:
    """镇长 陆海峰 as a sentence has it: 镇长陆海峰."""
    return people.replace(" ", "")


def spoken_visit(activity: Activity) -> str:
    """4月11日视察石坑坪水库（省重点工程），听取……情况介绍，提出意见建议4条; needs ``stops``, ``opinions``."""
    stops = "、".join(str(stop) for stop in activity.stops.all())
    verb = "调研" if activity.kind == Activity.Kind.RESEARCH else "视察"
    days = spoken_days(activity.held_on, activity.until_on)
    parts = [f"{days}{verb}{stops}" if stops else spoken_activity(activity)]
    if activity.heard_whom:
        parts.append(f"听取{joined_up(activity.heard_whom)}情况介绍")
    if opinions := activity.opinions.all():
        parts.append(f"提出意见建议{len(opinions)}条")
    return "，".join(parts)


def spoken_forum(activity: Activity) -> str:
    """9月19日召开“……”座谈会，听取……情况介绍，提出意见建议2条：……；…… ; needs ``opinions``."""
    parts = [spoken_activity(activity)]
    if activity.heard_whom:
        parts.append(f"听取{joined_up(activity.heard_whom)}情况介绍")
    if opinions := activity.opinions.all():
        parts.append(spoken_opinions(opinions))
    return "，".join(parts)


def spoken_opinions(opinions: Iterable[Opinion]) -> str:
    """提出意见建议2条：……；……"""
    texts = [as_clause(opinion.text) for opinion in sorted(opinions, key=lambda o: o.pk)]
    return f"提出意见建议{len(texts)}条：{'；'.join(texts)}"


def spoken_activity(activity: Activity) -> str:
    """9月8日召开“……”座谈会 or 9月3日开展“……”."""
    verb = "召开" if activity.kind == Activity.Kind.FORUM else "开展"
    title = activity.title if "“" in activity.title else f"“{activity.title}”"
    return f"{spoken_days(activity.held_on, activity.until_on)}{verb}{title}"


def spoken_consultation(meeting: Consultation) -> str:
    """3月18日就镇区控制性详细规划征求代表意见，镇长陆海峰介绍情况，代表提出……"""
    parts = [
        f"{spoken_days(meeting.held_on, None)}就{meeting.matter}征求代表意见",
        f"{joined_up(meeting.presented_by)}介绍情况",
        as_clause(meeting.summary),
    ]
    return "，".join(filter(None, parts))


def spoken_campaign(campaign: Campaign) -> str:
    """“关心母亲河溪”（7月起）; a name with quotation marks of its own gets no second pair."""
    name = campaign.name if "“" in campaign.name else f"“{campaign.name}”"
    return f"{name}（{campaign.starts_on.month}月起）"


def spoken_series(activity: Activity) -> str:
    """9月2日至8日开展“……”，代表 58 人次、干部 96 人次参加，发放公开信…… ; needs ``with_heads``."""
    heads = (("代表", activity.deputy_heads), ("干部", activity.cadre_heads))
    came = "、".join(f"{who}{number}人次" for who, number in heads if number)
    parts = [spoken_activity(activity), *([f"{came}参加"] if came else [])]
    if activity.leaflets:
        parts.append(f"发放公开信等宣传资料{activity.leaflets}份")
    if activity.rubbish_kg:
        parts.append(f"清理垃圾{activity.rubbish_kg}公斤")
    return "，".join(parts)


def spoken_adoption(adoption: Adoption) -> str:
    """《标题》（市人大网，https://…）."""
    where = "，".join(filter(None, (adoption.outlet, adoption.url)))
    return f"《{adoption.article.title}》（{where}）"
