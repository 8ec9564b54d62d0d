"""What a body is taken for, by its header and by its bytes."""

import pytest

from curlew.preview.kinds import KINDS, image_type, kind_of

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


@pytest.mark.parametrize(
    ("content_type", "start", "kind"),
    [
        ("application/json", b'{"a":1}', "json"),
        ("application/problem+json; charset=utf-8", b"{}", "json"),
        ("application/x-ndjson", b'{"a":1}\n{"a":2}', "json"),
        ("application/json", b"broken, but declared", "json"),
        ("application/json", b"<html><body>502</body></html>", "html"),
        ("", b' [1, {"a": 2}]', "json"),
        ("text/plain", b'{"a": 1}', "json"),
        ("text/html", b'{"a": 1}', "html"),
        ("text/plain", b"{curly} words", "text"),
        ("text/plain", b"[note] words", "text"),
        ("application/octet-stream", b'{"a": 1}', "json"),
        ("application/xml", b"<a/>", "xml"),
        ("application/soap+xml", b"<a/>", "xml"),
        ("", b"<?xml version='1.0'?><a/>", "xml"),
        ("text/plain", b"<!doctype html><html>", "html"),
        ("image/png", PNG, "image"),
        ("application/octet-stream", PNG, "image"),
        ("image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image"),
        ("", b"\x00\x01\x02\x03" * 30, "binary"),
        ("text/plain", b"\x00\x01\x02\x03" * 30, "binary"),
        ("application/pdf", b"%PDF-1.7\n%\xe2\xe3", "binary"),
        ("text/plain", "héllo".encode("utf-16"), "text"),
        ("", b"", "text"),
        ("text/css", b"a { b: c }", "css"),
        ("application/javascript; charset=utf-8", b"let a = {}", "javascript"),
        ("text/javascript", b'{"a": 1}', "json"),
        ("text/javascript", b'callback({"a": 1});', "json"),
        ("text/javascript", b'define(["a"], function () {})', "javascript"),
        ("application/yaml", b"a: 1", "yaml"),
        ("application/vnd.oai.openapi+yaml", b"openapi: 3.1.0", "yaml"),
        ("text/plain", b"---\na: 1\n", "yaml"),
        ("text/plain", b"--- a/file\n+++ b/file", "text"),
        ("application/graphql", b"query { a }", "graphql"),
        ("application/graphql-response+json", b'{"data": {}}', "json"),
        ("text/markdown", b"# Title", "markdown"),
        ("text/csv; header=present", b"a,b\n1,2", "csv"),
        ("text/csv", b'{"a": 1}', "csv"),
        ("text/css", b"\x00\x01\x02\x03" * 30, "binary"),
    ],
)
def test_kind(content_type: str, start: bytes, kind: str) -> None:
    assert kind_of(content_type, start) == kind


@pytest.mark.parametrize(
    ("content_type", "name", "kind"),
    [
        ("text/plain", "repo/README.md", "markdown"),
        ("application/octet-stream", "data.csv", "csv"),
        ("", "SCHEMA.GraphQL", "graphql"),
        ("text/html", "page.md", "html"),
        ("text/plain", "json", "text"),
        ("", "a.b/c", "text"),
    ],
)
def test_a_name_helps_where_the_type_says_little(content_type: str, name: str, kind: str) -> None:
    assert kind_of(content_type, b"some words", name) == kind


@pytest.mark.parametrize("kind", list(KINDS), ids=lambda kind: kind.id)
def test_every_kind_votes_between_0_and_1_on_anything(kind) -> None:  # type: ignore[no-untyped-def]
    for declared in ("", "a/b", "text/plain", "application/json", "text/html", "application/xml", "image/png"):
        for start in (b"", b"\0" * 50, b"\xff\xfe", b"{", b"<", b"[", b"<" * 1024, b" " * 1024, b"<!--" * 256, PNG):
            assert 0 <= kind.votes(declared, start) <= 1


def test_images_by_their_first_bytes() -> None:
    assert image_type(b"RIFF\0\0\0\0WEBPVP8 ") == "image/webp"
    assert image_type(b"GIF89a") == "image/gif"
    assert image_type(b"BM is how this sentence begins, no image") == ""
