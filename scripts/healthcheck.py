"""Exit 0 when the web process of this container answers /healthz.

The request carries the first allowed host name: Django refuses any other, and health must not
depend on allowing ``127.0.0.1`` to everybody.
"""

import http.client
import os
import sys


def main() -> int:
    """Ask once, with a short patience."""
    host = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip().lstrip(".")
    connection = http.client.HTTPConnection(
        "127.0.0.1", int(os.environ.get("PORT", "8000")), timeout=5
    )
    try:
        connection.request(
            "GET", "/healthz", headers={"Host": host.replace("*", "") or "localhost"}
        )
        status = connection.getresponse().status
    except OSError as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        connection.close()
    print(status)
    return 0 if status == 200 else 1


if __name__ == "__main__":
    sys.exit(main())
