"""Pages and drawings of a few kilobytes over which Qt takes minutes: the window goes on, and something is said."""

from __future__ import annotations

import pytest

from curlew.preview.opened import Opened
from curlew.ui.response.views.preview import apart
from curlew.ui.response.views.preview_view import PreviewView
from helpers.heartbeat import Heartbeat
from helpers.looping import run

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">'
USES = b"".join(b'<g id="g%d">%s</g>' % (n, b'<use xlink:href="#g%d"/>' % (n - 1) * 10) for n in range(1, 10))
BOMB = SVG + b'<defs><g id="g0"><rect width="1" height="1"/></g>' + USES + b'</defs><use xlink:href="#g9"/></svg>'
WIDE = b"|" + b"a|" * 2000 + b"\n|" + b"-|" * 2000 + b"\n" + (b"|" + b"x|" * 2000 + b"\n") * 20
GAP_MS = 1000


@pytest.fixture
def view(ui, qtbot):
    view = PreviewView(ui)
    qtbot.addWidget(view)
    view.resize(900, 500)
    for tool in view.tools():
        tool.setParent(view)
    view.show()
    return view


@pytest.mark.parametrize(
    ("body", "kind"),
    [(WIDE, "markdown"), (b"<table><tr>" + b"<td>x" * 20_000, "html"), (b"<" * 200_000, "html"), (b"<!--" * 50_000, "html")],
    ids=["a wide table in Markdown", "a wide table", "open brackets", "comments without an end"],
)
def test_H11_a_page_that_takes_minutes_is_drawn_as_far_as_it_can_be(view, qtbot, monkeypatch, body, kind):
    monkeypatch.setattr(apart, "PATIENCE_S", 3.0)
    told = []
    view.notes_found.connect(told.extend)
    view.failed.connect(told.append)
    ends = []
    view.shown.connect(lambda: ends.append(True))
    view.failed.connect(lambda _reason: ends.append(True))
    beat = Heartbeat()
    beat.start()
    view.show_body(Opened.of_text(body, kind))
    qtbot.waitUntil(lambda: bool(ends), timeout=10_000)
    assert beat.stop() < GAP_MS
    if body[:4] != b"<!--" or told:  # older Pythons take such comments in their stride
        assert any("too long" in words for words in told)


def test_G16_a_drawing_that_unfolds_without_end_is_given_up(monkeypatch):
    monkeypatch.setattr(apart, "PATIENCE_S", 1.5)
    beat = Heartbeat()
    beat.start()
    assert run(apart.draw_picture(BOMB), timeout_s=10) == "This drawing takes too long to draw."
    assert beat.stop() < GAP_MS


def test_a_costly_drawing_comes_from_the_other_process_as_it_is():
    body = SVG + b'<defs><rect id="r" width="9" height="9" fill="#ff0000"/></defs><use xlink:href="#r"/></svg>'
    picture = run(apart.draw_picture(body), timeout_s=20)
    assert not isinstance(picture, str)
    assert picture.image.pixelColor(5, 5).name() == "#ff0000"
    assert ("Format", "SVG") in picture.lines


def test_a_page_of_some_size_is_drawn_whole():
    text = "<p>some words</p>" * 600
    page = run(apart.draw_page(text, "html", ""), timeout_s=20)
    assert not isinstance(page, str)
    assert page.text.count("<p>") == 600
    assert page.notes == ()
