"""Messages as files: whole or not at all, whatever the disk does."""

from pathlib import Path
from threading import Thread

import pytest
from kombu import Connection, Exchange, Queue
from kombu.exceptions import ChannelError
from kombu.transport.virtual import Empty

from config import messages

QUEUE = "articles"


class Post:
    """Both ends of a queue in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        names = {"data_folder_in": "in", "data_folder_out": "in"}
        names |= {"control_folder": "control", "processed_folder": "done"}
        for name in names.values():
            (folder / name).mkdir(exist_ok=True)
        options = {option: str(folder / name) for option, name in names.items()}
        messages.Transport.global_state.clear()  # as in a process of its own
        self.connection = Connection("files://localhost//", transport_options=options)
        self.queue = self.connection.SimpleQueue(Queue(QUEUE, Exchange(QUEUE), QUEUE))

    def files(self, part: str) -> list[str]:
        return sorted(path.name for path in (self.folder / part).iterdir())

    def put(self, number: int) -> None:
        self.queue.put({"article_id": number})

    def get(self) -> int:
        message = self.queue.get(timeout=5)
        message.ack()
        return message.payload["article_id"]

    def close(self) -> None:
        self.queue.close()
        self.connection.release()


@pytest.fixture
def post(tmp_path):
    made = Post(tmp_path)
    yield made
    made.close()


def test_what_is_sent_arrives_once_and_in_order_and_leaves_nothing(post):
    for number in (1, 2, 3):
        post.put(number)
    assert [post.get(), post.get(), post.get()] == [1, 2, 3]
    with pytest.raises(Empty):
        post.queue.get(block=False)
    assert post.files("in") == post.files("done") == []


@pytest.mark.parametrize("torn", [b"", b'{"body": "eyJ', b"\xff\xfe"])
def test_a_torn_message_stops_nobody(post, torn):
    (post.folder / "in" / f"{0:020}_torn.{QUEUE}.msg").write_bytes(torn)
    post.put(7)
    assert post.get() == 7
    assert post.files("in") == []


def test_on_a_full_disk_sending_fails_and_nothing_of_it_is_left(post, monkeypatch):
    def full(path, text, **options):
        with path.open("w") as file:
            file.write(text[:5])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched, pytest.raises(ChannelError, match="No space left"):
        patched.setattr(Path, "write_text", full)
        post.connection.default_channel._put(QUEUE, {"body": "anything"})
    assert post.files("in") == []
    post.put(8)
    assert post.get() == 8


@pytest.mark.parametrize("torn", ["", "[["])
def test_a_torn_table_of_queues_is_made_anew_by_the_next_who_starts(post, torn):
    tables = list((post.folder / "control").glob("*.exchange"))
    assert tables
    for table in tables:
        table.write_text(torn)
    later = Post(post.folder)
    later.put(9)
    assert later.get() == 9
    later.close()


def test_of_many_who_bind_at_once_each_stands_in_the_table(post):
    channel = post.connection.default_channel
    binding = [Thread(target=channel._queue_bind, args=("of-many", f"key-{n}", "", f"queue-{n}")) for n in range(12)]
    for each in binding:
        each.start()
    for each in binding:
        each.join()
    assert {row.queue for row in channel.get_table("of-many")} == {f"queue-{n}" for n in range(12)}
