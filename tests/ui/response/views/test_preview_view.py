"""What a body depicts."""

from __future__ import annotations

import io
import threading
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QUrl
from PySide6.QtGui import QColor, QDesktopServices, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from curlew.model.content import Content
from curlew.preview.opened import Opened
from curlew.preview.opening import open_now
from curlew.ui.context import Ui
from curlew.ui.response.views import ranked
from curlew.ui.response.views.preview import parts_page
from curlew.ui.response.views.preview.document_page import DocumentPage
from curlew.ui.response.views.preview.file_page import FilePage
from curlew.ui.response.views.preview.form_page import FormPage
from curlew.ui.response.views.preview.image_page import ImagePage
from curlew.ui.response.views.preview.images import read_picture
from curlew.ui.response.views.preview.parts_page import PartsPage
from curlew.ui.response.views.preview_view import PreviewView, depicted_as

Show = Callable[..., PreviewView]
MULTIPART = (
    b'--b\r\nContent-Disposition: form-data; name="note"\r\n\r\nhello\r\n'
    b'--b\r\nContent-Disposition: form-data; name="data"; filename="d.json"\r\nContent-Type: application/json\r\n\r\n{"a": 1}\r\n'
    b'--b\r\nContent-Disposition: form-data; name="none"\r\n\r\n\r\n--b--\r\n'
)
TYPE = "multipart/form-data; boundary=b"
PLAIN_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)


def png(width: int = 40, height: int = 20, color: str = "#336699", image_format: QImage.Format = QImage.Format.Format_ARGB32) -> bytes:
    image = QImage(width, height, image_format)
    image.fill(QColor(color))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def opened(body: bytes, declared: str, name: str = "") -> Opened:
    return open_now(Content.of(body), declared, name=name)


@pytest.fixture
def show(ui: Ui, qtbot: QtBot) -> Show:
    made: list[PreviewView] = []

    def shown(body: bytes, declared: str, name: str = "", wait: str = "shown") -> PreviewView:
        if not made:
            view = PreviewView(ui)
            qtbot.addWidget(view)
            for tool in view.tools():
                tool.setParent(view)
            view.resize(900, 500)
            view.show()
            made.append(view)
        with qtbot.waitSignal(getattr(made[0], wait)):
            made[0].show_body(opened(body, declared, name))
        return made[0]

    return shown


@pytest.mark.parametrize(
    ("body", "declared", "kind", "first"),
    [
        (png(), "image/png", "image", "preview"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml", "image", "preview"),
        (b"<!doctype html><p>x", "text/html", "document", "pretty"),
        (b"# T", "text/markdown", "document", "pretty"),
        (MULTIPART, TYPE, "parts", "preview"),
        (b"a=1&b=2", "application/x-www-form-urlencoded", "form", "preview"),
        (b"\x00\x01\x02\x03" * 9, "application/octet-stream", "file", "hex"),
        (b"{}", "application/json", "", "pretty"),
    ],
)
def test_each_kind_has_its_page_and_its_first_view(qapp: object, body: bytes, declared: str, kind: str, first: str) -> None:
    found = opened(body, declared)
    assert depicted_as(found) == kind
    assert ranked(found)[0].id == first
    assert any(view.id == "preview" for view in ranked(found)) == bool(kind)


def test_an_image_is_fitted_and_zoomed(show: Show) -> None:
    view = show(png(3000, 1500), "image/png")
    page = view.page
    assert isinstance(page, ImagePage)
    assert "3,000 × 1,500" in page._words.text()
    assert page.canvas.fits
    assert page.canvas.percent < 100
    page.canvas.zoom_to(1.0)
    page.canvas.grab()
    assert page.canvas.horizontalScrollBar().maximum() > 1000
    page.canvas.fit()
    assert page.canvas.horizontalScrollBar().maximum() == 0
    page.copy()
    assert QGuiApplication.clipboard().image().width() == 3000
    show(png(10, 10), "image/png")
    assert page.canvas.percent == 100, "never enlarged at first"


def test_a_drawing_is_as_large_as_it_says(show: Show) -> None:
    view = show(b"<svg xmlns='http://www.w3.org/2000/svg' width='60' height='30'><rect width='60' height='30'/></svg>", "image/svg+xml")
    page = view.page
    assert isinstance(page, ImagePage)
    assert page.canvas.percent == 100
    assert page.canvas.accessibleName() == "Image, 60 by 30 pixels"
    assert page.canvas.picture.width() > 60, "drawn finer, to be looked at closely"
    assert any("60 × 30 px" in label.text() for label in page._tools.findChildren(QLabel))


def test_facts_of_an_image(qapp: object) -> None:
    read = read_picture(png())
    assert not isinstance(read, str)
    assert ("Format", "PNG") in read.lines
    assert any("transparency" in value for _name, value in read.lines)
    plain = read_picture(PLAIN_PNG)
    assert not isinstance(plain, str)
    assert not any(name == "Density" for name, _value in plain.lines), "it says nothing about that"


def test_padding_is_no_colour(qapp: object) -> None:
    read = read_picture(png(image_format=QImage.Format.Format_RGB32))
    assert not isinstance(read, str)
    assert ("Colours", "24 bits a pixel, colours") in read.lines


def test_an_image_that_cannot_be_read_is_told(show: Show, qtbot: QtBot) -> None:
    view = show(png(), "image/png")
    said: list[str] = []
    view.failed.connect(said.append)
    with qtbot.waitSignal(view.failed):
        view.show_body(opened(b"\x89PNG\r\n\x1a\nrubbish", "image/png"))
    assert "cannot be read" in said[0]


def test_H11_a_page_is_drawn_without_scripts_and_without_asking_anybody(
    show: Show, ui: Ui, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    asked: list[str] = []

    async def fetch(url: str, _limit: int) -> bytes:
        asked.append(url)
        return png() if url.endswith("a.png") else b""

    monkeypatch.setattr(ui, "session", type("Fetching", (), {"fetch": staticmethod(fetch)})())
    html = b"<h1>Title</h1><script>alert(1)</script><img src='a.png'><img src='http://other.example/b.png'><img src='file:///etc/hostname'>"
    view = show(html, "text/html", "http://own.example/d/page")
    page = view.page
    assert isinstance(page, DocumentPage)
    assert page.browser.toPlainText().startswith("Title")
    assert "alert" not in page.browser.toPlainText()
    assert asked == []
    assert "2 pictures" in page._remote.text()
    assert "own.example, other.example" in page._remote.text()
    page.load.click()
    qtbot.waitUntil(lambda: "1 picture" in page._remote.text())
    assert asked == ["http://own.example/d/a.png", "http://other.example/b.png"]
    assert list(page.browser.pictures) == ["http://own.example/d/a.png"]
    show(html, "text/html", "http://own.example/d/page")
    assert len(asked) == 2, "for that once only"
    assert not page.browser.pictures


def test_H13_markdown_loads_nothing_and_links_are_shown_before_they_are_opened(show: Show, ui: Ui, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[Any, ...]] = []
    gone: list[str] = []
    monkeypatch.setattr(ui, "notify", lambda *args, **more: told.append((args, more)))
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: gone.append(url.toString()))
    view = show(b"# Head\n\n![p](http://h/p.png) [link](https://h/x) [bad](file:///etc/passwd) <script>x</script>", "text/markdown")
    page = view.page
    assert isinstance(page, DocumentPage)
    assert "1 picture" in page._remote.text()
    page.browser.anchorClicked.emit(QUrl("file:///etc/passwd"))
    assert told == []
    page.browser.anchorClicked.emit(QUrl("https://h/x"))
    assert told[0][0][2] == "https://h/x"
    assert gone == []
    told[0][1]["act"]()
    assert gone == ["https://h/x"]


def test_the_parts_of_a_body_are_looked_at_one_by_one(show: Show, qtbot: QtBot) -> None:
    view = show(MULTIPART, TYPE)
    page = view.page
    assert isinstance(page, PartsPage)
    assert [page.model.row(number)[0].text for number in range(3)] == ["note", "data · d.json", "none"]
    qtbot.waitUntil(lambda: page._name.text() == "note")
    page.table.selectRow(1)
    qtbot.waitUntil(lambda: page._name.text() == "data")
    assert page.views.front_id == "pretty"
    page._show_as("hex")
    assert page.views.front_id == "hex"
    page.table.selectRow(2)
    qtbot.waitUntil(lambda: page._name.text() == "none")
    assert page._stack.currentWidget() is page._blank


def test_a_part_that_takes_long_does_not_come_after_the_one_chosen_next(show: Show, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    page = show(MULTIPART, TYPE).page
    assert isinstance(page, PartsPage)
    qtbot.waitUntil(lambda: page.views.front_id == "pretty")
    begun, go_on, ended = threading.Event(), threading.Event(), threading.Event()

    def slow(body: Content, declared: str, name: str) -> Opened:
        if name != "d.json":
            return open_now(body, declared, name=name)
        begun.set()
        assert go_on.wait(10)
        try:
            return open_now(body, declared, name=name)
        finally:
            ended.set()

    monkeypatch.setattr(parts_page, "open_now", slow)
    page.table.selectRow(1)
    qtbot.waitUntil(begun.is_set)
    page.table.selectRow(2)
    qtbot.waitUntil(lambda: page._name.text() == "none")
    go_on.set()
    qtbot.waitUntil(ended.is_set)
    for _turn in range(20):
        QApplication.processEvents()
    assert page._name.text() == "none"


def test_a_body_without_parts_says_why(show: Show, qtbot: QtBot) -> None:
    view = show(MULTIPART, TYPE)
    said: list[str] = []
    view.failed.connect(said.append)
    with qtbot.waitSignal(view.failed):
        view.show_body(opened(b"no parts here", "multipart/mixed; boundary=zz"))
    assert "boundary" in said[0]


def test_a_form_is_decoded(show: Show) -> None:
    page = show(b"name=Ada+L&note=%C3%A9&empty=", "application/x-www-form-urlencoded").page
    assert isinstance(page, FormPage)
    assert [page.model.row(number)[2].text for number in range(3)] == ["Ada L", "é", "empty"]
    page.copy()
    assert QGuiApplication.clipboard().text() == "name=Ada L\nnote=é\nempty="


def test_other_files_say_what_they_are(show: Show) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("readme.txt", "x")
    page = show(made.getvalue(), "application/zip").page
    assert isinstance(page, FilePage)
    assert page.title.text() == "ZIP archive"
    assert page.model.row(0)[0].text == "readme.txt"
    assert page.entries.isVisible()


def test_from_one_kind_to_the_next(show: Show) -> None:
    for body, declared in (
        (png(), "image/png"),
        (b"<p>x", "text/html"),
        (MULTIPART, TYPE),
        (b"a=1", "application/x-www-form-urlencoded"),
    ) * 2:
        view = show(body, declared)
        assert view.page is not None
        assert view.page.isVisible()
    view.show_body(Opened())
    view.copy()
