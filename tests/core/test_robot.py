"""群机器人: each township's own, a secret, never a way into our network; tried before it is relied on."""

import json
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from renda.core import webhook
from renda.core.models import AuditEntry, Notification, Robot, Role
from renda.core.notifications import notify
from renda.core.robot import robot_url
from renda.core.scoping import township_scope
from renda.core.tasks import deliver
from renda.core.webhook import Refused, checked, post_text
from tests.factories.core import MembershipFactory


@dataclass
class Listener:
    """A robot of our own on this machine: what it was told, and what it answers next."""

    url: str
    told: list[tuple[str, dict]] = field(default_factory=list)
    status: int = 200
    answer: bytes = b'{"errcode": 0, "errmsg": "ok"}'
    pause: float = 0
    """Seconds between two bytes of the answer."""


@pytest.fixture
def listener(settings):
    settings.WEBHOOK_HOSTS = ["127.0.0.1"]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            made.told.append((self.path, json.loads(body)))
            self.send_response(made.status)
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()
            self.drip() if made.pause else self.wfile.write(made.answer)

        def drip(self) -> None:
            """Answer byte by byte, until nobody listens any more."""
            with suppress(OSError):
                for byte in made.answer:
                    self.wfile.write(bytes([byte]))
                    time.sleep(made.pause)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    made = Listener(f"http://127.0.0.1:{server.server_port}/robot?key=s3cret")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def admin(person):
    return person(Role.ADMIN, name="管理员甲")


@pytest.fixture
def at(client, admin):
    client.force_login(admin)
    return client


def words(answer) -> list[str]:
    """What the page says on top."""
    return [str(message) for message in answer.context["messages"]]


def test_the_address_is_kept_used_and_never_shown(at, in_township, clerk, unit, listener):
    answer = at.post(reverse("core:robot"), {"url": f" {listener.url} "}, follow=True)
    assert Robot.objects.get().url == listener.url
    [note] = notify([clerk], "请签收", unit)
    assert deliver(note.pk, township_id=in_township.pk) is True

    [(path, told)] = listener.told
    assert path == "/robot?key=s3cret"
    assert told["msgtype"] == "text"
    assert told["text"]["content"].startswith(f"{clerk.name}：请签收\nhttp")
    pages = [answer, at.get(reverse("core:robot")), at.get(reverse("core:audit"))]
    assert all("s3cret" not in page.content.decode() for page in pages)
    assert "127.0.0.1" in pages[1].content.decode()
    entry = AuditEntry.objects.get(verb="设置群机器人")
    assert entry.detail == {"host": "127.0.0.1"}
    assert "s3cret" not in entry.label


def test_a_robot_that_drips_its_answer_is_left_in_time(listener, monkeypatch):
    monkeypatch.setattr(webhook, "SECONDS", 1)
    listener.pause = 0.3  # 33 bytes: ten seconds, and never one without a byte
    began = time.monotonic()
    with pytest.raises(Refused, match="没有答完"):
        post_text(listener.url, "您好")
    assert time.monotonic() - began < 5
    assert len(listener.told) == 1

    listener.pause = 0
    post_text(listener.url, "您好")
    assert len(listener.told) == 2


def test_the_trial_says_what_the_robot_answered(at, in_township, listener):
    Robot.objects.create(url=listener.url)
    url = reverse("core:robot_test")
    assert words(at.post(url, follow=True)) == ["机器人已接收测试消息，请到群里看一眼"]
    assert "管理员甲发送" in listener.told[0][1]["text"]["content"]

    listener.answer = '{"errcode": 310000, "errmsg": "关键词不匹配"}'.encode()
    assert words(at.post(url, follow=True)) == [
        "测试消息没有送到：机器人没有接收：关键词不匹配（310000）"
    ]
    listener.status = 302
    assert words(at.post(url, follow=True)) == [
        "测试消息没有送到：机器人没有接收（HTTP 302），请核对地址"
    ]
    assert len(listener.told) == 3
    results = AuditEntry.objects.filter(verb="测试群机器人").order_by("seq")
    assert [entry.detail["result"][:2] for entry in results] == ["成功", "机器", "机器"]


def test_a_robot_that_is_away_is_named(at, in_township, settings):
    settings.WEBHOOK_HOSTS = ["127.0.0.1"]
    Robot.objects.create(url="http://127.0.0.1:9/robot")
    [word] = words(at.post(reverse("core:robot_test"), follow=True))
    assert word.startswith("测试消息没有送到：连接不上机器人")


def test_a_message_that_the_robot_refuses_waits(in_township, clerk, unit, listener):
    Robot.objects.create(url=listener.url)
    listener.answer = b'{"errcode": 45009, "errmsg": "api freq out of limit"}'
    [note] = notify([clerk], "请签收", unit)
    assert deliver(note.pk, township_id=in_township.pk) is False
    assert Notification.objects.get(pk=note.pk).sent_at is None
    listener.answer = b"ok"
    assert deliver(note.pk, township_id=in_township.pk) is False  # the next try has its time
    Notification.objects.filter(pk=note.pk).update(next_try_at=timezone.now())
    assert deliver(note.pk, township_id=in_township.pk) is True


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://93.184.216.34/robot", "地址须以 https:// 开头"),
        ("ftp://93.184.216.34/robot", "地址须以 https:// 开头"),
        ("https://user:pw@93.184.216.34/", "地址须以 https:// 开头"),
        ("https://", "地址须以 https:// 开头"),
        ("https://93.184.216.34:x/", "地址写得不对"),
        ("https://[::1", "地址写得不对"),
        ("https://93.184.216.34/路径", "地址写得不对"),
        ("https://93.184.216.34/a b", "地址写得不对"),
        ("https://a..b/robot", "找不到 a..b"),
        ("https://127.0.0.1/robot", "在内部网络"),
        ("https://localhost/robot", "在内部网络"),
        ("https://10.1.2.3/robot", "在内部网络"),
        ("https://169.254.169.254/latest", "在内部网络"),
        ("https://[::1]/robot", "在内部网络"),
        ("https://[::ffff:192.168.1.1]/robot", "在内部网络"),
        ("https://0x7f000001/robot", "在内部网络"),
        ("https://nowhere.invalid/robot", "找不到 nowhere.invalid"),
    ],
)
def test_an_address_that_leads_inside_or_is_not_encrypted_is_refused(at, in_township, url, why):
    page = at.post(reverse("core:robot"), {"url": url})
    assert why in page.context["form"].errors["url"][0]
    assert not Robot.objects.exists()
    with pytest.raises(Refused):
        post_text(url, "测试")


def test_no_transaction_is_open_while_the_name_is_looked_up(at, in_township, monkeypatch):
    open_then = []

    def look_up(*args, **kwargs):
        open_then.extend(connection.savepoint_ids)
        return [(0, 0, 0, "", ("93.184.216.34", 443))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    at.post(reverse("core:robot"), {"url": "https://robot.example/send"})

    assert Robot.objects.get().url == "https://robot.example/send"
    assert open_then == []


def test_a_public_address_is_called_where_it_was_checked():
    assert checked("https://93.184.216.34/robot") == "93.184.216.34"


def test_each_township_has_its_own_robot_before_the_operators(in_township, settings, outsider):
    settings.WEBHOOK_URL = "https://default.example/robot"
    Robot.objects.create(url="https://own.example/robot")
    assert robot_url() == "https://own.example/robot"
    [elsewhere] = outsider.memberships_by_township
    with township_scope(elsewhere):
        assert robot_url() == "https://default.example/robot"


def test_taking_the_address_back_leaves_the_operators(at, in_township, settings):
    settings.WEBHOOK_URL = "https://default.example/robot"
    Robot.objects.create(url="https://own.example/robot")
    answer = at.post(reverse("core:robot_remove"), follow=True)
    assert words(answer) == ["已停用本乡镇的群机器人"]
    assert (Robot.objects.count(), answer.context["default_host"]) == (0, "default.example")
    assert AuditEntry.objects.get(verb="停用群机器人").detail == {"host": "own.example"}


@pytest.mark.parametrize("name", ["core:robot", "core:robot_test", "core:robot_remove"])
def test_only_an_administrator_sets_it(client, township, clerk, name):
    with township_scope(township.pk):
        Robot.objects.create(url="https://own.example/robot")
    client.force_login(clerk)
    assert client.post(reverse(name), {"url": "https://93.184.216.34/"}).status_code == 403
    client.force_login(MembershipFactory(role=Role.ADMIN).user)
    client.post(reverse(name), {"url": "https://93.184.216.34/"})
    with township_scope(township.pk):
        assert Robot.objects.get().url == "https://own.example/robot"
