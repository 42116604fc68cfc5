"""What the office wrote down wrongly is corrected and taken back where it was entered."""

from datetime import date

import pytest
from django.urls import reverse

from renda.core.models import AuditEntry
from sessions_app import services
from sessions_app.models import Candidate, Nomination, NominationSponsor, RuleVersion
from tests.factories.core import TermFactory
from tests.factories.deputies import MandateFactory
from tests.factories.sessions import (
    BallotFactory,
    ElectionFactory,
    PostFactory,
    RuleFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, clerk):
    client.force_login(clerk)
    return client


def void(client, record, note="登记错了"):
    label = record._meta.label_lower
    return client.post(reverse("core:void", args=[label, record.pk]), {"note": note})


def as_shown(desk, url):
    """What an edit page's form holds, as a browser would send it."""
    form = desk.get(url).context["form"]
    return {n: form[n].value() for n in form.fields if form[n].value() not in (None, "", [])}


def correct(desk, url, **changed):
    """Post an edit page with some of its values changed."""
    data = as_shown(desk, url)
    return desk.post(url, {name: value for name, value in (data | changed).items() if value != ""})


def version(rule, kind, on):
    made = RuleVersion(document=rule, kind=kind, adopted_on=on, in_force_from=on, text="第一条")
    return services.adopt_version(version=made)


def test_a_rules_version_is_corrected_and_voided_and_the_one_before_follows(desk, in_township):
    rule = RuleFactory(township=in_township)
    first = version(rule, "new", date(2024, 3, 14))
    second = version(rule, "revised", date(2025, 4, 1))
    page = reverse("sessions_app:ruledocument_detail", args=[rule.pk])
    url = reverse("sessions_app:ruleversion_update", args=[second.pk])
    assert f'href="{url}"' in desk.get(page).content.decode()

    early = correct(desk, url, adopted_on="2024-01-05", in_force_from="2024-01-05")
    assert early.context["form"].errors == {
        "in_force_from": ["应晚于上一版本的施行日期 2024-03-14"]
    }
    late = correct(desk, url, adopted_on="2025-04-20", in_force_from="2025-05-01")

    assert (late.status_code, late.url) == (302, page)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (second.in_force_from, first.in_force_until) == (date(2025, 5, 1), date(2025, 4, 30))
    assert set(AuditEntry.objects.get(verb="修改").changes) == {
        ("通过日期", "2025-04-01", "2025-04-20"),
        ("施行日期", "2025-04-01", "2025-05-01"),
    }

    kept = void(desk, first)
    assert kept.context["hanging"][0]["words"] == "1 条制度版本"
    gone = void(desk, second)

    assert (gone.status_code, gone.url) == (302, page)
    first.refresh_from_db()
    assert (list(rule.versions.all()), first.in_force_until) == ([first], None)


def test_the_first_version_stays_made_and_ends_before_the_next(desk, in_township):
    rule = RuleFactory(township=in_township)
    first = version(rule, "new", date(2024, 3, 14))
    version(rule, "revised", date(2025, 4, 1))
    url = reverse("sessions_app:ruleversion_update", args=[first.pk])
    assert "kind" not in desk.get(url).context["form"].fields

    answer = correct(desk, url, in_force_from="2025-04-01")

    assert answer.context["form"].errors == {
        "in_force_from": ["应早于下一版本的施行日期 2025-04-01"]
    }


@pytest.fixture
def post(in_township):
    """A post for two, in a session of twelve deputies."""
    term = TermFactory(township=in_township)
    for _ in range(12):
        MandateFactory(township=in_township, term=term)
    session = SessionFactory(township=in_township, term=term)
    return PostFactory(
        township=in_township, election=ElectionFactory(township=in_township, session=session)
    )


@pytest.fixture
def nomination(desk, post):
    """A joint nomination of two by ten deputies."""
    people = list(MandateFactory._meta.model.objects.values_list("deputy", flat=True))
    data = {"by": "joint", "names": "王小明、李四", "nominated_on": "2025-01-20"}
    url = reverse("sessions_app:nomination_create", args=[post.pk])
    assert desk.post(url, data | {"signers": people[:10]}).status_code == 302
    return Nomination.objects.get()


def test_a_nomination_is_corrected_with_its_nominees_and_signers(
    desk, post, nomination, django_assert_max_num_queries
):
    stays, leaves = Candidate.objects.order_by("order")
    signers = list(NominationSponsor.objects.values_list("deputy", flat=True))
    newcomer = MandateFactory._meta.model.objects.exclude(deputy__in=signers).first().deputy
    url = reverse("sessions_app:nomination_update", args=[nomination.pk])
    assert f'href="{url}"' in desk.get(post.get_absolute_url()).content.decode()

    few = correct(desk, url, signers=signers[1:])
    assert "9 名 < 10 名" in few.context["form"].errors["signers"][0]
    data = as_shown(desk, url) | {
        "names": "王小明、张三",
        "signers": [*signers[1:], newcomer.pk],
        "introduction": "简介",
    }
    with django_assert_max_num_queries(20):
        answer = desk.post(url, data)

    assert (answer.status_code, answer.url) == (302, post.get_absolute_url())
    standing = Candidate.objects.order_by("order").values_list("name", "nomination", "pk")
    assert [(name, of) for name, of, _ in standing] == [
        ("王小明", nomination.pk),
        ("张三", nomination.pk),
    ]
    assert standing[0][2] == stays.pk
    assert Candidate.with_voided.get(pk=leaves.pk).voided_at is not None
    assert set(NominationSponsor.objects.values_list("deputy", flat=True)) == {
        *signers[1:],
        newcomer.pk,
    }
    changes = dict(
        (name, (was, now)) for name, was, now in AuditEntry.objects.get(verb="修改").changes
    )
    assert changes["被提名人"] == ("王小明、李四", "王小明、张三")
    assert set(changes) == {"被提名人", "联名代表", "候选人情况介绍"}


def test_a_nominee_with_votes_stays(desk, post, nomination):
    Candidate.objects.filter(name="李四").update(votes_for=3)
    url = reverse("sessions_app:nomination_update", args=[nomination.pk])

    answer = correct(desk, url, names="王小明")

    assert answer.context["form"].errors == {
        "names": ["李四已录入得票，不能去掉。请先在计票页把得票改为 0。"]
    }
    kept = void(desk, nomination)
    assert kept.context["hanging"][0]["words"] == "1 条有得票的候选人"
    assert "先在计票页把得票改为 0" in kept.content.decode()
    assert Candidate.objects.count() == 2


def test_a_voided_nomination_takes_its_nominees_and_signers_along(desk, post, nomination):
    gone = void(desk, nomination)

    assert (gone.status_code, gone.url) == (302, post.get_absolute_url())
    counts = [m.objects.count() for m in (Nomination, Candidate, NominationSponsor)]
    assert counts == [0, 0, 0]
    assert [m.with_voided.count() for m in (Candidate, NominationSponsor)] == [2, 10]


def test_a_nomination_stands_once_the_count_was_checked(desk, post, nomination):
    BallotFactory(township=post.township, post=post, status="checked")
    url = reverse("sessions_app:nomination_update", args=[nomination.pk])

    assert desk.get(url).status_code == 403
    assert void(desk, nomination).status_code == 403
    assert url not in desk.get(post.get_absolute_url()).content.decode()
    assert Nomination.objects.count() == 1
