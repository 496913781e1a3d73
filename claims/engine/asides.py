"""What a clause says beside its point at its end: who someone is, and who or what else it happened to.

"He joined the front, an alliance of nine groups": that it is one may be false while he did join. Read on the page, not
in the tree, since texts that lost their commas give trees that make nothing of such words.
"""

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from claims.engine.cutwords import CutWords

SHORTEST = 4  # words of an apposition that asserts something; "a farmer" only says whom
SHORTEST_JOINED = 4  # words: "along with another person", not "as well as men"
_JOINTS = (("as", "well", "as"), ("along", "with"))


def edges(tokens: Sequence[Token], head: Token, own: CutWords) -> Iterator[int]:
    """Where in a clause's tokens a further claim begins, behind the predicate `head`."""
    lower = [token.lower_ for token in tokens]
    for at in range(SHORTEST - 1, len(tokens) - 2):
        if tokens[at].i <= head.i:
            continue
        joint = next((joint for joint in _JOINTS if tuple(lower[at : at + len(joint)]) == joint), ())
        joined = joint and len(tokens) - at >= SHORTEST_JOINED and "between" not in lower[:at]
        if joined or _apposition(tokens, at, head, own) or _again(tokens, at, head):
            yield at
    if head.lemma_.lower() in own.capture_verbs:
        yield from _taken(tokens, head)


def _again(tokens: Sequence[Token], at: int, head: Token) -> bool:
    """ "(Against the rebels in the north) and against the sailors in the south"."""
    second = tokens[at + 1]
    if tokens[at].dep_ != "cc" or second.pos_ != "ADP" or len(tokens) - at <= SHORTEST:
        return False
    firsts = [t for t in tokens[:at] if t.lower_ == second.lower_ and t.i > head.i]
    return (second.dep_ == "conj" or second.head == head) and any(t.head == head for t in firsts)


def _taken(tokens: Sequence[Token], head: Token) -> Iterator[int]:
    """ "The army took the port, two hills and the road": each of them may not have been taken."""
    where = {token.i: at for at, token in enumerate(tokens)}
    taken = [c for c in head.children if c.dep_ == "dobj"]
    for first in taken:
        further = [c for c in first.children if c.dep_ == "conj"]
        taken.extend(further)
        for noun in further:
            at = where.get(noun.left_edge.i)
            if at:
                yield at - 1 if tokens[at - 1].dep_ == "cc" else at


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
    finite = [token for token in tokens[at:] if token.tag_ in {"VBD", "VBZ", "VBP", "MD"}]
    return all(token.dep_ in {"relcl", "acl", "aux", "auxpass"} for token in finite)
