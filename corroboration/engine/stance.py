"""What stance does one free statement take on another: for, against, or neither?

Two statements without an article around them (a claim and a headline) may not even be of one matter. Where they are,
the words decide: those that call a thing untrue, those that only pass it on, and else agreement.
"""

from claims.engine.values import Modality
from corroboration.engine.clashes import opposite_outcome
from corroboration.engine.phrases import found
from corroboration.engine.shingling import words_of
from corroboration.engine.tables import table
from corroboration.engine.values import Finding, Stance, Telling

STEM = 5  # letters by which two words count as one: "deny" and "denial" don't, "kill" and "killed" do


def relate_statements(left: Telling, right: Telling) -> Finding | None:
    """Say how two statements stand to each other; None where they speak of two matters, or one leaves it open.

    Symmetric, but for the words of the reasons: a cue counts where only one of the two has it.
    """
    shared = _matter(left) & _matter(right)
    if not shared:
        return None
    cues = table("stance_cues")
    against = _only_one(left, right, cues["against"]["words"]) or _negated(left, right)
    if against:
        return Finding(Stance.CONTRADICTS, "denial", 0.8, (f"one of them says “{against[0]}”",))
    clash = opposite_outcome(left, right)
    if clash is not None and clash.stance is Stance.CONTRADICTS:
        return clash
    confirmed = _only_one(left, right, cues["for"]["words"])
    if not confirmed and (_only_one(left, right, cues["open"]["words"]) or _asks(left) or _asks(right)):
        return None
    reason = f"one of them says “{confirmed[0]}”" if confirmed else f"both speak of {', '.join(sorted(shared)[:5])}"
    return Finding(Stance.CORROBORATES, "wording", 0.7, (reason,))


def _plain(telling: Telling) -> str:
    """The statement without apostrophes, so that "didn't" is one word."""
    return telling.claim.text.replace("'", "").replace("’", "")


def _matter(telling: Telling) -> set[str]:
    empty = table("stance_cues")["matter"]["empty"]
    return {w[:STEM] for w in words_of(_plain(telling)) if (len(w) > 2 or w.isdigit()) and w not in empty}


def _only_one(left: Telling, right: Telling, words: list[str]) -> tuple[str, ...]:
    """The cues that stand in one statement alone."""
    mine, theirs = found(_plain(left), words), found(_plain(right), words)
    return tuple(w for w in (*mine, *theirs) if (w in mine) != (w in theirs))


def _negated(left: Telling, right: Telling) -> tuple[str, ...]:
    """A negation in one statement alone, beyond what only looks like one ("not only")."""
    cues = table("stance_cues")["against"]
    mine, theirs = (
        tuple(
            w for w in found(text, cues["negations"]) if not any(w in p.split() for p in found(text, cues["but_not"]))
        )
        for text in (_plain(left), _plain(right))
    )
    denied = tuple(t for t in (left, right) if t.claim.modality is Modality.DENIED)
    if len(denied) == 1:
        return ("denied",)
    return (mine or theirs) if bool(mine) != bool(theirs) else ()


def _asks(telling: Telling) -> bool:
    words = words_of(telling.claim.text)
    return "?" in telling.claim.text or (bool(words) and words[0] in table("stance_cues")["open"]["asking"])
