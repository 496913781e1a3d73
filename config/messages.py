"""Messages as files, for one machine without a broker: Celery's filesystem transport, for disks that fill up.

A message appears whole or not at all, and so does the table of queues. As delivered (kombu 5.7) a file that was written
while the disk was full, or is still being written, stopped the worker that read it; a table that was cut off so stopped
every sender and every worker, until somebody deleted it.
"""

import logging
import os
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path
from time import monotonic_ns
from typing import Any
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.transport.filesystem import exchange_queue_t
from kombu.transport.virtual import Empty
from kombu.utils.json import dumps, loads

log = logging.getLogger(__name__)


def _write(path: Path, content: Any) -> None:
    """Have a file with this content appear at once. Its name until then is none that anybody looks for."""
    fresh = path.with_name(f"{path.name}.{uuid4().hex}.new")
    try:
        fresh.write_text(dumps(content), encoding="utf-8")
        fresh.rename(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise ChannelError(f"{path}: {error.strerror}") from error


@contextmanager
def _one_at_a_time(path: Path) -> Any:
    with path.open("a") as lock:
        flock(lock, LOCK_EX)
        yield


class Channel(filesystem.Channel):
    def _put(self, queue: str, payload: dict[str, Any], **options: Any) -> None:
        name = f"{monotonic_ns():020}_{uuid4()}.{queue}.msg"
        _write(Path(self.data_folder_out) / name, payload)

    def _get(self, queue: str) -> dict[str, Any]:
        """The oldest message. Whoever moves its file away has it: another only finds it gone."""
        for name in sorted(os.listdir(self.data_folder_in)):
            if name.partition(".")[2] != f"{queue}.msg":
                continue
            mine = Path(self.processed_folder) / name
            try:
                (Path(self.data_folder_in) / name).rename(mine)
                content = mine.read_text(encoding="utf-8")
                mine.unlink()
                return loads(content)
            except OSError:
                continue
            except ValueError:
                log.warning("%s is no message, and was thrown away: the sweep will find what it was about", name)
        raise Empty

    def get_table(self, exchange: str) -> list[exchange_queue_t]:
        """The queues of an exchange; of a table that can't be read none, until it is made anew."""
        try:
            found = loads(self._exchange_file(exchange).read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return []
        return [exchange_queue_t(*each) for each in found]

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        table, bound = self._exchange_file(exchange), exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with _one_at_a_time(table.with_suffix(".lock")):
            known = self.get_table(exchange)
            if bound not in known:
                _write(table, [bound, *known])


class Transport(filesystem.Transport):
    Channel = Channel
