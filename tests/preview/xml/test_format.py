"""The XML indenter on whole, broken and hostile texts."""

import random

import pytest

from curlew.preview.layout import lay_out
from curlew.preview.xml.format import pretty

PIECES = [
    b"<a>",
    b"</a>",
    b"<b/>",
    b" ",
    b"\n",
    b"text",
    b"<!-- c -->",
    b"<![CDATA[ x ]]>",
    b"<",
    b">",
    b'"',
    b"<?x ?>",
    b"&amp;",
    b'<c d="1>2">',
    b"</c>",
]


def test_elements_go_on_their_own_lines_and_text_stays_with_its_element() -> None:
    assert pretty(b'<?xml version="1.0"?><a><b x="1>2">text</b><c/><d></d><!-- c --><f><g>  </g></f></a>') == (
        b'<?xml version="1.0"?>\n<a>\n  <b x="1>2">text</b>\n  <c/>\n  <d></d>\n  <!-- c -->\n  <f>\n    <g>  </g>\n  </f>\n</a>'
    )


@pytest.mark.parametrize("text", [b"<p>mixed <i>x</i> text</p>", b'<p xml:space="preserve"> <b> x</b> </p>', b"a < b\n  <c>", b"", b"<a"])
def test_what_would_change_its_meaning_stays_as_it_came(text: bytes) -> None:
    assert pretty(text) == text


def test_random_pieces_lose_nothing_but_blanks_and_formatting_twice_changes_nothing() -> None:
    rng = random.Random(5)
    for _ in range(5_000):
        text = b"".join(rng.choices(PIECES, k=rng.randrange(10)))
        shown = pretty(text)
        assert b"".join(shown.split()) == b"".join(text.split())
        assert pretty(shown) == shown


def test_entities_of_a_bomb_are_only_text() -> None:
    bomb = b'<!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]><l>&b;</l>'
    assert pretty(bomb) == bomb.replace(b"><l>", b">\n<l>")


@pytest.mark.parametrize("piece", [b"<a>", b"<!--", b"<![CDATA[", b"<!DOCTYPE [", b"<!D", b"<?", b'<a "', b"<", b"</a>", b"<a b='"])
def test_rubbish_without_end_takes_time_in_proportion(piece: bytes) -> None:
    assert b"".join(pretty(piece * 30_000).split()) == b"".join((piece * 30_000).split())


def test_G16_entities_of_a_bomb_and_outer_ones_are_never_expanded_however_large_the_text_is() -> None:
    bomb = b'<!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
    text = bomb + b"<l>" + b"<i>&b;&x;</i>" * 50_000 + b"</l>"
    laid = lay_out(text, "xml")
    assert b"".join(laid.data[:].split()) == b"".join(text.split())
    assert len(laid.data) < 2 * len(text)


def test_G17_five_thousand_levels_are_indented() -> None:
    text = b"<a>" * 5_000 + b"x" + b"</a>" * 5_000
    shown = lay_out(text, "xml").data[:]
    assert shown.startswith(b"<a>\n  <a>\n    <a>")
    assert b"".join(shown.split()) == text


def test_a_large_text_is_laid_out_a_little_at_a_time() -> None:
    text = b"<r>" + b'<i n="1"><t>x</t><p>mixed <b>y</b></p></i>' * 20_000 + b"</r>"
    beginnings: list[bytes] = []
    laid = lay_out(text, "xml", beginnings.append)
    assert laid.data[:].startswith(beginnings[0])
    assert len(beginnings[0]) < len(laid.data) // 2
    assert b'\n  <i n="1">\n    <t>x</t>\n    <p>mixed <b>y</b></p>\n  </i>' in laid.data[:2_000]
    assert lay_out(laid.data, "xml").same
