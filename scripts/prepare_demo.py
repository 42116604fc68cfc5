"""Bring the database up to date, load the demo year and print its accounts, in one process.

Two management commands would import the application twice, which is most of a second ``make run``.
"""

import os
import sys
from pathlib import Path

import django
from django.core.management import call_command


def main() -> None:
    """Do both; repeating it changes nothing."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "renda.settings.dev")
    django.setup()
    call_command("migrate", verbosity=0, skip_checks=True)
    call_command("load_demo", skip_checks=True)


if __name__ == "__main__":
    main()
