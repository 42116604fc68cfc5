"""Messages in a folder: a worker that looks in at any moment finds whole ones."""

import json
import threading
from pathlib import Path

import pytest
from kombu import Connection
from kombu.exceptions import ChannelError

from renda.celery import TRANSPORT_ALIASES

NUMBER, SIZE = 40, 60_000


@pytest.fixture
def channel(tmp_path):
    folders = {name: str(tmp_path) for name in ("data_folder_in", "data_folder_out")}
    options = folders | {"control_folder": str(tmp_path / "control")}
    with Connection("filesystem://", transport_options=options) as connection:
        yield connection.channel()


def half_written(folder: Path, is_over: threading.Event, found: list[str], seen: set[str]) -> None:
    """Look through the folder again and again as a worker does, and read what is new."""
    while not is_over.is_set():
        for path in folder.glob("*.msg"):
            if path.name in seen:
                continue
            seen.add(path.name)
            try:
                json.loads(path.read_text())
            except ValueError:
                found.append(path.name)


def test_no_message_is_seen_before_it_is_written(channel, tmp_path):
    is_over, found, seen = threading.Event(), [], set()
    reader = threading.Thread(target=half_written, args=(tmp_path, is_over, found, seen))
    reader.start()
    for number in range(NUMBER):
        channel._put("celery", {"body": [number] * SIZE})
    is_over.set()
    reader.join()

    assert seen
    assert found == []
    assert len(list(tmp_path.glob("*.celery.msg"))) == NUMBER


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
