"""One outgoing webhook: 企业微信 and 钉钉 group robots take the same text message.

An address that somebody typed must not lead into our own network: it is https, and every address its
name stands for is a public one. Hosts that the operator names in ``WEBHOOK_HOSTS`` are exempt, for a
robot inside the intranet. The connection goes to the address that was checked; redirects aren't followed.
"""

import http.client
import ipaddress
import json
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Timer
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

SECONDS = 5
"""So long a robot may take to answer; to be reached it has as long."""
MOST_ANSWERED = 4096
MISSPELT = "地址写得不对，请从群机器人的设置里整段复制"


class Refused(OSError):
    """Why a message was not accepted, in Chinese."""


def post_text(url: str, text: str) -> None:
    """Post a text message; raises ``OSError`` when the robot can't be reached or doesn't take it."""
    address, parts = checked(url), urlsplit(url)
    body = json.dumps({"msgtype": "text", "text": {"content": text}}).encode()
    path = parts.path or "/"
    line = _line(parts, address)
    try:
        line.connect()
        with _in_time(line.sock):
            line.request(
                "POST",
                f"{path}?{parts.query}" if parts.query else path,
                body,
                {"Content-Type": "application/json", "Host": parts.netloc.rpartition("@")[2]},
            )
            answer = line.getresponse()
            said = answer.read(MOST_ANSWERED)
    except http.client.HTTPException as error:
        raise Refused(f"机器人的回答看不懂（{type(error).__name__}）") from error
    finally:
        line.close()
    if not 200 <= answer.status < 300:
        raise Refused(f"机器人没有接收（HTTP {answer.status}），请核对地址")
    _complain_about(said)


@contextmanager
def _in_time(sock: socket.socket) -> Iterator[None]:
    """Break off what is not over in time: a time-out of the socket begins anew with every byte."""
    is_late = Event()

    def break_off() -> None:
        is_late.set()
        with suppress(OSError):  # it was closed in the same instant
            sock.shutdown(socket.SHUT_RDWR)

    timer = Timer(SECONDS, break_off)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, http.client.HTTPException):
        if not is_late.is_set():
            raise
    finally:
        timer.cancel()
    if is_late.is_set():
        raise Refused(f"机器人在 {SECONDS} 秒内没有答完，请核对地址后再试")


def checked(url: str) -> str:
    """The network address that a robot's URL leads to; ``Refused`` where it must not be called."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise Refused(MISSPELT) from None
    if not url.isascii() or not url.isprintable() or " " in url:
        raise Refused(MISSPELT)
    if not host or parts.scheme not in {"http", "https"} or parts.username:
        raise Refused("地址须以 https:// 开头，请从群机器人的设置里整段复制")
    is_named = host in settings.WEBHOOK_HOSTS
    if parts.scheme != "https" and not is_named:
        raise Refused("地址须以 https:// 开头")
    try:
        found = socket.getaddrinfo(host, port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):  # a name with an empty or endless part is no name
        raise Refused(f"找不到 {host}，请核对地址和服务器的网络") from None
    addresses = [each[4][0] for each in found]
    if not is_named and not all(ipaddress.ip_address(each).is_global for each in addresses):
        raise Refused(f"{host} 在内部网络，不能使用。确需使用的，请运维人员在 WEBHOOK_HOSTS 中写明")
    return addresses[0]


class _Checked(http.client.HTTPSConnection):
    """Talks to the address that was checked, and proves the name of the host."""

    def __init__(self, host: str, address: str, port: int | None) -> None:
        super().__init__(host, port, timeout=SECONDS, context=ssl.create_default_context())
        self.address = address

    def connect(self) -> None:
        plain = socket.create_connection((self.address, self.port), self.timeout)
        self.sock = self._context.wrap_socket(plain, server_hostname=self.host)


def _line(parts: SplitResult, address: str) -> http.client.HTTPConnection:
    if parts.scheme == "https":
        return _Checked(parts.hostname, address, parts.port)
    return http.client.HTTPConnection(address, parts.port, timeout=SECONDS)


def _complain_about(said: bytes) -> None:
    """Robots say 200 to everything; whether they took the message stands in the answer."""
    try:
        told = json.loads(said)
    except ValueError:
        return
    if isinstance(told, dict) and told.get("errcode"):
        words = str(told.get("errmsg", ""))[:120]
        raise Refused(f"机器人没有接收：{words}（{told['errcode']}）")
