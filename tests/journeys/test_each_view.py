"""Every way to look at a body, on bodies that suit it, in a real window."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterator
from pathlib import Path
from struct import pack

import pytest

from helpers.bodies import Body, bodies
from helpers.desktop import Desktop, Program, desktop, missing_tools, wait_until
from helpers.looking import heard, open_and_send, pick, to_view
from helpers.workspaces import a_collection, request_text

pytestmark = [pytest.mark.xvfb, pytest.mark.xdist_group("screen"), pytest.mark.skipif(bool(missing_tools()), reason="no virtual screen")]

PRETTY = "Response body"


def png(width: int, height: int) -> bytes:
    """Return a plain picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\x40\x60\xf0" * width) * height
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


JSON = b'{"big":9007199254740993,"price":1.10,"birds":[{"name":"curlew","legs":2},{"name":"robin","legs":2}]}'
XML = b'<?xml version="1.0"?><birds><bird id="7"><name>curlew</name></bird></birds>'
CSV = b'name,legs,note\r\ncurlew,2,"long, bent bill"\r\nrobin,2,red\r\n'
MARKDOWN = b"# Birds\n\n* curlew\n* robin\n"
PARTS = (
    b'--b\r\nContent-Disposition: form-data; name="who"\r\n\r\ncurlew\r\n'
    b'--b\r\nContent-Disposition: form-data; name="what"\r\nContent-Type: application/json\r\n\r\n{"legs": 2}\r\n--b--\r\n'
)
SMALL = {
    "json": Body("application/json", JSON),
    "xml": Body("application/xml", XML),
    "csv": Body("text/csv", CSV),
    "markdown": Body("text/markdown", MARKDOWN),
    "png": Body("image/png", png(320, 200)),
    "parts": Body("multipart/form-data; boundary=b", PARTS),
    "form": Body("application/x-www-form-urlencoded", b"bird=curlew&note=long+bent%20bill"),
    "bytes": Body("application/octet-stream", bytes(range(256))),
}


@pytest.fixture
def screen() -> Iterator[Desktop]:
    with desktop() as started:
        yield started


def started(screen: Desktop, tmp_path: Path, base: str, *names: str) -> Program:
    """Start on a collection with a request for each of these bodies."""
    requests = {name: request_text(name, number, url=f"{base}/{name}") for number, name in enumerate(names)}
    return screen.start(tmp_path / "home", str(a_collection(tmp_path / "api", **requests)))


def cell(curlew: Program, name: str) -> None:
    curlew.wait_for(name, role="Cell", where=lambda one: one["name"] == name)


def test_text_tree_and_table(screen: Desktop, tmp_path: Path) -> None:
    with bodies(SMALL) as server:
        curlew = started(screen, tmp_path, server.base, "json", "xml", "csv")
        open_and_send(curlew, "json")
        heard(curlew, PRETTY, "1: {")
        curlew.click(curlew.wait_for(PRETTY, role="Client", where=lambda one: one["name"] == PRETTY))
        curlew.press("ctrl+Home", "Down")
        heard(curlew, PRETTY, '2:   "big": 9007199254740993,')
        curlew.wait_for("Path $.big")
        to_view(curlew, "Raw")
        heard(curlew, "Response body as it came", "9007199254740993")  # the same place, as it came
        to_view(curlew, "Tree")
        cell(curlew, "price, 1.10, number, level 1")
        curlew.click(curlew.wait_for("birds, array, 2 items", role="Cell"))
        curlew.wait_for("Path $.birds")
        to_view(curlew, "Table")
        cell(curlew, "name: curlew")
        curlew.wait_for("2 rows", where=lambda one: one["id"] == "table_count")
        open_and_send(curlew, "xml")
        to_view(curlew, "Tree")
        cell(curlew, '@id, "7", attribute, level 3')
        cell(curlew, "name, curlew, text, level 3")
        open_and_send(curlew, "csv")
        cell(curlew, "note: long, bent bill")
        pick(curlew, "legs", role="ColumnHeader")
        curlew.quit()


def test_a_page_is_drawn_and_nothing_is_loaded_unasked(screen: Desktop, tmp_path: Path) -> None:
    with bodies({"bird.png": Body("image/png", png(60, 40))}) as elsewhere, bodies(dict(SMALL)) as server:
        text = f'<h1>Curlew</h1><script src="{elsewhere.base}/evil.js"></script><img src="{elsewhere.base}/bird.png"><p>A wader.</p>'
        link = f'<link rel="stylesheet" href="{elsewhere.base}/style.css"><iframe src="{elsewhere.base}/frame"></iframe>'
        server.named["html"] = Body("text/html", f"<html><head>{link}</head><body>{text}</body></html>".encode())
        curlew = started(screen, tmp_path, server.base, "html", "markdown")
        open_and_send(curlew, "html")
        heard(curlew, PRETTY, "1: <html>")
        to_view(curlew, "Preview")
        curlew.wait_for("A wader.", where=lambda one: one["name"] == "The page, drawn")
        curlew.wait_for("Scripts and frames are left out.")
        curlew.wait_for("1 picture from elsewhere was not loaded.")
        assert elsewhere.connections == 0
        pick(curlew, "Load for this once", role="Button")
        wait_until(lambda: elsewhere.asked == ["/bird.png"])
        curlew.wait_gone("from elsewhere")
        assert elsewhere.asked == ["/bird.png"]
        open_and_send(curlew, "markdown")
        to_view(curlew, "Preview")
        curlew.wait_for("Birds\ncurlew\nrobin", where=lambda one: one["name"] == "The page, drawn")
        curlew.quit()


def test_pictures_parts_and_fields(screen: Desktop, tmp_path: Path) -> None:
    with bodies(SMALL) as server:
        curlew = started(screen, tmp_path, server.base, "png", "parts", "form")
        open_and_send(curlew, "png")
        curlew.wait_for("Image, 320 by 200 pixels")
        curlew.wait_for("image/png · 320 × 200 px", where=lambda one: one["id"] == "body_facts")
        curlew.wait_for("Colours: 24 bits a pixel")
        pick(curlew, "Larger (+)", role="Button")
        curlew.wait_for("125 %")
        open_and_send(curlew, "parts")
        heard(curlew, PRETTY, "1: curlew")
        pick(curlew, "what", role="Cell")
        heard(curlew, PRETTY, "1: {")
        open_and_send(curlew, "form")
        to_view(curlew, "Preview")
        cell(curlew, "long bent bill")
        curlew.quit()


def test_bytes_as_hex_and_base64(screen: Desktop, tmp_path: Path) -> None:
    grid = "Bytes of the response body"
    with bodies(SMALL) as server:
        curlew = started(screen, tmp_path, server.base, "bytes")
        open_and_send(curlew, "bytes")
        heard(curlew, grid, "Offset 0: 00, 0")
        curlew.click(curlew.wait_for(grid, where=lambda one: one["name"] == grid))
        curlew.press("ctrl+Home", "Down", "Right")
        heard(curlew, grid, "Offset 17: 11, 17")
        curlew.wait_for("Int16: 4,625")
        pick(curlew, "Big endian")
        curlew.wait_for("Int16: 4,370")
        curlew.press("ctrl+f")
        curlew.type("fe ff")
        curlew.press("Return")
        heard(curlew, grid, "Offset 254")
        to_view(curlew, "Base64")
        heard(curlew, "Response body in Base64", f"1: {base64.b64encode(bytes(range(57))).decode()}")
        curlew.quit()
