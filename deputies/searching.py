"""Where the search box looks in this app."""

from django.db.models import QuerySet

from deputies.models import Deputy, StudyMaterial, Training
from renda.core.models import User
from renda.core.searching import searchable


@searchable("deputies.deputy", label="代表", perm="deputies.list_deputy")
def deputies(text: str, user: User) -> QuerySet[Deputy]:
    """By name or pinyin initials."""
    return Deputy.objects.matching(text)


@searchable("deputies.training", label="学习培训", perm="deputies.list_training")
def trainings(text: str, user: User) -> QuerySet[Training]:
    """By title."""
    return Training.objects.filter(title__icontains=text)


@searchable("deputies.material", label="学习资料", perm="deputies.list_studymaterial")
def materials(text: str, user: User) -> QuerySet[StudyMaterial]:
    """By title; deputies find what was given to them."""
    found = StudyMaterial.objects.filter(title__icontains=text)
    return found.given_to(user) if user.has_perm("deputies.read_material") else found
