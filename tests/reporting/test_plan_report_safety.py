"""No text of a user reaches network or files while a report is rendered: it is printed, letter by letter."""

import dataclasses
import itertools
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pikepdf
import pytest
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError

from budgets.selectors import with_content
from plans.models import PlanVersion
from portal.plan_document.loader import load_plan
from reporting.builders.heading import build_heading
from reporting.builders.plan_report import build_plan_report
from reporting.contents.plan_report import Bar, MoneyCell, PlanReport
from reporting.renderers.assets import FONTS
from reporting.renderers.fetcher import AssetFetcher
from tests.factories import read_plan, whole_plan_data
from tests.reporting.pdf_reading import opened, pages_of, squeezed, text_of
from tests.reporting.plan_reports import DAY, rendered

SECRET = "bimatcanary7319"
VECTORS = (
    '<img src="HOST/1.png">',
    '<img srcset="HOST/2.png 2x">',
    '<svg><image href="HOST/3.png" width="9" height="9"/></svg>',
    '<svg><use href="HOST/4.svg#a"/></svg>',
    '<svg><image xlink:href="FILE"/></svg>',
    '<link rel="attachment" href="FILE">',
    '<link rel="stylesheet" href="HOST/7.css">',
    '<a rel="attachment" href="FILE">x</a>',
    "<style>@import url(HOST/9.css);</style>",
    "<style>@font-face{font-family:x;src:url(HOST/10.ttf)} p{font-family:x}</style>",
    "<style>p{background:url(HOST/11.png)}</style>",
    "<style>p::before{content:url(FILE)}</style>",
    '<p style="background-image:url(HOST/13.png)">x</p>',
    '<p style="list-style-image:url(HOST/14.png);display:list-item">x</p>',
    '<object data="HOST/15.svg" type="image/svg+xml"></object>',
    '<embed src="HOST/16.svg">',
    '<iframe src="FILE"></iframe>',
    '<video poster="HOST/18.png"></video>',
    '<base href="HOST/"><img src="19.png">',
    '<meta http-equiv="refresh" content="0;url=HOST/20">',
    '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="FILE" parse="text"/>',
    '<!DOCTYPE x [<!ENTITY e SYSTEM "FILE">]><x>&e;</x>',
    '<img src="data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22%3E%3Cimage href=%22HOST/23%22/%3E%3C/svg%3E">',
    '<script src="HOST/24.js"></script>',
    '"><img src="HOST/25.png">',
    "'><img src='HOST/26.png'>",
    '</title><img src="HOST/27.png"><title>',
    "</td></table><img src=file://FILE>",
    "{{ report }}{% include 'base.html' %}{% load static %}",
    "&lt;img src=HOST/30.png&gt;",
    "url(HOST/31.png)",
    "asset:Tinos_400Regular.ttf",
)


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[str, list[str]]]:
    """An address on the loopback, and what was asked there."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", asked
    server.shutdown()
    server.server_close()


@pytest.fixture
def vectors(listener, tmp_path) -> list[str]:
    canary = tmp_path / "canary.txt"
    canary.write_text(SECRET, encoding="utf-8")
    return [vector.replace("HOST", listener[0]).replace("FILE", canary.as_uri()) for vector in VECTORS]


def loaded(node, poison: Iterator[str]):
    """The contents with a vector behind every text that they hold, one after the other."""
    if isinstance(node, str):
        return f"{node} {next(poison)}"
    if isinstance(node, tuple):
        return tuple(loaded(part, poison) for part in node)
    if dataclasses.is_dataclass(node):
        kept = {"state"} if isinstance(node, MoneyCell) else set()
        names = [field.name for field in dataclasses.fields(node) if field.name not in kept]
        return dataclasses.replace(node, **{name: loaded(getattr(node, name), poison) for name in names})
    return node


def texts(node) -> int:
    if isinstance(node, tuple):
        return sum(map(texts, node))
    if dataclasses.is_dataclass(node):
        return sum(texts(getattr(node, field.name)) for field in dataclasses.fields(node))
    return int(isinstance(node, str))


@pytest.fixture
def whole_report(db) -> PlanReport:
    """A report in which every part has something to say."""
    data = whole_plan_data()
    data["objectives"].append({"key": "general-1", "kind": "general", "text": "Áp dụng rộng rãi"})
    load_plan(read_plan(data))
    version = with_content(PlanVersion.objects.current()).get(plan__slug="ha-tinh-2099")
    report = build_plan_report(version, build_heading(version, day=DAY))
    empty = [name for name, value in vars(report).items() if value == ()]
    assert empty == []
    return report


@pytest.mark.parametrize(
    "shifts", [(0, 13), pytest.param(range(1, len(VECTORS)), marks=pytest.mark.long)], ids=["some", "all"]
)
def test_texts_in_every_field_are_printed_and_never_followed(shifts, whole_report, vectors, listener):
    """Every field holds a vector; in the long form every field holds each of them in turn."""
    assert texts(whole_report) > 150
    asked = listener[1]
    asked.clear()
    for shift in shifts:
        pdf = rendered(loaded(whole_report, itertools.cycle((*vectors[shift:], *vectors[:shift]))))
        assert asked == []
        printed = text_of(pages_of(pdf))
        for vector in vectors:
            assert printed.count(squeezed(vector)) > 1, vector
        assert_nothing_came_in(pdf)


def assert_nothing_came_in(pdf: bytes) -> None:
    document = opened(pdf)
    assert "/EmbeddedFiles" not in document.Root.get("/Names", {})
    assert SECRET not in text_of(pages_of(pdf))
    for item in document.objects:
        if isinstance(item, pikepdf.Stream):
            assert item.get("/Subtype") != "/Image"
            assert SECRET.encode() not in item.read_bytes()
    addresses = [
        str(note.get("/A")) for page in document.pages for note in page.get("/Annots", []) if "/A" in note
    ]
    assert addresses == []


def test_there_was_something_to_follow(vectors, listener):
    """The same texts unescaped, with the library's own fetcher, do reach the network and the file."""
    asked = listener[1]
    asked.clear()
    pdf = HTML(string="".join(vectors)).write_pdf()
    assert len(set(asked)) >= 8
    assert "/EmbeddedFiles" in opened(pdf).Root.get("/Names", {})


def test_unescaped_they_would_end_the_rendering(vectors, listener):
    """The second wall: what asks for anything ends the rendering instead of being fetched."""
    asked = listener[1]
    asked.clear()
    refused = 0
    for vector in vectors:
        try:
            HTML(string=vector, url_fetcher=AssetFetcher()).write_pdf()
        except FatalURLFetchingError:
            refused += 1
    assert refused >= 12
    assert asked == []


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/x", "https://127.0.0.1:9/x", "ftp://127.0.0.1:9/x", "data:text/plain,x", "asset:other.ttf",
        "asset:../settings.py", "asset:Tinos_400Regular.ttf?x", "ASSET:Tinos_400Regular.ttf", "", "//127.0.0.1/x",
        Path(__file__).as_uri(), str(Path(__file__)),
    ],
)  # fmt: skip
def test_the_fetcher_knows_our_fonts_and_nothing_else(url):
    with pytest.raises(FatalURLFetchingError):
        AssetFetcher().fetch(url)
    with pytest.raises(FatalURLFetchingError):
        AssetFetcher()(url)


def test_the_fetcher_gives_our_fonts():
    for name, path in FONTS.items():
        assert AssetFetcher().fetch(name).read() == path.read_bytes()


def test_poison_reaches_every_kind_of_content(whole_report):
    """The test above is worth what its report holds: no kind of content is missing in it."""
    kinds = set()

    def walk(node):
        if dataclasses.is_dataclass(node):
            kinds.add(type(node))
            node = tuple(getattr(node, field.name) for field in dataclasses.fields(node))
        if isinstance(node, tuple):
            for part in node:
                walk(part)

    walk(whole_report)
    module = __import__(PlanReport.__module__, fromlist=["_"])
    known = {kind for kind in vars(module).values() if dataclasses.is_dataclass(kind)}
    assert kinds == known
    assert Bar in kinds
