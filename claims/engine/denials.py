"""Denials told beside other things: "N. could not check the reports, and they were denied by the ministry"."""

from claims.engine import disputes, voices
from claims.engine.document import Sentence
from claims.engine.lineage import Lineage
from claims.engine.memory import Memory
from claims.engine.values import Modality

Stretch = tuple[frozenset[int], Lineage]  # indices of tokens, and where they come from


def beside(sentence: Sentence, memory: Memory) -> list[Stretch]:
    """The clause of a longer sentence that only says who denies what was told before it, and its lineage."""
    dispute = disputes.beside(sentence.span)
    if dispute is None:
        return []
    verb = dispute.verb
    place = sentence.place(verb)[0]
    found = (voice for head in dispute.deniers for voice in voices.identify_all(head, memory, None, place))
    deniers = tuple({voice.slug: voice for voice in found}.values())
    beyond = {t.i for c in verb.children if c.dep_ in {"conj", "advcl"} for t in c.subtree}
    clause = frozenset(t.i for t in verb.subtree) - beyond
    return [(clause, Lineage((), Modality.DENIED, deniers))] if deniers else []
