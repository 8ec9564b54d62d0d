"""A value picked out of a body: what it says, its source, its path, and the filter that finds its like."""

from __future__ import annotations

import pytest

from curlew.preview.picked import PickedValue


def a_value(raw: bytes, kind: str = "string", *place: str | int) -> PickedValue:
    return PickedValue(place, place[-1] if place and isinstance(place[-1], str) else None, raw, kind)


def test_a_string_is_copied_without_quotes_and_escapes():
    assert a_value(rb'"a\n\"b\" \u00e9"').value() == 'a\n"b" é'


def test_G01_a_number_is_copied_as_it_is_written():
    assert a_value(b"9007199254740993", "number").value() == "9007199254740993"
    assert a_value(b"1.10", "number").source() == "1.10"


def test_G07_half_a_surrogate_pair_is_copied_as_it_is_written():
    value = a_value(rb'"a\ud800b"', "string", "k")
    assert value.value() == r"a\ud800b"
    assert value.source() == r'"a\ud800b"'
    value.value().encode("utf-8")


def test_a_broken_string_is_copied_as_far_as_it_goes():
    assert a_value(b'"abc', "broken").value() == '"abc'
    assert a_value(b'"abc').value() == "abc"


def test_a_part_of_a_larger_text_is_read_from_there_only():
    text = b'{"a": [1, 2]}'
    value = PickedValue(("a",), "a", text, "array", 6, 12)
    assert value.raw() == b"[1, 2]"
    assert value.source() == "[\n  1,\n  2\n]"
    assert value.size == 6


@pytest.mark.parametrize(
    ("place", "raw", "kind", "wanted"),
    [
        (("items", 0, "status"), b'"available"', "string", "$.items[?@.status == 'available']"),
        (("items", 0, "owner", "id"), b"7", "number", "$.items[?@.owner.id == 7]"),
        (("tags", 1), rb'"it\u0027s"', "string", r"$.tags[?@ == 'it\'s']"),
        (("a", 0, "b", 3, "ok"), b"true", "true", "$.a[0].b[?@.ok == true]"),
        (("status",), b'"up"', "string", "$.status"),
        (("items", 0), b"{}", "object", "$.items[0]"),
        (("items", 0, "k"), rb'"\ud800"', "string", "$.items[0].k"),
        (("items", 0, "k"), b"NaN", "number", "$.items[0].k"),
        (("items", 0, "k"), b'"' + b"x" * 1000 + b'"', "string", "$.items[0].k"),
        (("feed", "entry[3]", "author"), b"<author>Ada</author>", "element", "/feed/entry[author='Ada']"),
        (("feed", "entry[3]", "@id"), b'"it\'s"', "attribute", '/feed/entry[@id="it\'s"]'),
        (("feed", "entry[3]"), b"<entry>x</entry>", "element", "/feed/entry[.='x']"),
        (("feed", "entry[3]"), b"<entry><a/></entry>", "element", "/feed/entry[3]"),
    ],
)
def test_a_filter_finds_the_same_value_among_the_items(place, raw, kind, wanted):
    assert PickedValue(place, None, raw, kind).filter_text() == wanted


def test_xml_says_its_text():
    assert a_value(b"<a b='<'>x &amp; <![CDATA[<y> &]]><!-- no --><c>z</c></a>", "element").value() == "x & <y> &z"
    assert a_value(b"'a &lt; &#228; &unknown;'", "attribute").value() == "a < ä &unknown;"
    assert a_value(b"<!-- words -->", "comment").value() == "words"
    assert a_value(b"<![CDATA[&amp;]]>", "cdata").value() == "&amp;"


def test_the_key_is_text_that_goes_everywhere():
    assert PickedValue(("a\ud800",), "a\ud800", b"1", "number").key_text() == r"a\ud800"
    assert PickedValue(("a", 3), None, b"1", "number").key_text() == "3"
