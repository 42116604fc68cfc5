"""Celery's transport on Redis, for a worker that goes on where Redis could not be told."""

from kombu.transport import redis, virtual


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
