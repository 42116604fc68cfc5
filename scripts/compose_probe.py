"""Runs inside the stack's environment: background work goes all the way, by both of its ways.

One message is handed to the broker by the process that wrote it; another is written without
telling anybody, as when the broker was down, and only beat's sweep can find it.
"""

import sys
import time
from datetime import timedelta
from pathlib import Path

import django

PATIENCE = 90.0


def main() -> int:
    """Write two messages and wait until the worker has sent both."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    django.setup()

    from django.utils import timezone

    from renda.core.models import Membership, Notification, Township
    from renda.core.notifications import notify
    from renda.core.scoping import township_scope

    township = Township.objects.order_by("pk").first()
    with township_scope(township.pk):
        user = Membership.objects.filter(township=township).order_by("pk").first().user
        (told,) = notify([user], "部署自检：即时送出", "/")
        silent = Notification.objects.create(to=user, text="部署自检：补送", url="/")
        Notification.objects.filter(pk=silent.pk).update(
            created_at=timezone.now() - timedelta(minutes=5)
        )
        waiting, started = {told.pk: "published", silent.pk: "swept"}, time.monotonic()
        while waiting and time.monotonic() - started < PATIENCE:
            time.sleep(0.5)
            sent = Notification.objects.filter(pk__in=waiting).exclude(sent_at=None)
            for pk in sent.values_list("pk", flat=True):
                print(f"{waiting.pop(pk)} message sent after {time.monotonic() - started:.1f} s")
    for way in waiting.values():
        print(f"{way} message not sent within {PATIENCE:.0f} s", file=sys.stderr)
    return 1 if waiting else 0


if __name__ == "__main__":
    sys.exit(main())
