"""HTML made harmless: what is drawn, what is left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curlew.preview.html_page import DEEPEST_TABLE, LARGEST, MOST_IMAGES, MOST_ROWS, images_in_markdown, page_of


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>x",
        "<SCRIPT SRC=http://evil/></SCRIPT>x",
        "<iframe src=file:///etc/passwd></iframe>x",
        "<object data=x></object>x<embed src=y>",
        "<svg><image href='file:///etc/passwd'/></svg>x",
        "<p onclick=alert(1)>x</p>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href='file:///etc/passwd'>x</a>",
        "<img src=file:///etc/passwd>x",
        "<img src='smb://host/share/x.png'>x",
        '<p style="background:url(http://evil/a.png)">x</p>',
        '<p style="background:\\75rl(http://evil)">x</p>',
        "<style>@import 'http://evil/x.css'; p{background:url(file:///x)}</style>x",
        "<link rel=stylesheet href=http://evil/x.css>x",
        "<meta http-equiv=refresh content='0;url=http://evil'>x",
        "<base href=file:///etc/><img src=passwd>x",
        "<body background=http://evil/x.png>x",
        "<table background=file:///x><tr><td>x</table>",
    ],
)
def test_H11_nothing_foreign_is_left(text: str) -> None:
    page = page_of(text, "https://own.example/")
    assert "x" in page.text
    assert not page.images
    lower = page.text.lower()
    assert not any(word in lower for word in ("script", "evil", "file:", "etc/passwd", "onclick", "url(", "smb:", "@import", "refresh"))


def test_pictures_from_elsewhere_are_listed_not_loaded() -> None:
    page = page_of(
        "<img src='a.png' width=20><img src='//cdn.example/b.png'><img src='data:image/png;base64,AAAA'>", "https://own.example/x/"
    )
    assert page.images == ("https://own.example/x/a.png", "https://cdn.example/b.png")
    assert 'src="data:image/png;base64,AAAA"' in page.text
    many = page_of("".join(f"<img src=http://h/{n}.png>" for n in range(MOST_IMAGES + 9)))
    assert len(many.images) == MOST_IMAGES
    assert images_in_markdown("![a](http://h/1.png) ![b](<https://h/2.png> 't') ![c](file:///x) [d](http://h/3)") == (
        "http://h/1.png",
        "https://h/2.png",
    )


def test_what_would_take_minutes_to_lay_out_is_bounded() -> None:
    tables = page_of("<table><tr><td>" * 40 + "deep" + "</table>" * 40 + "<table><tr><td>after</table>").text
    assert tables.count("<table") == DEEPEST_TABLE + 1
    assert "after" in tables
    assert page_of("<div>" * 5000 + "x").text.count("<div") < 200
    assert len(page_of("a" * 100_000).text) < 3000
    rows = page_of("<table>" + "<tr><td>1</td></tr>" * 3000 + "</table>after")
    assert rows.text.count("<tr") == MOST_ROWS
    assert rows.text.endswith("after")
    assert rows.notes
    assert "colspan" not in page_of("<table><tr><td colspan=99999>x").text
    assert page_of("x " * LARGEST).notes


def test_text_and_marks_stay() -> None:
    page = page_of(
        "<h1>T&amp;C</h1><p align=center>a <b>bold</b> <a href='/p?x=1&y=2'>link</a> &lt;tag&gt;</p><input value='v'>", "http://h/d/"
    )
    assert "<h1>T&amp;C</h1>" in page.text
    assert '<a href="http://h/p?x=1&amp;y=2">link</a>' in page.text
    assert "&lt;tag&gt;" in page.text
    assert "[v]" in page.text
    assert not page.notes


@given(st.text(alphabet="<>/abctrdl \"'=!-&;script", max_size=120))
def test_any_text_is_a_page(text: str) -> None:
    page = page_of(text)
    assert page.text.count("<table") >= page.text.count("</table>")
