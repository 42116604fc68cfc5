"""How activities read in a report: only what their records hold."""

from renda.core.figures import Period, measure
from tests.factories.activities import ActivityFactory, CampaignFactory, OpinionFactory, StopFactory

Y2025 = Period.year(2025)


def test_a_visit_tells_whom_it_heard_and_how_many_opinions_it_gave(in_township):
    visit = ActivityFactory(township=in_township, kind="site_visit", heard_whom="站长 潘建新")
    StopFactory(township=in_township, activity=visit, name="石坑坪水库", project="province")
    bare = ActivityFactory(township=in_township, kind="site_visit", held_on="2025-05-06")
    StopFactory(township=in_township, activity=bare, name="山塘")
    OpinionFactory(township=in_township, activity=visit)

    assert measure("activities.site_visits_list", Y2025).items == [
        "4月11日视察石坑坪水库（省重点工程），听取站长潘建新情况介绍，提出意见建议1条",
        "5月6日视察山塘",
    ]


def test_a_campaigns_forum_tells_its_opinions_in_their_order(in_township):
    campaign = CampaignFactory(township=in_township)
    forum = ActivityFactory(
        township=in_township, kind="forum", campaign=campaign, title="整改座谈会"
    )
    for text in ("划定禁养区。", "逐家排查排污口"):
        OpinionFactory(township=in_township, activity=forum, text=text)

    key = f"activities.campaign_forums_list@{campaign.pk}"
    assert measure(key, Y2025).items == [
        "4月11日召开“整改座谈会”，提出意见建议2条：划定禁养区；逐家排查排污口"
    ]


def test_a_series_to_which_nobody_is_recorded_tells_no_zeros(in_township):
    campaign = CampaignFactory(township=in_township)
    ActivityFactory(
        township=in_township, campaign=campaign, title="活动周", until_on="2025-04-13", leaflets=50
    )

    key = f"activities.campaign_series_list@{campaign.pk}"
    assert measure(key, Y2025).items == ["4月11日至13日开展“活动周”，发放公开信等宣传资料50份"]
