"""Taking a record back: what stands on it keeps it, by name; who took it back is led to what is left."""

from datetime import date

import pytest
from django.db import models
from django.urls import reverse
from django.utils import timezone

from renda.core.models import AuditEntry
from renda.core.views import EditPage
from renda.core.voiding import by_kind, hanging_on, in_words, void_rows
from supervision.models import ProjectProgress, VillageElectionWatch
from tests.core.meanwhile import before_the_lock
from tests.factories.deputies import DeputyFactory, GroupFactory
from tests.factories.supervision import ProjectFactory, VillageFactory, WatchFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, clerk):
    client.force_login(clerk)
    return client


def void(client, record, note="登记错了"):
    label = record._meta.label_lower
    return client.post(reverse("core:void", args=[label, record.pk]), {"note": note})


def test_what_stands_on_a_record_is_named_and_linked(desk, in_township):
    group = GroupFactory(township=in_township)
    people = [DeputyFactory(township=in_township, group=group) for _ in range(4)]

    page = void(desk, group)

    assert page.status_code == 200
    assert page.context["hanging"] == [
        {
            "words": "4 条代表",
            "rows": [{"words": p.name, "url": p.get_absolute_url()} for p in people[:3]],
            "more": True,
            "advice": "",
        }
    ]
    text = page.content.decode()
    assert f'<a href="{people[2].get_absolute_url()}">{people[2].name}</a>等' in text
    assert people[3].name not in text
    assert "请先打开这些记录，改到别处或者作废" in text
    assert type(group).objects.filter(pk=group.pk).exists()


def test_what_came_to_stand_on_it_at_the_last_moment_keeps_it(desk, in_township):
    group = GroupFactory(township=in_township)

    with before_the_lock(lambda: DeputyFactory(township=in_township, group=group)):
        page = void(desk, group)

    assert [standing["words"] for standing in page.context["hanging"]] == ["1 条代表"]
    assert type(group).objects.filter(pk=group.pk).exists()


def test_what_another_voided_at_the_last_moment_is_not_voided_again(desk, in_township):
    group = GroupFactory(township=in_township)

    with before_the_lock(lambda: void_rows([group], timezone.now())):
        page = void(desk, group)

    assert page.status_code == 404
    assert not AuditEntry.objects.filter(verb="作废").exists()


def test_what_keeps_records_is_found_by_the_same_queries_for_one_and_many(
    in_township, django_assert_num_queries
):
    groups = [GroupFactory(township=in_township) for _ in range(2)]
    for group in groups:
        DeputyFactory(township=in_township, group=group)

    for kept in (groups[:1], groups):
        with django_assert_num_queries(2):
            found = hanging_on(*kept)
        assert [str(standing) for standing in found] == [f"{len(kept)} 条代表"]


def test_what_the_database_protects_is_told_in_words(in_township):
    """A row that others point to is not deleted, and the form says by which of them it is kept."""
    group = GroupFactory(township=in_township)
    people = [DeputyFactory(township=in_township, group=group) for _ in range(4)]

    with pytest.raises(models.ProtectedError) as caught:
        group.delete()

    told = EditPage.refused(None, caught.value)
    links = "、".join(f'<a href="{p.get_absolute_url()}">{p}</a>' for p in people[:3])
    assert told == [
        f"还有4 条代表（{links}等）以要去掉的记录为依据。请先打开这些记录，改到别处或者作废，再保存。"
    ]
    assert in_words(by_kind([])) == ""


ROWS = {
    "watch": (
        lambda town: WatchFactory(township=town, village=VillageFactory(township=town)),
        "supervision:watch_step_update",
        {"finding": "流程规范，秩序良好"},
    ),
    "progress": (
        lambda town: ProjectProgress.objects.create(
            project=ProjectFactory(township=town), on=date(2025, 7, 1), percent=30, note="主体施工"
        ),
        "supervision:progress_update",
        {"note": "主体完工", "percent": 60},
    ),
}


@pytest.mark.parametrize("kind", ROWS)
def test_a_row_without_a_page_is_corrected_and_voided_from_its_edit_page(
    desk, in_township, person, kind
):
    make, page, changed = ROWS[kind]
    row = make(in_township)
    edit, owner = reverse(page, args=[row.pk]), row.get_absolute_url()
    assert f'href="{edit}"' in desk.get(owner).content.decode()

    shown = desk.get(edit)
    form = shown.context["form"]
    data = {n: form[n].value() for n in form.fields if form[n].value() not in (None, "")}
    answer = desk.post(edit, data | changed)

    assert (answer.status_code, answer.url) == (302, owner)
    row.refresh_from_db()
    assert {name: getattr(row, name) for name in changed} == changed
    assert AuditEntry.objects.get(verb="修改").object_id == row.pk
    away = reverse("core:void", args=[row._meta.label_lower, row.pk])
    assert f'href="{away}"' in shown.content.decode()

    assert void(desk, row, note=" ").status_code == 200
    gone = void(desk, row)

    assert (gone.status_code, gone.url) == (302, owner)
    assert not type(row).objects.filter(pk=row.pk).exists()
    assert type(row).with_voided.get(pk=row.pk).voided_at is not None
    entry = AuditEntry.objects.get(verb="作废")
    assert (entry.object_id, entry.detail["note"]) == (row.pk, "登记错了")
    assert desk.get(edit).status_code == 404


@pytest.mark.parametrize("role", ["county", "deputy", "gov_office"])
def test_who_may_not_enter_a_row_may_neither_correct_nor_void_it(client, in_township, person, role):
    row = ROWS["watch"][0](in_township)
    client.force_login(person(role))

    assert client.get(reverse("supervision:watch_step_update", args=[row.pk])).status_code == 403
    assert void(client, row).status_code == 403
    assert VillageElectionWatch.objects.filter(pk=row.pk).exists()
