"""How do two claims about one event stand to each other: do they agree, differ, clash, or does one update the other?

Numbers, denials and outcomes decide by rules, agreement by weight (agreement.py); silence decides nothing. Whether the
two are two voices is another question: see independence.py.
"""

from typing import NamedTuple

from claims.engine.values import Modality
from corroboration.engine import clashes
from corroboration.engine.agreement import agreement, enough, enough_for_two
from corroboration.engine.comparable import close_in_time, dated, one_count, one_happening
from corroboration.engine.corrections import correction, notice_in
from corroboration.engine.independence import independence
from corroboration.engine.moments import later, lead
from corroboration.engine.numbers import Count, compare_counts, counts_of, is_counted, is_running
from corroboration.engine.opposites import opposite_outcome
from corroboration.engine.phrases import any_phrase
from corroboration.engine.remembered import remembered
from corroboration.engine.stance import relate_statements
from corroboration.engine.standing import vouched
from corroboration.engine.tables import table
from corroboration.engine.values import Finding, Relation, Stance, Telling
from corroboration.engine.words import overlap, shared_roots, words_of

__all__ = ["judge", "later", "questions", "relate", "relate_statements", "successor", "weighed"]

# Likeness of two statements of one event: cosine of their telling words (words.overlap).
ALIKE = 0.5  # one statement reworded
CLOSE = 0.35  # of one matter, where the action agrees as well
SHARED_WORDS = 2  # one rare word in common, often a town's name, makes no statement reworded
SHARED_WIDE = 3  # ... and two make none where the slot says little: "air raids" on one province
SHOWN = 200  # characters of a claim that a reason quotes
MILD = frozenset({Stance.CORROBORATES, Stance.DIFFERS})  # stances that call nobody wrong or outdated
DEATHS = "killed"
BY_CHANCE = 10  # below it two counts of two places are often equal by chance
PLACES = 9  # scores are rounded so that they are the same on every machine


class Ruling(NamedTuple):
    """What the rules say of a pair. final: nothing else is asked; finding: None where silence is the answer."""

    final: bool
    finding: Finding | None


SILENT, UNDECIDED = Ruling(True, None), Ruling(False, None)


def judge(left: Telling, right: Telling) -> Relation | None:
    """The relation of two claims of one cluster with its direction: a is the later, and in *supersedes* replaces b."""
    if left.remains or right.remains:
        return remembered(left, right)
    taken = correction(left, right)
    finding = taken[1] if taken else relate(left, right)
    if finding is None:
        return None
    new = taken[0] if taken else successor(left, right, finding)
    old = left if new is right else right
    return Relation(new.id, old.id, finding, independence(left, right))


def questions(telling: Telling) -> tuple[str, ...]:
    """The questions a claim answers: two claims that share none aren't compared.

    Its slot, under the name of its kindred slots if it has any, and each toll that it gives.
    """
    if telling.remains:
        return telling.remains.questions
    slot = telling.claim.slot
    kindred = next((group[0] for group in table("opposites")["kindred"]["slots"] if slot in group), slot)
    tolls = {quantity.role for quantity in telling.claim.quantities if is_running(quantity.role)}
    fate = {clashes.FATE} if clashes.tells_a_fate(telling) else {}
    return tuple(sorted({slot, kindred, *tolls, *fate}))


def successor(left: Telling, right: Telling, finding: Finding) -> Telling:
    """The claim that comes second: of an update the one that replaces the other, else the later one."""
    if finding.stance is not Stance.SUPERSEDES:
        return later(left, right)
    counts = counts_of(left, right)
    if counts is None or _provisional(left) != _provisional(right):
        return right if _provisional(left) else left
    return max(counts, key=lambda c: (c.size, c.low)).telling


def relate(left: Telling, right: Telling) -> Finding | None:
    """Say how two claims of one cluster stand to each other; None where nothing decides it.

    Two claims of unequal slots are compared only by a toll that both give, by outcomes told under kindred slots, and by
    what makes it likely that they say one thing. Symmetric: the order of the arguments changes nothing.
    """
    if _one_telling(left, right) or notice_in(left) or notice_in(right):
        return None  # a notice says nothing of the matter that it takes back
    finding = _find(*_in_time(left, right))
    if finding is None:
        return None
    return Finding(finding.stance, finding.type, round(finding.score, PLACES), finding.reasons)


def weighed(left: Telling, right: Telling) -> bool:
    """Whether no number, denial or outcome decides how two claims stand, so that their likeness does."""
    told = not (_one_telling(left, right) or notice_in(left) or notice_in(right))
    return told and _by_rule(*_in_time(left, right)) == UNDECIDED


def _in_time(left: Telling, right: Telling) -> tuple[Telling, Telling]:
    """(second, first) of two claims."""
    second = later(left, right)
    return second, left if second is right else right


def _find(second: Telling, first: Telling) -> Finding | None:
    ruled = _by_rule(second, first)
    return _agreement(second, first) if ruled == UNDECIDED else ruled.finding


def _by_rule(second: Telling, first: Telling) -> Ruling:
    """What numbers, denials and outcomes say, or that they say nothing."""
    if _leaves_open(second) or _leaves_open(first) or not _one_happening(second, first):
        return SILENT
    same_slot = first.claim.slot == second.claim.slot
    if same_slot and _provisional(first) != _provisional(second):
        return Ruling(True, _update(second, first))
    counts = counts_of(second, first)
    if counts is not None:
        return Ruling(True, _counted(*counts))
    clash = _clash(second, first)
    if clash is not None:
        return Ruling(True, clash)
    return SILENT if _unlike_in_kind(second, first) or _counted_apart(second, first) else UNDECIDED


def _counted_apart(second: Telling, first: Telling) -> bool:
    """Two counts of two things, or a count beside a claim that says no number: neither bears the other out."""
    slots = first.claim.slot, second.claim.slot
    if slots[0] != slots[1]:
        return all(map(is_counted, slots))
    return is_counted(slots[0]) and bool(second.claim.quantities or first.claim.quantities)


def _clash(second: Telling, first: Telling) -> Finding | None:
    """Not both can be so: of one question a denial, another answer or another outcome, of kindred ones an outcome."""
    slots = first.claim.slot, second.claim.slot
    if slots[0] != slots[1]:
        if clashes.one_fate(second, first):
            return opposite_outcome(second, first)
        kindred = any(slots[0] in group and slots[1] in group for group in table("opposites")["kindred"]["slots"])
        return _opposite(second, first) if kindred else None
    if is_counted(slots[0]) and (second.claim.quantities or first.claim.quantities):
        return None
    return _denial(second, first) or _exclusive(second, first) or _opposite(second, first)


def _one_happening(second: Telling, first: Telling) -> bool:
    """Whether both may tell of one occasion; where the question is the day itself, two days are two answers."""
    return clashes.answers(first.claim.slot, "time") or one_happening(second, first)


def _one_telling(left: Telling, right: Telling) -> bool:
    """Two claims that one article has from the same chain: one voice speaking once."""
    mine, theirs = left.claim.chain, right.claim.chain
    return left.article == right.article and [v.slug for v in mine] == [v.slug for v in theirs]


def _leaves_open(telling: Telling) -> bool:
    return any_phrase(telling.claim.text, table("opposites")["open"]["words"])


def _provisional(telling: Telling) -> bool:
    """A negative that holds for the moment only: "no one has yet claimed the attack"."""
    return any_phrase(telling.claim.text, table("opposites")["provisional"]["words"])


def _update(second: Telling, first: Telling) -> Finding | None:
    """What was still open in one is settled in the other: an update, unless the open one is the later."""
    still, settled = (second, first) if _provisional(second) else (first, second)
    if lead(settled, still) < 0 or _wide(first.claim.slot) or _negative(settled):
        return None
    return Finding(Stance.SUPERSEDES, first.claim.slot, 0.75, ("what one says had not happened yet, the other tells",))


def _negative(telling: Telling) -> bool:
    """Whether the claim says that it is not so.

    A denied claim says so where only its denier speaks; where the claimant is named, or an account is told as since
    corrected, it stands for those who gave that account.
    """
    claim = telling.claim
    denied = claim.modality is Modality.DENIED and not claim.chain
    if denied and any_phrase(claim.text, table("opposites")["earlier"]["words"]):
        denied = False
    return denied == claim.frame.polarity


def _counted(second: Count, first: Count) -> Finding | None:
    """Two counts of one question: of one place, as far as is known."""
    late, early = second.telling, first.telling
    if clashes.places_apart(late, early) or not _tied(late, early) or not one_count(second, first):
        return None
    if second.size == first.size < BY_CHANCE and clashes.elsewhere(late, early):
        return None
    if _negative(late) == _negative(early):
        found = compare_counts(second, first, one_voice=_kept_by_one(second, first))
        if found is None or _too_little(found, late, early):
            return None
        return found if found.stance in MILD or close_in_time(late, early) else None
    if second.size != first.size:
        return None
    return Finding(Stance.CONTRADICTS, "denial", 0.85, ("one denies the count that the other gives",))


def _kept_by_one(second: Count, first: Count) -> bool:
    """Whether two counts may be one voice's, earlier and later. What an article gives as its outlet's own count of the
    dead is not that of a source whose other count it quotes, unless its words call one of them a stage. Of the injured
    this says little: read by eye in 330 articles, seven such clashes of eight were of two attacks.
    """
    late, early = second.telling, first.telling
    if independence(late, early).verdict is not False:
        return False
    alike = (bool(late.claim.chain) and vouched(late)) == (bool(early.claim.chain) and vouched(early))
    return alike or late.article != early.article or bool(second.stage or first.stage) or first.question != DEATHS


def _tied(second: Telling, first: Telling) -> bool:
    """Whether the article, a place or a day ties two counts together, or one of them names nothing to compare."""
    if second.article == first.article or clashes.near(second, first):
        return True
    return (dated(second) and dated(first)) or clashes.bare(second) or clashes.bare(first)


def _denial(second: Telling, first: Telling) -> Finding | None:
    """One says so, the other says not so, of the same matter."""
    if _negative(second) == _negative(first) or clashes.details_apart(second, first):
        return None
    if not _of_one_matter(second, first):
        return None
    no, yes = (second, first) if _negative(second) else (first, second)
    own = {voice.slug for voice in no.claim.denied_by} & {voice.slug for voice in yes.claim.chain[:1]}
    if own and lead(no, yes) <= 0:
        return None  # who denies the one says the other: two matters; told later, he takes it back
    verb = "denies" if no.claim.modality is Modality.DENIED else "negates"
    planned = Modality.PLANNED in (no.claim.modality, yes.claim.modality)
    reason = f"{_teller(no)} {verb} what {_teller(yes)} says: {yes.claim.text[:SHOWN]}"
    return Finding(Stance.CONTRADICTS, "denial", 0.6 if planned else 0.85, (reason,))


def _of_one_matter(second: Telling, first: Telling) -> bool:
    """Whether what one denies can be what the other says."""
    alike = _alikeness(second, first)
    if clashes.other_deeds(second, first):
        return False
    if _wide(first.claim.slot):
        if _same_action(second, first):
            return alike >= CLOSE
        return alike >= ALIKE and (_denied(second) or _denied(first))
    if alike >= CLOSE or clashes.common_ground(second, first) or clashes.same_answer(second, first):
        return True
    if clashes.one_sort(second, first):
        return True
    return clashes.bare(second) and clashes.bare(first)


def _exclusive(second: Telling, first: Telling) -> Finding | None:
    """Two answers of which one must be wrong, if both speak of one matter: two attacks have two culprits."""
    who = clashes.answers(first.claim.slot, "actor") and clashes.one_deed(second, first)
    if who or clashes.common_ground(second, first) or _alikeness(second, first) >= CLOSE:
        return clashes.exclusive(second, first)
    return clashes.exclusive(second, first) if clashes.bare(second) and clashes.bare(first) else None


def _opposite(second: Telling, first: Telling) -> Finding | None:
    """Opposite outcomes of one matter. In a wide slot the two must share whom it was done to, or their wording:
    "the driver was killed" and "the minister survived" are told of one event, and both are so."""
    if _negative(second) or _negative(first) or clashes.objects_apart(second, first):
        return None
    if _wide(first.claim.slot) and _alikeness(second, first) < ALIKE:
        shared = clashes.shared_details(second, first)
        if "target" not in shared and "actor" not in shared:
            return None
    return opposite_outcome(second, first, same_actor=not clashes.actors_apart(second, first))


def _agreement(second: Telling, first: Telling) -> Finding | None:
    """The same answer to the same question, in whatever words."""
    slot, same_slot = first.claim.slot, first.claim.slot == second.claim.slot
    if same_slot and _answers_apart(second, first):
        return None
    if same_slot and not _wide(slot) and _one_answer(second, first):
        details = clashes.shared_details(second, first)
        known = f", and the same {', '.join(details)}" if details else ""
        return Finding(Stance.CORROBORATES, slot, 0.75 if details else 0.6, (f"one answer to “{slot}”{known}",))
    signs = agreement(second, first)
    kind = slot if same_slot and not _wide(slot) else "wording"
    found = Finding(Stance.CORROBORATES, kind, signs.likely, signs.reasons)
    return None if signs.likely < enough() or _too_little(found, second, first) else found


def _too_little(found: Finding, left: Telling, right: Telling) -> bool:
    """Whether an agreement is too weak for two independent voices to bear each other out, as "many" is for "32"."""
    weak = found.stance is Stance.CORROBORATES and found.score < enough_for_two()
    return weak and independence(left, right).verdict is True


def _answers_apart(second: Telling, first: Telling) -> bool:
    held = clashes.answers(first.claim.slot, "holder") and clashes.actors_apart(second, first)
    return held or clashes.answers_apart(second, first)


def _one_answer(second: Telling, first: Telling) -> bool:
    """Whether both answer a question for one detail alike, or, where one leaves it open, speak of one matter as far as
    is known. Deaths without a number are no answer: many die.
    """
    if is_counted(first.claim.slot):
        return False
    same = clashes.same_answer(second, first)
    if same is None:
        # what is hit at one place is not one thing: there a common place or action tells too little
        ground = not clashes.answers(first.claim.slot, "hit") and clashes.common_ground(second, first)
        same = ground or clashes.bare(second) or clashes.bare(first)
    return same or _alikeness(second, first) >= CLOSE


def _denied(telling: Telling) -> bool:
    return telling.claim.modality is Modality.DENIED


def _unlike_in_kind(second: Telling, first: Telling) -> bool:
    """One affirms and the other negates, or one plans and the other tells: no agreement, whatever the words."""
    return _negative(second) != _negative(first) or _planned(second) != _planned(first)


def _planned(telling: Telling) -> bool:
    return telling.claim.modality is Modality.PLANNED


def _same_action(left: Telling, right: Telling) -> bool:
    return bool(left.claim.frame.action) and left.claim.frame.action == right.claim.frame.action


def _wide(slot: str) -> bool:
    return slot in table("opposites")["wide"]["slots"]


def _alikeness(left: Telling, right: Telling) -> float:
    """How alike the telling words of the two are, in [0, 1]: common words count little."""
    mine, theirs = words_of(left.claim.text), words_of(right.claim.text)
    enough = SHARED_WIDE if _wide(left.claim.slot) and _wide(right.claim.slot) else SHARED_WORDS
    return overlap(mine, theirs) if shared_roots(mine, theirs) >= enough else 0.0


def _teller(telling: Telling) -> str:
    if telling.claim.denied_by:
        return telling.claim.denied_by[0].name
    return telling.claim.chain[0].name if telling.claim.chain else telling.publisher.name
