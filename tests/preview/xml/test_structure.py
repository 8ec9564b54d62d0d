"""What an XML text consists of, found on the text itself."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curlew.preview.outline.xml import XmlShape
from curlew.preview.xml.structure import XmlChildren, XmlValue, frame_of, leaf_text


def children(data: bytes, value: XmlValue | None = None) -> XmlChildren:
    value = value or frame_of(data)
    found = XmlChildren(data, value.start, value.end, value.kind)
    for _step in found.steps():
        pass
    return found


def told(data: bytes, value: XmlValue | None = None) -> list[object]:
    """Return all of a text as nested lists: `name [...]` for what has children, `name=text` for what has none."""
    found = children(data, value)
    rows: list[object] = []
    for index in range(len(found)):
        child = found.value(index)
        name = data[slice(*child.key)].decode() if child.key else child.kind
        name = f"@{name}" if child.kind == "attribute" else name
        if child.holds_values:
            rows += [name, told(data, child)]
        else:
            start, end = leaf_text(data, child) if child.kind == "element" else (child.start, child.end)
            rows.append(f"{name}={data[start:end].decode()}")
    return [*rows, f"! {found.problem}"] if found.problem else rows


def test_everything_of_a_document_is_found():
    data = (
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y>">]><!-- <c> --><a x="1" y=\'<2>\'>'
        b"<b>t &amp; u</b><b/> text <c z/><![CDATA[<q>]]><d><e>1</e></d></a>"
    )
    assert told(data) == [
        'instruction=<?xml version="1.0"?>',
        'doctype=<!DOCTYPE a [<!ENTITY x "y>">]>',
        "comment=<!-- <c> -->",
        "a",
        ['@x="1"', "@y='<2>'", "b=t &amp; u", "b=", "text= text ", "c", ["@z="], "cdata=<![CDATA[<q>]]>", "d", ["e=1"]],
    ]


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        (b"<a><b></a>", ["a", ["b=", "! </a> stands where </b> belongs"], "! </a> stands where </b> belongs"]),
        (b"<a>x", ["a=x", "! <a> is never closed"]),
        (b"<a", ["a=", "! what follows “<” is no tag"]),
        (b"</a>", ["! </a> closes nothing that is open"]),
        (b"<a/></a>", ["a=", "! </a> closes nothing that is open"]),
        (b"<a><!-- x", ["a", ["comment=<!-- x", "! a comment is never closed"], "! a comment is never closed"]),
        (b"words", ["text=words"]),
        (b"", []),
        (b"<a>< b</a>", ["a", ["broken=< b</a>", "! what follows “<” is no tag"], "! what follows “<” is no tag"]),
    ],
)
def test_broken_text_goes_as_far_as_it_does(data, wanted):
    assert told(data) == wanted


def test_G16_no_entity_is_expanded():
    bomb = b'<!DOCTYPE a [<!ENTITY x "xx"><!ENTITY y "&x;&x;"><!ENTITY z SYSTEM "file:///etc/passwd">]><a><b>&y;&z;</b></a>'
    assert told(bomb)[1:] == ["a", ["b=&y;&z;"]]


def test_G17_100000_levels_are_walked_one_by_one():
    data = b"<a>" * 100_000 + b"</a>" * 100_000
    value = children(data).value(0)
    for _level in range(5):
        assert value.holds_values
        value = children(data, value).value(0)
    assert value.start == 15


def test_siblings_of_a_name_are_numbered_and_an_only_one_is_not():
    data = b"<r><a/><b/><a/></r>"
    shape = XmlShape(data)
    root = children(data).value(0)
    found = children(data, root)
    assert [shape.part(found.value(at), at) for at in range(3)] == ["a[1]", "b", "a[2]"]


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="<>/ab=\"'![]-?&; \n", max_size=60))
def test_no_text_hurts(text):
    data = text.encode()
    waiting = [frame_of(data)]
    while waiting:
        value = waiting.pop()
        found = children(data, value)
        assert found.complete
        for index in range(len(found)):
            child = found.value(index)
            assert value.start <= child.start <= child.end <= len(data)
            if child.holds_values:
                assert child.end - child.start < value.end - value.start or value.kind == "top"
                waiting.append(child)
