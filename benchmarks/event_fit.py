"""Fits episode_weights.toml and match_weights.toml, and says what the weights are worth on what they weren't fitted to.

Sets of annotated articles are left out one at a time; ECB+ topics in five parts. An event never stands on both sides.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks import ecb
from benchmarks.events import HEAD, Gold, Score
from benchmarks.fitting import Decision, Matrix, conditional_logit, likely, logistic
from corroboration.engine import choices, episodes, matching, statements
from corroboration.engine.aspects import aspect
from corroboration.engine.clustering import group
from corroboration.engine.comparison import Comparison
from corroboration.engine.features import FEATURES
from corroboration.engine.profiles import profile_of
from corroboration.engine.tables import table
from corroboration.engine.values import Episode, Link, Telling, ordered

PAIRS_A_SET = 1500  # that a set counts for, however many pairs it holds
SENTENCE_PAIRS = 20_000  # that all of ECB+ counts for
FOLDS = 5
ACROSS_TOPICS, ACROSS_WEIGHT = 0.1, 3.0  # share of the pairs of two topics that is taken, and what each counts for
Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights of the two choices, and of the pairs with their bias."""

    joining: Weights
    opening: Weights
    bias: float
    pairs: Weights


def run(sets: Sequence[Gold], rows: Sequence[dict[str, Any]], told: Sequence[Telling]) -> None:
    """Print the honest figures, then the tables fitted to everything."""
    made = {gold.name: decisions(gold) for gold in sets}
    print(f"{'left out':16} choices right   episodes: B3   clusters: {HEAD}")
    figures, cuts = [], {}
    for gold in sets:
        choice = fit_choices([d for name, ds in made.items() if name != gold.name for d in ds])
        cuts[gold.name] = cut(gold, *choice)
        figures.append((right(made[gold.name], *choice), gold.within(cuts[gold.name]).f1))
    labelled = {gold.name: pairs(gold, cuts[gold.name]) for gold in sets}
    for at, gold in enumerate(sets):
        b = fit_pairs([found for name, found in labelled.items() if name != gold.name])
        placed = gold.score(clustered(cuts[gold.name], likely(labelled[gold.name].x, b)))
        figures[at] = (*figures[at], *placed)
        print(f"{gold.name:16} {figures[at][0]:.3f}           {figures[at][1]:.3f}          {placed.show()}")
    means = np.nanmean(np.array(figures, dtype=float), axis=0)
    print(f"{'mean':16} {means[0]:.3f}           {means[1]:.3f}          {Score(*means[2:]).show()}")
    undated = fit_sentences(rows, told)
    joining, opening = fit_choices([d for ds in made.values() for d in ds])
    dated = fit_pairs(list(labelled.values()))
    print_weights("episode_weights.toml, joining", joining)
    print_weights("episode_weights.toml, opening", opening)
    print(f"match_weights.toml: bias dated {dated[0]:.2f}, undated {undated[0]:.2f}")
    for column, name in enumerate(names("dated")):
        print(f"  dated   {name:24} {dated[1 + column]:6.2f}")
    for column, name in enumerate(names("undated")):
        print(f"  undated {name:24} {undated[1 + column]:6.2f}")


def print_weights(title: str, weights: Weights) -> None:
    print(title)
    for name, weight in weights.items():
        print(f"  {name:24} {weight:6.2f}")


# --- which episode a claim goes on with


def decisions(gold: Gold) -> list[Decision]:
    """The choices at each claim whose event is known, given that all before it were made right."""
    found = []
    for article in gold.by_article():
        threads: dict[str, choices.Thread] = {}
        previous = None
        for place, telling in enumerate(article):
            event = gold.event.get(telling.id)
            if event is None:
                continue
            claim, told = aspect(telling), list(threads)
            if previous is not None:
                going_on = [choices.joining(claim, threads[name], previous) for name in told]
                another = choices.opening(claim, list(threads.values()), previous, place / len(article))
                found.append(Decision((*going_on, another), told.index(event) if event in threads else len(told)))
            if event in threads:
                threads[event].add(claim)
            else:
                threads[event] = choices.Thread(claim)
            previous = claim
    return found


def fit_choices(made: Sequence[Decision]) -> tuple[Weights, Weights]:
    """The weights of joining and of opening, for the features that the table lists."""
    rows = table("episode_weights")
    listed = [name for part in ("joining", "opening") for name in rows[part]]
    kept = [Decision(tuple(_only(listed, option) for option in d.options), d.right) for d in made]
    weights = conditional_logit(kept, listed)
    return tuple({name: weights[name] for name in rows[part]} for part in ("joining", "opening"))  # type: ignore[return-value]


def _only(listed: Iterable[str], found: Weights) -> Weights:
    return {name: found[name] for name in listed if name in found}


def right(made: Sequence[Decision], joining: Weights, opening: Weights) -> float:
    """Share of the choices that these weights make right."""
    both = {**joining, **opening}
    made_right = 0
    for decision in made:
        odds = [choices.weighed(option, both) for option in decision.options]
        made_right += odds.index(max(odds)) == decision.right
    return made_right / len(made)


def cut(gold: Gold, joining: Weights, opening: Weights) -> list[Episode]:
    """The set's episodes with these weights, in order of publication."""
    found = []
    for article in gold.by_article():
        for turn, run in enumerate(episodes.cut(article, joining, opening)):
            found.append(Episode(tuple(run), profile_of(run, turn)))
    return sorted(found, key=lambda episode: episode.order)


# --- which episodes are of one event


@dataclass(frozen=True, slots=True)
class Labelled:
    """All pairs of a set's episodes: a row each of features, whether they are of one event, and what they count for."""

    x: Matrix
    same: Matrix
    weight: Matrix


def names(which: str) -> list[str]:
    """The features that the table weighs."""
    return [name for name in FEATURES if which in table("match_weights")["features"][name]]


def pairs(gold: Gold, cut_into: Sequence[Episode]) -> Labelled:
    """Pairs in the order of np.tril_indices. An episode's event is that of most of its claims."""
    x = grid([e.profile for e in cut_into], "dated")
    events = [gold.main_event(e.members) for e in cut_into]
    left, right = np.tril_indices(len(cut_into), -1)
    same = np.array([float(events[i] is not None and events[i] == events[j]) for i, j in zip(left, right, strict=True)])
    sizes = np.array([len(e.members) if event else 0 for e, event in zip(cut_into, events, strict=True)])
    weight = np.sqrt(sizes[left] * sizes[right])
    return Labelled(x[left, right], same, weight / weight.sum() * PAIRS_A_SET)


def grid(profiles: Sequence[Any], which: str) -> Matrix:
    comparison = Comparison(profiles, profiles)
    return np.stack([np.asarray(FEATURES[name](comparison), dtype=float) for name in names(which)], axis=-1)


def fit_pairs(found: Sequence[Labelled]) -> Matrix:
    return logistic(
        np.vstack([each.x for each in found]),
        np.concatenate([each.same for each in found]),
        np.concatenate([each.weight for each in found]),
    )


def clustered(cut_into: Sequence[Episode], scores: Matrix) -> dict[str, str]:
    """claim -> founder of its cluster, with these scores of all pairs."""
    left, right = np.tril_indices(len(cut_into), -1)
    links = {}
    for i, j, score in zip(left.tolist(), right.tolist(), scores.tolist(), strict=True):
        pair = tuple(sorted((cut_into[i].id, cut_into[j].id)))
        links[pair] = Link(pair[0], pair[1], round(score, matching.PLACES), {})
    return {member: members[0] for members in group(cut_into, links).clusters for member in members}


# --- sentences without dates


def fit_sentences(rows: Sequence[dict[str, Any]], told: Sequence[Telling]) -> Matrix:
    """The weights for pairs without dates; prints what such weights are worth on topics left out."""
    x = grid([profile_of((telling,)) for telling in told], "undated")
    true, size = ecb.event_pairs(rows), len(rows)
    topics = np.array([row["topic"] for row in rows], dtype=object)
    part = np.array([sorted(set(topics)).index(topic) % FOLDS for topic in topics])
    left, right = np.triu_indices(size, 1)
    other_document = np.array([rows[i]["doc_id"] != rows[j]["doc_id"] for i, j in zip(left, right, strict=True)])
    across = topics[left] != topics[right]
    taken = other_document & (~across | (np.random.default_rng(0).random(len(left)) < ACROSS_TOPICS))
    same = np.array([float(ordered(rows[i]["id"], rows[j]["id"]) in true) for i, j in zip(left, right, strict=True)])
    weight = np.where(across, ACROSS_WEIGHT, 1.0)

    def fitted(use: Matrix) -> Matrix:
        return logistic(x[left[use], right[use]], same[use], weight[use] / weight[use].sum() * SENTENCE_PAIRS)

    scores = np.zeros((size, size))
    for fold in range(FOLDS):
        mine = np.nonzero(part == fold)[0]
        scores[mine] = likely(x[mine], fitted(taken & (part[left] != fold) & (part[right] != fold)))
    scores = np.round((scores + scores.T) / 2, matching.PLACES)
    np.fill_diagonal(scores, 0.0)
    homes = dict(zip((row["id"] for row in rows), statements.grouped(scores, dated=False).tolist(), strict=True))
    print(f"ECB+, topics left out: pair P R F1 {ecb.show(ecb.pair_scores(ecb.joined(rows, homes), true))}")
    return fitted(taken)
