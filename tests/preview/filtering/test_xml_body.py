"""XPath over XML and HTML, with hostile documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from curlew.preview.filtering.result import FilterError
from curlew.preview.filtering.xml_body import XmlBody, number_text, with_default_prefix

FEED = (
    b'<?xml version="1.0" encoding="iso-8859-1"?><feed xmlns="urn:feed" xmlns:m="urn:money">'
    b'<entry id="1"><m:price>1.10</m:price></entry><entry id="2"><m:price>9007199254740993</m:price><![CDATA[a<b]]>\xc3\xa9</entry></feed>'
)


def texts(body: XmlBody, expression: str) -> list[bytes]:
    return [text for _place, text in body.items(body.evaluate(expression))]


def test_G01_numbers_are_text_and_stay_so() -> None:
    assert texts(XmlBody(FEED, "xml"), "//m:price/text()") == [b"1.10", b"9007199254740993"]


def test_namespaces_of_the_document_are_known_by_their_prefixes() -> None:
    body = XmlBody(FEED, "xml")
    assert texts(body, "//d:entry/@id") == [b"1", b"2"]
    assert [place for place, _text in body.items(body.evaluate("//m:price"))] == [
        ("feed", "entry[1]", "m:price"),
        ("feed", "entry[2]", "m:price"),
    ]
    assert [place for place, _text in body.items(body.evaluate("//d:entry/@id"))][1] == ("feed", "entry[2]", "@id")


def test_names_without_a_prefix_are_looked_for_in_the_default_namespace_and_that_is_told() -> None:
    body = XmlBody(FEED, "xml")
    assert texts(body, "/feed/entry[@id = '2']/@id") == [b"2"]
    assert any("urn:feed" in note and "/d:feed/d:entry[@id = '2']/@id" in note for note in body.notes)


@pytest.mark.parametrize(
    ("expression", "spelled"),
    [
        ("//a/b", "//d:a/d:b"),
        ("//a[b = 'c/d' and e]", "//d:a[d:b = 'c/d' and d:e]"),
        ("count(//a)", "count(//d:a)"),
        ("//m:a/b/@c", "//m:a/d:b/@c"),
        ("//a/text()", "//d:a/text()"),
        ("child::a", "child::d:a"),
    ],
)
def test_how_a_default_namespace_is_written_out(expression: str, spelled: str) -> None:
    assert with_default_prefix(expression) == spelled


def test_a_fragment_is_source_with_its_namespaces() -> None:
    entry = texts(XmlBody(FEED, "xml"), "//d:entry[2]")[0]
    assert b"<m:price>9007199254740993</m:price><![CDATA[a<b]]>" in entry
    assert b'xmlns:m="urn:money"' in entry
    assert "é".encode() in entry


def test_computed_values() -> None:
    body = XmlBody(b"<a><b>1.5</b><b>2</b></a>", "xml")
    assert number_text(body.evaluate("count(//b)")) == "2"
    assert number_text(body.evaluate("sum(//b)")) == "3.5"
    assert number_text(body.evaluate("number('x')")) == "NaN"
    assert body.evaluate("string(//b)") == "1.5"
    assert body.evaluate("//b = 2") is True


def _bomb() -> bytes:
    entities = b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    return b'<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">' + entities + b"]>"


def test_G16_a_bomb_of_entities_is_not_expanded() -> None:
    body = XmlBody(_bomb() + b"<l>&j;</l>", "xml")
    assert len(texts(body, "/l")[0]) < 20
    with pytest.raises(FilterError):
        XmlBody(_bomb() + b'<l a="&j;"/>', "xml")


def test_G16_no_file_and_no_address_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("heron")
    for declared in (f'<!ENTITY e SYSTEM "{secret.as_uri()}">', f'<!ENTITY % p SYSTEM "{secret.as_uri()}"> %p;'):
        body = XmlBody(f"<!DOCTYPE l [{declared}]><l>&e;</l>".encode(), "xml")
        assert b"heron" not in texts(body, "/l")[0]
    remote = XmlBody(b'<!DOCTYPE l SYSTEM "http://127.0.0.1:1/x.dtd"><l>5</l>', "xml")
    assert texts(remote, "/l/text()") == [b"5"]


def test_G17_deep_xml_hurts_nobody() -> None:
    body = XmlBody(b"<a>" * 20_000 + b"</a>" * 20_000, "xml")
    assert body.evaluate("count(//a)") > 1000


def test_xml_that_ends_in_the_middle_is_searched_as_far_as_it_goes() -> None:
    body = XmlBody(b"<a><b>1</b><b>2</b><c", "xml")
    assert texts(body, "//b/text()") == [b"1", b"2"]
    assert any("line 1" in note for note in body.notes)


def test_html_is_searched_too() -> None:
    body = XmlBody(b"<!doctype html><ul><li>one<li>two</ul>", "html")
    assert texts(body, "//li/text()") == [b"one", b"two"]


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("//x:a", "prefix"),
        ("//a[", "not complete"),
        ("nothing()", "no such function"),
        ("$.a", "not with \\$"),
        ("", "empty"),
        ("//" + "a[" * 5000, "."),
        ("//a\x00", "."),
    ],
)
def test_what_is_no_xpath_is_told(expression: str, words: str) -> None:
    with pytest.raises(FilterError, match=words):
        XmlBody(b"<a/>", "xml").evaluate(expression)


@pytest.mark.parametrize("text", [b"", b"   ", b"no markup"])
def test_a_body_without_an_element_is_told(text: bytes) -> None:
    with pytest.raises(FilterError):
        XmlBody(text, "xml")
