"""Admiralty grades as MISP's tags have them: admiralty-scale:source-reliability="b".

F and 6 say that there is nothing to judge by. They are tags like the others, and have no number: MISP's own 50 would
put them in the middle of a scale that they aren't on. The numbers of digits are those of STIX 2.1, appendix A.
"""

CONFIDENCE = {1: 90, 2: 70, 3: 50, 4: 30, 5: 10}


def source_tag(letter: str) -> str:
    return f'admiralty-scale:source-reliability="{letter.lower()}"'


def claim_tag(digit: int | None) -> str:
    """Of a claim that nobody has judged, too, it is said that it can't be."""
    return f'admiralty-scale:information-credibility="{digit or 6}"'


def confidence(digit: int | None) -> int | None:
    """STIX's confidence of 0 to 100; None where it can't be judged."""
    return CONFIDENCE.get(digit) if digit else None
