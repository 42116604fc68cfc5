"""Where no Chinese fonts are installed, tests of the printed page say so and step aside; not in CI."""

import os

import pytest
from django.conf import settings

from renda.core.paper.fonts import missing_packages

MISSING = missing_packages(settings.PAPER_FONT_DIR)
needs_fonts = pytest.mark.skipif(
    bool(MISSING) and not os.environ.get("CI"),
    reason=f"fonts not installed: {', '.join(MISSING)}",
)
