"""How sure, and of what time: labelled sentences of our own, with what must stay a plain assertion."""

import pytest
from spacy.language import Language

from claims.engine.modality import modality, settle
from claims.engine.values import Modality

PLAIN, HEDGED, PLANNED, DENIED = Modality.ASSERTED, Modality.HEDGED, Modality.PLANNED, Modality.DENIED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # doubt
        ("The bridge may have collapsed under the trucks.", HEDGED),
        ("A gas pipe might be the reason.", HEDGED),
        ("The militia could have used mustard gas.", HEDGED),
        ("Two drivers were reportedly hurt.", HEDGED),
        ("The mayor is apparently among the hostages.", HEDGED),
        ("Six miners are believed to be trapped.", HEDGED),
        ("Nine villagers were reported killed in the shelling.", HEDGED),
        ("The army appears to hold the northern gate.", HEDGED),
        ("The jets appear to have been flown by mercenaries.", HEDGED),
        ("The cargo is said to be stolen.", HEDGED),
        ("He is suspected of planting the mine.", HEDGED),
        ("The preliminary toll stands at 14.", HEDGED),
        ("The attack, if confirmed, would be the worst this year.", HEDGED),
        ("The toll is likely to have been higher.", HEDGED),
        ("Three people died in what is believed to be a gas explosion.", HEDGED),
        ("The militia has been accused of burning the fields.", HEDGED),
        ("Suspected Turkish jets hit the depot.", HEDGED),
        # no doubt: what was noticed, what could not be done, how something looked, what others reported
        ("The explosion could be heard in Tartus.", PLAIN),
        ("Smoke could be seen over the harbour.", PLAIN),
        ("The footage could not be verified.", PLAIN),
        ("It was unclear what had caused the fire.", PLAIN),
        ("The patients appeared pale.", PLAIN),
        ("The blast was also reported by state radio.", PLAIN),
        ('The ministry condemned the "terrorist explosion" in the harbour.', PLAIN),
        ("The alleged smuggler was released.", PLAIN),
        ("A suspected gas attack killed nine people.", PLAIN),
        ("Two men died in what the mayor called an ambush.", PLAIN),
        # plans
        ("The convoy will leave on Friday.", PLANNED),
        ("The fighters would surrender their arms.", PLANNED),
        ("The number of victims could rise.", PLANNED),
        ("The toll is expected to rise.", PLANNED),
        ("The buses are expected to be sent back.", PLANNED),
        ("Talks are to resume on Monday.", PLANNED),
        ("The brigade vowed to retake the dam.", PLANNED),
        ("The inspectors are tasked with surveying two depots.", PLANNED),
        ("The offensive is aimed at cutting the road to Homs.", PLANNED),
        ("The ministry has plans to close the crossing.", PLANNED),
        ("The families are set for evacuation.", PLANNED),
        ("The observers are due to arrive on Sunday.", PLANNED),
        # no plans: calls, ability, what was done
        ("The envoy called on both sides to stop the shelling.", PLAIN),
        ("The mayor urged residents to leave.", PLAIN),
        ("It is hard to reach the village.", PLAIN),
        ("The campaign is aimed at the militia.", PLAIN),
        ("The column managed to reach the base.", PLAIN),
        ("The rebels shelled the town in response to the raid.", PLAIN),
        ("Turkey considers the group to be a threat.", PLAIN),
        ("The guards were not to blame.", PLAIN),
        ("The schools were closed due to the strikes.", PLAIN),
        ("The council decided to close the harbour.", PLAIN),
        ("The two ministers agreed to meet again.", PLAIN),
        ("The village set to the south was quiet.", PLAIN),
        # denials of what is told; a negative is a plain assertion
        ("The army denied the reports.", DENIED),
        ("The allegations were rejected by the ministry.", DENIED),
        ("There was no truth to the claims.", DENIED),
        ("The fire was initially believed to be an attack.", DENIED),
        ("The army rejected the offer.", PLAIN),
        ("The militia did not carry out the attack.", PLAIN),
        ("The mayor did not deny the reports.", PLAIN),
        ("The hostages were not killed.", PLAIN),
        ("Nobody was hurt.", PLAIN),
    ],
)
def test_how_a_sentence_presents_what_it_says(text: str, expected: Modality, nlp: Language) -> None:
    sentence = next(nlp(text).sents)
    assert modality(sentence.root, list(sentence)) is expected


def test_an_aim_is_planned(nlp: Language) -> None:
    tokens = list(nlp("in order to seize the dam"))
    assert modality(tokens[3], tokens, purpose=True) is PLANNED


@pytest.mark.parametrize(
    ("text", "word", "own", "imposed", "expected"),
    [
        ("Officials fear that the dam is lost.", "is", PLAIN, HEDGED, HEDGED),
        ("Officials fear that the dam, which fell in May, is lost.", "fell", PLAIN, HEDGED, PLAIN),
        ("He denied that it shelled the camp, which is home to 900 families.", "is", PLAIN, DENIED, PLAIN),
        ("He denied that the army will leave.", "leave", PLANNED, DENIED, DENIED),
        ("He believes that the army will leave.", "leave", PLANNED, HEDGED, PLANNED),
        ("There are reports that the camp was shelled.", "shelled", PLAIN, HEDGED, HEDGED),
        ("He said the dam is lost.", "is", PLAIN, None, PLAIN),
    ],
)
def test_what_the_verb_of_saying_imposes(
    text: str, word: str, own: Modality, imposed: Modality | None, expected: Modality, nlp: Language
) -> None:
    head = next(token for token in nlp(text) if token.text == word)
    assert settle(own, imposed, head) is expected


def test_an_aim_shared_by_two_verbs_is_planned_in_both(nlp: Language) -> None:
    text = "The raids are aimed at emptying the town and forcing the rebels out."
    head = next(token for token in nlp(text) if token.text == "forcing")
    assert modality(head, list(head.subtree)) is PLANNED


def test_what_was_said_first_is_taken_back(nlp: Language) -> None:
    text = "Police initially said the driver was dead but a nurse told reporters that he was safe."
    head = next(token for token in nlp(text) if token.text == "was")
    assert modality(head, list(head.subtree)) is DENIED
