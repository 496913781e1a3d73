"""Names of places, and which of several is where it happened."""

import pytest

from claims.engine.naming import NameIndex, fold
from claims.engine.places import Gazetteer, PlaceEntry
from claims.engine.reference import load_reference
from tests.claims.describing import reference, told


@pytest.mark.parametrize(
    ("spelling", "place"),
    [
        ("Idleb", "idlib"),
        ("Deir Ezzor", "deir-ez-zor"),
        ("Dayr az-Zawr", "deir-ez-zor"),
        ("al-Hasakah", "hasakah"),
        ("As-Suwayda", "suwayda"),
        ("Tadmur", "palmyra"),
        ("Kobanê", "kobani"),
        ("Jisr al-Shughur", "jisr-al-shughour"),
        ("T-4", "t4"),
        ("Ukraine", "ua"),
    ],
)
def test_many_spellings_are_one_place(spelling: str, place: str) -> None:
    (mention,) = reference().gazetteer.find(f"They met in {spelling} again".split())
    assert mention.id == place


def test_a_lost_apostrophe_hides_no_place() -> None:
    (mention,) = reference().gazetteer.find(["on", "Aleppos", "northern", "edge"])
    assert mention.id == "aleppo"


@pytest.mark.parametrize("text", ["homs and sources", "jordan is a name", "a turkey sandwich", "mare and foal"])
def test_words_without_a_capital_are_no_places(text: str) -> None:
    assert reference().gazetteer.find(text.split()) == ()


def test_a_path_runs_from_the_town_to_the_country() -> None:
    assert reference().gazetteer.path("rashidin") == ("rashidin", "aleppo", "aleppo-governorate", "sy")
    assert reference().gazetteer.path("nowhere") == ()


def test_every_parent_exists() -> None:
    entries = reference().gazetteer.entries
    assert [e.id for e in entries.values() if e.parent and e.parent not in entries] == []


@pytest.mark.parametrize(
    ("spelling", "place"),
    [("Khan Shaykoun", "khan-sheikhoun"), ("Latamine", "latamneh"), ("Zzyzx", ""), ("", "")],
)
def test_an_unknown_spelling_may_sound_like_a_known_place(spelling: str, place: str) -> None:
    assert reference().gazetteer.guess(spelling) == place


def test_an_admin_replaces_and_adds_places() -> None:
    extra = (PlaceEntry("homs", "Emesa", "city", "sy"), PlaceEntry("tel-test", "Tel Test", "village", "homs"))
    gazetteer = load_reference(extra_places=extra).gazetteer
    assert gazetteer.entries["homs"].name == "Emesa"
    assert gazetteer.path(gazetteer.find(["Tel", "Test"])[0].id) == ("tel-test", "homs", "sy")


def test_rings_in_the_data_do_not_hang() -> None:
    ring = Gazetteer.build([PlaceEntry("a", "Aa", "town", "b"), PlaceEntry("b", "Bb", "town", "a")])
    assert ring.path("a") == ("a", "b")


@pytest.mark.parametrize(
    ("text", "place", "others"),
    [
        ("A lorry exploded in Tartus", "tartus", ()),
        ("Troops from Latakia arrived in Salamiyah", "salamiyah", ("latakia",)),
        ("Residents of Douma gathered in Homs", "homs", ("douma",)),
        ("The army captured Manbij", "manbij", ()),
        ("Ten people died in the town of Binnish in Idlib province", "binnish", ()),
        ("A mine went off north of Saraqib", "saraqib", ()),
        ("A depot burned in Ferguson, Missouri", "ferguson", ()),
        ("Jordan sent aid to Daraa", "daraa", ("jo",)),
        ("Nobody was hurt", "", ()),
    ],
)
def test_where_it_happened_comes_before_other_places(text: str, place: str, others: tuple[str, ...]) -> None:
    frame = told(text).frame
    assert (frame.place_id, frame.other_places) == (place, others)


def test_a_person_named_like_a_town_is_no_place() -> None:
    assert told("Officers arrested Austin Miller in Denver").frame.other_places == ()


def test_an_unknown_place_keeps_its_name_and_takes_over_no_other() -> None:
    first = told("A bomb killed six people in Afrin on Monday")
    second = told("Two people were killed in the village of Qarnabul", earlier=(first,))
    assert second.frame.place == "Qarnabul"
    assert second.frame.place_id == ""


@pytest.mark.parametrize(
    ("left", "right"),
    [("Al-Bab", "al Bab"), ("Ma'arrat", "Maarrat"), ("Şanlıurfa", "Sanlıurfa"), ("as-Safira", "Safira")],
)
def test_folding_brings_spellings_together(left: str, right: str) -> None:
    assert fold(left) == fold(right)


def test_acronyms_need_capitals_and_long_names_win() -> None:
    index = NameIndex.build([("IS", "isis"), ("New York", "ny"), ("New York Times", "nyt")])
    assert [m.id for m in index.find(["he", "is", "here", "and", "IS", "is", "there"])] == ["isis"]
    assert [m.id for m in index.find(["the", "New", "York", "Times", "of", "New", "York"])] == ["nyt", "ny"]


@pytest.mark.parametrize(
    ("text", "place_id"),
    [
        ("Nine people died in the western province of Idlib", "idlib-governorate"),
        ("Nine people died in the countryside of Aleppo", "aleppo-governorate"),
        ("Nine people died in rural Homs", "homs-governorate"),
        ("A mine hit the al-Hader quarter in Aleppo city", "aleppo"),  # the known one is in Quneitra
        ("A mine hit al-Hader town in Aleppos southern countryside", "aleppo-governorate"),
        ("A mine hit the Jobar quarter in Damascus", "jobar"),
        ("A mine hit the town of Azaz in Syria", "azaz"),
        ("Nine people died in Raqa province", "raqqa-governorate"),
        ("Nine people died in the countryside of Palmyra", "palmyra"),
        ("Nine people died in the city of Idlib", "idlib"),
        ("Nine people died in Bab al-Fictif", ""),
        ("Nine people died in al-Bab", "al-bab"),
        ("Nine people died in al-Bab Turkish media said", "al-bab"),
        ("Nine people died in Bab al-Nairab", "bab-al-nayrab"),
        ("The militia joined Ankaras offensive", ""),
    ],
)
def test_a_name_is_taken_whole(text: str, place_id: str) -> None:
    assert told(text).frame.place_id == place_id
