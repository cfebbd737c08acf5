"""Kinds of documents, and the digest that tells whether two requests mean the same one."""

import dataclasses
from datetime import date
from decimal import Decimal

import pytest

from reporting import documents
from reporting.documents import DOCUMENTS, digest_of
from reporting.enums import CONSOLIDATED, NATIONAL, ReportKind, RunStatus
from reporting.rendering import render_in_child
from reporting.services.params import checked_params


@dataclasses.dataclass(frozen=True)
class Cell:
    text: str
    amount: Decimal | None = None


@dataclasses.dataclass(frozen=True)
class Word:
    text: str
    amount: Decimal | None = None


DIFFERENT = [
    None,
    "",
    0,
    False,
    (),
    ("",),
    ("a", "b"),
    (("a",), "b"),
    "ab",
    {"a": 1},
    {"a": "1"},
    Cell("a"),
    Cell("a", Decimal(0)),
    Cell("a", Decimal("1.0")),
    Word("a"),
    Decimal(1),
    1,
    "1",
    date(2018, 12, 5),
    "2018-12-05",
    RunStatus.DONE,
    "done",
]


def test_every_kind_has_its_document(monkeypatch, own_kind):
    monkeypatch.delitem(DOCUMENTS, own_kind)

    assert set(DOCUMENTS) == set(ReportKind)
    assert len({(one.stem, one.extension) for one in DOCUMENTS.values()}) == len(DOCUMENTS)


def test_different_contents_have_different_digests_and_the_same_the_same():
    digests = [digest_of("test", value) for value in DIFFERENT]

    assert len(set(digests)) == len(DIFFERENT)
    assert [digest_of("test", value) for value in DIFFERENT] == digests
    assert digest_of("other", "") != digest_of("test", "")


@pytest.mark.parametrize("value", [object(), {1, 2}, b"bytes", 0.5], ids=lambda value: type(value).__name__)
def test_contents_hold_plain_values_only(value):
    with pytest.raises(TypeError, match="is no plain value"):
        digest_of("test", (value,))


def test_another_renderer_makes_another_document(monkeypatch, tmp_path, settings):
    file = tmp_path / "reporting" / "renderers" / "page.py"
    file.parent.mkdir(parents=True)
    file.write_text("one")
    settings.BASE_DIR = tmp_path
    digests = set()
    for text in ("one", "two"):
        file.write_text(text)
        documents.made_with_digest.cache_clear()
        digests.add(digest_of("test", ""))
    documents.made_with_digest.cache_clear()

    assert len(digests) == 2


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [kind for kind in ReportKind if kind not in (*CONSOLIDATED, *NATIONAL)])
def test_what_a_kind_is_built_from_can_be_digested_and_rendered(kind, version):
    document = DOCUMENTS[kind]
    contents = document.contents(version, checked_params(document, {}), version)
    steps = []
    content = render_in_child(
        document.renderer, contents, lambda *step: steps.append(step), should_stop=lambda: False
    )

    again = document.contents(version, checked_params(document, {}), version)
    assert digest_of(kind, contents) == digest_of(kind, again)
    assert content.startswith({"pdf": b"%PDF-", "xlsx": b"PK", "docx": b"PK"}[document.extension])
    assert steps
    assert all(0 <= done <= total for done, total, _ in steps)
