"""One outgoing webhook: 企业微信 and 钉钉 group robots take the same text message."""

import json
from urllib.request import Request, urlopen


def post_text(url: str, text: str) -> None:
    """Post a text message; raises ``OSError`` when the robot can't be reached."""
    if not url.startswith("https://"):
        raise ValueError("WEBHOOK_URL 须以 https:// 开头")
    body = json.dumps({"msgtype": "text", "text": {"content": text}}).encode()
    request = Request(url, body, {"Content-Type": "application/json"})
    with urlopen(request, timeout=5) as response:
        response.read(1024)
