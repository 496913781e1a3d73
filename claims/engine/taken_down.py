"""What stands where the words of a text were that was taken down."""

from collections.abc import Collection

TAKEN_DOWN = "[text taken down]"
_TOPICS = "[text taken down: "


def statement(topics: Collection[str]) -> str:
    """What stands for a statement: that it is gone, and which topics of the closed list it spoke of."""
    return f"{_TOPICS}{', '.join(topics)}]" if topics else TAKEN_DOWN


def topics_left(words: str) -> tuple[str, ...] | None:
    """The topics that stand in place of a statement; None: it is one of words."""
    if words == TAKEN_DOWN:
        return ()
    if words.startswith(_TOPICS) and words.endswith("]"):
        return tuple(words[len(_TOPICS) : -1].split(", "))
    return None
