"""Messages in a folder: a worker that looks in at any moment finds whole ones."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from kombu import Connection
from kombu.exceptions import ChannelError

from renda.celery import TRANSPORT_ALIASES

NUMBER, SIZE = 40, 60_000
TABLES = 400


@pytest.fixture
def channel(tmp_path):
    folders = {name: str(tmp_path) for name in ("data_folder_in", "data_folder_out")}
    options = folders | {"control_folder": str(tmp_path / "control")}
    with Connection("filesystem://", transport_options=options) as connection:
        yield connection.channel()


@dataclass
class Reader:
    """Another process at the same folder: looks through it again and again, and reads what is new."""

    folder: Path
    pattern: str
    read_one: Callable[[Path], object]
    seen: set[str] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)
    is_over: threading.Event = field(default_factory=threading.Event)

    def read(self) -> None:
        while not self.is_over.is_set():
            for path in self.folder.glob(self.pattern):
                if path.name not in self.seen:
                    self.seen.add(path.name)
                    self._open(path)

    def _open(self, path: Path) -> None:
        try:
            self.read_one(path)
        except ValueError:
            self.broken.append(path.name)


@contextmanager
def reading(folder: Path, pattern: str, read_one: Callable[[Path], object]) -> Iterator[Reader]:
    """Somebody reads there meanwhile."""
    reader = Reader(folder, pattern, read_one)
    thread = threading.Thread(target=reader.read)
    thread.start()
    yield reader
    reader.is_over.set()
    thread.join()


def test_no_message_is_seen_before_it_is_written(channel, tmp_path):
    with reading(tmp_path, "*.msg", lambda path: json.loads(path.read_text())) as reader:
        for number in range(NUMBER):
            channel._put("celery", {"body": [number] * SIZE})

    assert reader.seen
    assert reader.broken == []
    assert len(list(tmp_path.glob("*.celery.msg"))) == NUMBER


def test_no_table_of_an_exchange_is_seen_before_it_is_written(channel, tmp_path):
    control = tmp_path / "control"
    with reading(control, "*.exchange", lambda path: channel.get_table(path.stem)) as reader:
        for number in range(TABLES):
            for queue in ("celery", "slow", "celery"):
                channel._queue_bind(f"exchange{number}", "key", "", queue)

    assert reader.seen
    assert reader.broken == []
    assert {path.suffix for path in control.iterdir()} == {".exchange"}
    for number in range(TABLES):
        bound = channel.get_table(f"exchange{number}")
        assert sorted(row.queue for row in bound) == ["celery", "slow"]


def test_what_is_put_is_got_once(channel):
    for number in range(3):
        channel._put("celery", {"body": number})
    channel._put("other", {"body": "not asked for"})

    assert sorted(channel._get("celery")["body"] for _ in range(3)) == [0, 1, 2]
    assert channel._size("celery") == 0
    assert channel._size("other") == 1


def test_a_folder_that_is_not_there_is_told(channel, tmp_path):
    channel.data_folder_out = str(tmp_path / "gone")

    with pytest.raises(ChannelError, match="gone"):
        channel._put("celery", {})


def test_the_application_puts_its_messages_so():
    assert TRANSPORT_ALIASES["filesystem"] == "renda.core.broker:FolderTransport"
