"""A text that was parsed before is read as one that wasn't: the same trees, claims and digest."""

import json
import random
from datetime import UTC, datetime

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from claims.engine.document import legible
from claims.engine.extract import extract
from claims.engine.standins import disguise
from claims.engine.values import ArticleText
from claims.selectors import reference
from corroboration import pipeline, rebuilding
from corroboration.ingestion import accept
from corroboration.models import KeptParse
from corroboration.syndication import parses
from corroboration.syndication.parses import Remembering, packed, unpacked
from sources.engine.values import Kind, Voice
from tests.pipeline.articles import TALES, work
from tests.pipeline.place import Place
from tests.pipeline.test_together import finish, start
from tests.syndication.wires import WIRE, wires

HOME = datetime(2018, 5, 6, 9, tzinfo=UTC)


def tree(doc: Doc) -> list[object]:
    """All that rules may ask of a parsed text."""
    words = ("text_with_ws", "tag_", "pos_", "lemma_", "dep_", "ent_iob_", "ent_type_", "norm_", "shape_", "lower_")
    words += ("is_sent_start", "idx", "like_num", "is_stop", "is_punct", "is_alpha", "n_lefts", "n_rights")
    tokens = [[getattr(token, name) for name in words] for token in doc]
    shapes = [[t.head.i, str(t.morph), [c.i for c in t.children], t.left_edge.i, t.right_edge.i] for t in doc]
    spans = [[(s.start, s.end, s.label_) for s in part] for part in (doc.sents, doc.ents, doc.noun_chunks)]
    return [doc.text, tokens, shapes, spans, [doc.has_annotation(name) for name in ("DEP", "TAG", "SENT_START")]]


@pytest.mark.parametrize(
    "text", [WIRE, *(tale[3] for tale in TALES), "It can't, dont, wont. Cannot! Gonna?", "a", "  "]
)
def test_a_kept_tree_is_the_tree(text, nlp):
    texts = [disguise(legible(line)) for line in text.split("\n")]
    fresh = list(nlp.pipe(texts, batch_size=16))
    kept = list(unpacked(packed(fresh), nlp))
    assert list(map(tree, kept)) == list(map(tree, fresh))


@pytest.fixture
def memory(monkeypatch) -> dict[str, bytes]:
    """What is kept, in a dictionary instead of a table."""
    kept: dict[str, bytes] = {}

    class Rows:
        def filter(self, key):
            self.found = kept.get(key)
            return self

        def values_list(self, *names, flat):
            return self

        def first(self):
            return self.found

    monkeypatch.setattr(parses.KeptParse, "objects", Rows())
    return kept


def said_by(outlet: str, text: str, day: int, title: str = "") -> ArticleText:
    publisher = Voice(outlet.lower().replace(" ", "-"), outlet, Kind.OUTLET)
    return ArticleText(text, publisher, HOME.replace(day=day), title=title, published_day_only=day == 5)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lines=st.lists(
        st.one_of(
            st.sampled_from(WIRE.split("\n\n")),
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=80),
        ),
        max_size=6,
    ),
    outlets=st.lists(st.sampled_from(["River Post", "Hill Tribune", "Delta Press"]), min_size=2, max_size=3),
    days=st.lists(st.sampled_from([5, 6, 7]), min_size=3, max_size=3),
)
def test_any_text_under_any_outlet_is_read_as_anew(lines, outlets, days, nlp, memory):
    text = "\n\n".join(lines)
    known = reference()
    for outlet, day in zip(outlets, days, strict=False):
        article = said_by(outlet, text, day, title=lines[0] if lines and day == 7 else "")
        remembering = Remembering(nlp)
        assert extract(article, known, remembering) == extract(article, known, nlp)
        memory |= remembering.fresh


@pytest.mark.django_db
def test_a_text_is_parsed_once_whatever_else_differs(nlp, monkeypatch):
    seen = []
    parse = nlp.pipe
    monkeypatch.setattr(nlp, "pipe", lambda texts, **options: (seen.append(1), parse(texts, **options))[1])
    for line in wires(copies=6, others=0):
        accept({**line, "title": ""})
    work()
    assert len(seen) == 1
    assert KeptParse.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
def test_the_digest_is_that_of_reading_all_anew(seed, monkeypatch):
    lines = wires()
    random.Random(seed).shuffle(lines)
    for line in lines:
        accept(line)
    work()
    assert KeptParse.objects.exists()
    remembered = rebuilding.digest()
    monkeypatch.setattr(pipeline, "Remembering", _Forgetful)
    rebuilding.forget(now=timezone.now())
    work()
    assert not KeptParse.objects.exists()
    assert rebuilding.digest() == remembered


class _Forgetful:
    def __init__(self, parser):
        self.pipe = parser.pipe

    def keep(self) -> None:
        pass


@pytest.mark.django_db
def test_only_so_many_are_kept(monkeypatch):
    monkeypatch.setattr(parses, "KEPT", 3)
    for line in wires(copies=1, others=8):
        accept(line)
    work()
    assert 1 <= KeptParse.objects.count() <= 3


@pytest.mark.django_db
def test_a_book_is_not_kept(monkeypatch):
    monkeypatch.setattr(parses, "LONGEST", len(WIRE) // 2)
    accept(wires(copies=1)[0])
    work()
    assert not KeptParse.objects.exists()


@pytest.mark.django_db
def test_another_parser_reads_nothing_of_what_this_one_made(nlp, monkeypatch):
    before = parses.key_of(nlp, ["A bridge fell."], {})
    monkeypatch.setitem(nlp.meta, "version", "0.0.0")
    assert parses.key_of(nlp, ["A bridge fell."], {}) != before


@pytest.mark.database
def test_two_workers_come_to_what_a_rebuild_comes_to(tmp_path):
    place = Place(tmp_path, "two")
    lines = wires(copies=6, others=2)
    random.Random(2).shuffle(lines)
    path, begin = tmp_path / "in.ndjson", tmp_path / "begin"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    place.manage("ingest", str(path))
    begin.touch()
    finish(start(place, "work", str(begin)), start(place, "work", str(begin)))
    remembered = place.manage("digest")
    place.manage("rebuild")
    assert place.manage("digest") == remembered
