"""The HTML indenter: lines begin only where blanks say nothing."""

import random

import pytest

from curlew.preview.html_format import pretty
from curlew.preview.layout import lay_out

PIECES = [b"<div>", b"</div>", b"<p>", b"x", b" ", b"\n", b"<b>", b"</b>", b"<br>", b"<pre>", b"</pre>", b"<!-- c -->", b"<", b"<td>", b"'"]


def test_blocks_go_on_their_own_lines_and_inline_elements_stay() -> None:
    text = (
        b"<!DOCTYPE html><html><head><title>A</title><meta charset=utf-8></head><body><p>Hello <b>you</b>!<ul><li>1<li>2</ul></body></html>"
    )
    assert pretty(text) == (
        b"<!DOCTYPE html>\n<html>\n  <head>\n    <title>A</title>\n    <meta charset=utf-8>\n  </head>\n  <body>\n"
        b"    <p>Hello <b>you</b>!\n      <ul>\n        <li>1\n        <li>2</ul>\n  </body>\n</html>"
    )


@pytest.mark.parametrize("name", [b"pre", b"textarea", b"script", b"style"])
def test_what_keeps_its_blanks_stays_as_it_came(name: bytes) -> None:
    inside = b"<" + name + b">\n  if (a<b) {\n\n  x }  </" + name.upper() + b" >"
    assert inside in pretty(b"<div>" + inside + b"</div>")


def test_random_pieces_lose_nothing_but_blanks_and_formatting_twice_changes_nothing() -> None:
    rng = random.Random(5)
    for _ in range(3_000):
        text = b"".join(rng.choices(PIECES, k=rng.randrange(12)))
        shown = pretty(text)
        assert b"".join(shown.split()) == b"".join(text.split())
        assert pretty(shown) == shown


@pytest.mark.parametrize("piece", [b"<div>", b"<!--", b"<p ", b"<script>", b"<", b"</div>", b'<a "', b"<a", b"<a b='"])
def test_rubbish_without_end_takes_time_in_proportion(piece: bytes) -> None:
    assert b"".join(pretty(piece * 20_000).split()) == b"".join((piece * 20_000).split())


def test_a_page_is_laid_out_by_the_same_call_as_the_others() -> None:
    assert lay_out(b"<div><p>x</p></div>", "html").data[:] == b"<div>\n  <p>x</p>\n</div>"
