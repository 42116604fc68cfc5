"""Fonts that papers are printed with, or the reason why they can't be."""

import pytest
from django.conf import settings

from renda.core.paper.characters import installed_fonts
from renda.core.paper.fonts import FontSet, missing_packages
from renda.core.paper.installed import install_advice


@pytest.fixture(scope="session")
def fonts() -> FontSet:
    """The prepared fonts; skips only when a package that brings them is not installed."""
    if packages := missing_packages(settings.PAPER_FONT_DIR):
        pytest.skip(f"fonts of {', '.join(packages)} are not installed: {install_advice()}")
    return installed_fonts()
