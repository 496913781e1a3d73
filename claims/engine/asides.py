"""What a clause says beside its point at its end: who someone is, and who or what else it happened to.

"He joined the front, an alliance of nine groups": that it is one may be false while he did join. Read on the page, not
in the tree, since texts that lost their commas give trees that make nothing of such words.
"""

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from claims.engine.cutwords import CutWords

SHORTEST = 4  # words of an apposition that asserts something; "a farmer" only says whom
_JOINTS = (("as", "well", "as"), ("along", "with"))


def edges(tokens: Sequence[Token], head: Token, own: CutWords) -> Iterator[int]:
    """Where in a clause's tokens a further claim begins, behind the predicate `head`."""
    lower = [token.lower_ for token in tokens]
    for at in range(SHORTEST - 1, len(tokens) - 2):
        if tokens[at].i <= head.i:
            continue
        if any(tuple(lower[at : at + len(joint)]) == joint for joint in _JOINTS) or _apposition(tokens, at, head, own):
            yield at


def _apposition(tokens: Sequence[Token], at: int, head: Token, own: CutWords) -> bool:
    """Does "a rebel stronghold in the south" begin here, right behind the name that it explains?"""
    article = tokens[at]
    if article.lower_ not in {"a", "an"} or len(tokens) - at < SHORTEST or head.lemma_.lower() in own.naming_verbs:
        return False
    before = tokens[at - 1]
    if before.text in {",", ")"}:
        before = tokens[at - 2]
    if before.pos_ != "PROPN" or before.ent_type_ in {"DATE", "TIME"} or article.i - before.i > 2:
        return False
    return not any(token.tag_ in {"VBD", "VBZ", "VBP", "MD"} and token.dep_ != "relcl" for token in tokens[at:])
