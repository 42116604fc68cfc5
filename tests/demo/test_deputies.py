"""The demo year's deputies hold the facts F06–F09 and the levels of F24."""

from datetime import date

from deputies.models import Deputy, Mandate, Receipt, RollEntry, Training
from renda.core.figures import Period, measure
from renda.core.models import Term
from renda.core.scoping import township_scope

YEAR = Period.year(2025)


def test_the_deputies_their_papers_and_their_learning(world):
    with township_scope(world.full.pk):
        kinds = {t.kind: t for t in Training.objects.held_between(*YEAR.days)}
        political, special, law = kinds["political"], kinds["special"], kinds["law"]
        assert political.title == "学习党的二十届四中全会公报"
        assert "分组讨论" in political.discussion
        assert all(
            w in special.title + special.content for w in ["人民代表大会制度", "参政议政", "写好"]
        )
        assert "宪法" in law.title
        assert "代表法" in law.title
        assert measure("deputies.materials_superior", YEAR).value == 5
        for paper in measure("deputies.materials_superior", YEAR).queryset:
            expected = set(Deputy.objects.in_office(paper.issued_on))
            assert {r.deputy for r in Receipt.objects.filter(material=paper)} == expected
        assert Receipt.objects.filter(read_at=None).exists()
        assert Mandate.objects.filter(level="county").count() == 7
        assert measure("deputies.two_levels", YEAR).value == 4
        assert not RollEntry.objects.filter(roll__on__range=YEAR.days, state="expected").exists()
        assert sorted(Term.objects.values_list("number", "seats")) == [(13, 64), (14, 64)]
        by_day = [date(2024, 2, 1), date(2025, 1, 21), date(2025, 6, 1), date(2025, 12, 31)]
        assert [Deputy.objects.seated(day).count() for day in by_day] == [64, 63, 62, 63]
        assert Deputy.objects.in_office(date(2025, 6, 1)).count() == 61
        accounts = Deputy.objects.filter(user__isnull=False).values_list("user__username", "name")
        assert dict(accounts) == {"deputy": "陈根法", "deputy2": "林美凤", "chair": "沈国良"}
    with township_scope(world.small.pk):
        assert Deputy.objects.seated(date(2025, 12, 31)).count() == 46
