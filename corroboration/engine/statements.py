"""Free statements, all at hand at once: which of them speak of one event.

They come in no order and nothing is stored, so nothing has to stay as it was: they are grouped by average linkage over
everything (Sokal & Michener 1958), and then each is put where it fits best. Clusters that grow with the days are the
work of clustering.py.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corroboration.engine import matching
from corroboration.engine.clustering import group, pairs_met
from corroboration.engine.comparison import Grid
from corroboration.engine.profiles import profile_of
from corroboration.engine.tables import table
from corroboration.engine.values import UNDATED, Episode, Telling

AT_ONCE = 3_000  # statements whose pairs are all compared: 10 million scores, a minute. More are placed one by one
ROUNDS = 8  # of putting each where it fits best; it mostly stands still after three
LEAST_WITHIN = 1e-6  # a group that holds nothing but the row itself has no centre
_THRESHOLDS = table("match_weights")["thresholds"]
Labels = NDArray[np.int64]


def group_statements(tellings: Sequence[Telling]) -> dict[str, str]:
    """id -> id of the first statement of its cluster."""
    episodes = [Episode((telling,), profile_of((telling,))) for telling in sorted(tellings, key=lambda t: t.order)]
    if len(episodes) > AT_ONCE:
        return _one_by_one(episodes)
    if not episodes:
        return {}
    dated = all(episode.published_at != UNDATED for episode in episodes)
    labels = grouped(matching.all_scores([episode.profile for episode in episodes]), dated=dated)
    first: dict[int, str] = {}
    return {e.id: first.setdefault(label, e.id) for e, label in zip(episodes, labels.tolist(), strict=True)}


def _one_by_one(episodes: Sequence[Episode]) -> dict[str, str]:
    profiles = {episode.id: episode.profile for episode in episodes}
    links = {(link.left, link.right): link for link in matching.links(pairs_met(episodes), profiles)}
    return {member: members[0] for members in group(episodes, links).clusters for member in members}


def grouped(scores: Grid, *, dated: bool) -> Labels:
    """A label for each statement. scores: of all pairs, 0 on the diagonal."""
    merge, stay = ("join", "join") if dated else ("undated_merge", "undated_stay")
    return _settled(average_linkage(scores, float(_THRESHOLDS[merge])), scores, float(_THRESHOLDS[stay]))


def average_linkage(scores: Grid, least: float) -> Labels:
    """A label for each row: the two groups with the greatest mean score are joined while it reaches `least`.

    The nearest partner of each group is kept, so that it takes O(n^2) on the whole.
    """
    size = len(scores)
    mean = scores.astype(float)
    np.fill_diagonal(mean, -1.0)
    weight, alive = np.ones(size), np.ones(size, bool)
    labels = np.arange(size)
    partner = mean.argmax(1)
    nearest = mean[np.arange(size), partner]
    while (one := int(np.argmax(np.where(alive, nearest, -2.0)))) >= 0 and nearest[one] >= least:
        other = int(partner[one])
        joined = (mean[one] * weight[one] + mean[other] * weight[other]) / (weight[one] + weight[other])
        mean[one], mean[:, one], mean[other], mean[:, other] = joined, joined, -1.0, -1.0
        mean[one, one] = mean[one, other] = mean[other, one] = -1.0
        weight[one] += weight[other]
        alive[other], nearest[other] = False, -2.0
        labels[labels == other] = one
        stale = alive & ((partner == one) | (partner == other))
        stale[one] = True
        for row in np.nonzero(stale)[0]:
            partner[row] = mean[row].argmax()
            nearest[row] = mean[row, partner[row]]
        closer = alive & (mean[:, one] > nearest)
        partner[closer], nearest[closer] = one, mean[closer, one]
    return labels


def _settled(labels: Labels, scores: Grid, least: float) -> Labels:
    """Each row in the group whose centre it is nearest to, or alone where it comes within `least` of none.

    Kernel k-means (Dhillon, Guan & Kulis 2004) with the scores as kernel: a row's sum of scores with the others of a
    group over the square root of the sum of all scores within it, so that a close group asks for more than a loose one.
    """
    rows = np.arange(len(labels))
    kernel = scores.copy()
    np.fill_diagonal(kernel, 1.0)
    for _ in range(ROUNDS):
        _, labels = np.unique(labels, return_inverse=True)
        member = np.zeros((len(labels), int(labels.max()) + 1))
        member[rows, labels] = 1.0
        near = np.round(kernel @ member, 6)
        within = np.repeat((member * near).sum(0)[None], len(labels), 0)
        own = near[rows, labels]
        within[rows, labels] -= 2 * own - 1  # a row is judged by the others of its group
        near[rows, labels] -= 1
        fit = np.where(within > LEAST_WITHIN, near / np.sqrt(np.maximum(within, LEAST_WITHIN)), 0.0)
        best = fit.argmax(1)
        moved = np.where(fit[rows, best] >= least, best, member.shape[1] + rows)
        if np.array_equal(moved, labels):
            break
        labels = moved
    return np.asarray(labels)
