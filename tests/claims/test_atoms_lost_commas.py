"""Texts that lost their commas and apostrophes: what the parse then tears, and how it is read all the same."""

import pytest

from tests.claims.reading import read


@pytest.mark.parametrize(
    ("sentence", "claims"),
    [
        (
            "The strikes hit a hospital a school and two bakeries in the town killing 12 people including "
            "four children a local council said.",
            [
                "The strikes hit a hospital a school",
                "two bakeries in the town",
                "killing 12 people",
                "including four children",
            ],
        ),
        (
            "Nobody claimed the attack but similar bombings have been blamed on the jihadists.",
            ["Nobody claimed the attack", "similar bombings have been blamed on the jihadists"],
        ),
        (
            "Three soldiers were killed and seven others including an officer wounded when their vehicle hit a mine.",
            ["Three soldiers were killed", "seven others including an officer wounded when their vehicle hit a mine"],
        ),
        (
            "The ministry said 12 militants were killed seven vehicles destroyed and two tunnels found.",
            ["12 militants were killed", "seven vehicles destroyed", "two tunnels found"],
        ),
        (
            "Thousands of families fled the area since the offensive began last month leaving whole villages empty.",
            ["Thousands of families fled the area", "the offensive began last month", "leaving whole villages empty"],
        ),
        (
            "The raid came hours after the town was retaken by government troops with heavy air support.",
            ["the town was retaken by government troops with heavy air support"],
        ),
        (
            "At least five rockets fired from rebel areas landed in the Old City "
            "wounding 14 people most of them students.",
            [
                "At least five rockets fired from rebel areas landed in the Old City",
                "wounding 14 people",
                "most of them students",
            ],
        ),
        (
            "The blast on the bus killed at least six people CAG reports.",
            ["The blast on the bus killed at least six people"],
        ),
        # what must stay together
        (
            "A child who was pulled from the rubble died later in hospital.",
            ["A child who was pulled from the rubble died later in hospital"],
        ),
        (
            "Two children aged six and nine died of hunger.",
            ["Two children aged six and nine died of hunger"],
        ),
    ],
)
def test_claims_of_a_text_without_commas(sentence: str, claims: list[str]) -> None:
    assert [claim.text for claim in read(sentence).claims] == claims
