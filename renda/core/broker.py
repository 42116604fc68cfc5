"""Celery's transports: on Redis, for a worker that goes on where Redis could not be told; in a folder,
for one that never reads half a message."""

import os
import uuid
from contextlib import suppress
from pathlib import Path
from time import monotonic

from kombu.exceptions import ChannelError
from kombu.transport import filesystem, redis, virtual
from kombu.utils.json import dumps


class QoS(redis.QoS):
    """Counts a message as over once the worker is through with it, even if Redis doesn't hear of it.

    Otherwise a Redis that hangs at that moment leaves the worker full for good. The message comes
    again when its visibility ends; the job's claim lets it do nothing.
    """

    def ack(self, delivery_tag: str) -> None:
        try:
            super().ack(delivery_tag)
        finally:
            virtual.QoS.ack(self, delivery_tag)

    def reject(self, delivery_tag: str, requeue: bool = False) -> None:
        try:
            super().reject(delivery_tag, requeue)
        finally:
            virtual.QoS.ack(self, delivery_tag)


class Channel(redis.Channel):
    """A channel that counts so."""

    QoS = QoS


class Transport(redis.Transport):
    """What ``redis://`` stands for here (``renda/celery.py``)."""

    Channel = Channel


class FolderChannel(filesystem.Channel):
    """A channel in which a message, or an exchange's table of queues, lies whole or not at all.

    kombu writes them where another process may read them while they are still empty, and that one ends.
    """

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        table = self._exchange_file(exchange)
        if not table.exists():
            self.control_folder.mkdir(exist_ok=True)
            empty = table.with_name(f"{uuid.uuid4()}.part")
            empty.write_text(dumps([]))
            with suppress(FileExistsError):  # another process was first
                os.link(empty, table)
            empty.unlink()
        super()._queue_bind(exchange, routing_key, pattern, queue)

    def _put(self, queue: str, payload: dict, **kwargs: object) -> None:
        name = f"{round(monotonic() * 1000)}_{uuid.uuid4()}"
        folder = Path(self.data_folder_out)
        written = folder / f"{name}.part"
        try:
            written.write_text(dumps(payload))
            os.replace(written, folder / f"{name}.{queue}.msg")
        except OSError as error:
            raise ChannelError(f"Cannot add {name} to {folder}") from error


class FolderTransport(filesystem.Transport):
    """What ``filesystem://`` stands for here."""

    Channel = FolderChannel
