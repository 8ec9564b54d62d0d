"""HTML made harmless and light enough for Qt's text layout: no scripts, no frames, nothing that takes minutes to lay out.

Measured in Qt 6.11: tables within tables double the time with each level (12 levels 37 ms, 20 several seconds), one word of 500,000
letters takes 12 s, a table of 3,000 rows 0.4 s. So depth, words and rows are bounded here.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from curlew.text import _

LARGEST = 256 * 1024
"""Characters of a page that are drawn."""

MOST_ROWS = 600
DEEPEST_TABLE = 6
DEEPEST = 150
LONGEST_WORD = 2000
MOST_IMAGES = 60

_DROPPED = {"script", "iframe", "frame", "frameset", "object", "embed", "applet", "noscript", "template", "svg", "math", "canvas"}
_DROPPED |= {"audio", "video", "select", "datalist", "title", "noframes", "portal"}
_KEPT = {"a", "abbr", "address", "b", "big", "blockquote", "body", "br", "center", "cite", "code", "dd", "del", "dfn", "div", "dl", "dt"}
_KEPT |= {"em", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "nobr", "ol", "p", "pre", "q", "s"}
_KEPT |= {"samp", "small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u"}
_KEPT |= {"ul", "var"}
_BLOCKS = {"article", "aside", "details", "fieldset", "figcaption", "figure", "footer", "form", "header", "label", "legend", "main", "nav"}
_BLOCKS |= {"section", "summary", "caption"}
_TABLE = {"table", "tbody", "thead", "tfoot", "tr", "td", "th"}
_VOID = {"br", "hr", "img"}
_ATTRIBUTES = {"align", "valign", "alt", "title", "bgcolor", "color", "size", "face", "border", "start", "type", "dir", "name", "id"}
_NUMBERS = {"width", "height", "colspan", "rowspan", "cellpadding", "cellspacing"}
_LINKS = ("http", "https", "mailto")
_STYLE = re.compile(r"url\s*\(|expression|@import|\\|position|float", re.IGNORECASE)
_SMALL = re.compile(r"\d{1,3}%?|1\d{3}")
_LENGTHS = re.compile(r"\d{5,}|\d[eE]")
_WORD = re.compile(rf"\S{{{LONGEST_WORD},}}")


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be drawn. images: addresses that its pictures have, in order; notes: what was left out, in words."""

    text: str
    images: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def page_of(text: str, base: str = "") -> Page:
    """Return a page that can be drawn. base: its address, which relative ones are read against."""
    cut = text[:LARGEST]
    drawing = _Drawing(base)
    drawing.feed(cut)
    drawing.close()
    drawing.end_all()
    notes = []
    if len(text) > LARGEST:
        notes.append(_("Only the first {n} KB are drawn.").format(n=LARGEST // 1024))
    if drawing.rows > MOST_ROWS:
        notes.append(_("Only the first {n} table rows are drawn.").format(n=MOST_ROWS))
    if drawing.scripts:
        notes.append(_("Scripts and frames are left out."))
    return Page("".join(drawing.out), tuple(drawing.images), tuple(notes))


class _Drawing(HTMLParser):
    def __init__(self, base: str) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.images: dict[str, None] = {}
        self.rows = 0
        self.scripts = False
        self._base = base
        self._open: list[str] = []
        self._skipping: list[str] = []
        self._tables = 0
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _DROPPED:
            self.scripts |= tag in ("script", "iframe", "frame")
            if tag not in ("frame", "embed"):
                self._skipping.append(tag)
        elif self._skipping or len(self._open) > DEEPEST:
            return
        elif tag == "style":
            self._in_style = True
        elif tag == "base":
            self._base = urljoin(self._base, dict(attrs).get("href") or "")
        elif tag in ("input", "button", "textarea"):
            self.out.append(f" [{html.escape(dict(attrs).get('value') or dict(attrs).get('placeholder') or tag)}] ")
        elif tag in _BLOCKS:
            self._begin("div", [])
        elif tag in _KEPT:
            self._begin(tag, attrs)

    def _begin(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._tables += 1
        if tag == "tr":
            self.rows += 1
        if tag in _TABLE and (self._tables > DEEPEST_TABLE or self.rows > MOST_ROWS):
            return
        attributes = self._attributes(tag, attrs)
        if tag == "img" and ' src="' not in attributes:
            alt = (dict(attrs).get("alt") or "").strip()
            self.out.append(f"[{html.escape(alt[:200])}]" if alt else "")
            return
        self.out.append(f"<{tag}{attributes}>")
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._skipping:
            if tag == self._skipping[-1]:
                self._skipping.pop()
            return
        if tag == "style":
            self._in_style = False
            return
        tag = "div" if tag in _BLOCKS else tag
        if tag == "table":
            self._tables = max(0, self._tables - 1)
        if tag in self._open:
            while self._open and self._open[-1] != tag:
                self.out.append(f"</{self._open.pop()}>")
            self.out.append(f"</{self._open.pop()}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        if self._skipping or self._in_style or (self.rows > MOST_ROWS and self._tables):
            return
        self.out.append(html.escape(_WORD.sub(lambda found: f"{found[0][:LONGEST_WORD]}…", data), quote=False))

    def end_all(self) -> None:
        while self._open:
            self.out.append(f"</{self._open.pop()}>")

    def _attributes(self, tag: str, attrs: list[tuple[str, str | None]]) -> str:
        kept = []
        for name, given in attrs:
            value = self._attribute(tag, name, (given or "").strip())
            if value is not None:
                kept.append(f' {name}="{html.escape(value)}"')
        return "".join(kept)

    def _attribute(self, tag: str, name: str, value: str) -> str | None:
        """Return an attribute's value as it may be drawn, None where it is left out."""
        if name in _ATTRIBUTES:
            return value if len(value) < 500 else None
        if name in _NUMBERS:
            return value if _SMALL.fullmatch(value) and not (name.endswith("span") and len(value) > 2) else None
        if name == "style":
            return None if len(value) > 1000 or _STYLE.search(value) or _LENGTHS.search(value) else value
        if name == "href" and tag == "a":
            return value if value.startswith("#") else self._link(value)
        return (self._image(value) or None) if name == "src" and tag == "img" else None

    def _link(self, value: str) -> str | None:
        address = self._joined(value)
        return address if urlsplit(address).scheme in _LINKS else None

    def _joined(self, value: str) -> str:
        try:
            return urljoin(self._base, value)
        except ValueError:
            return ""

    def _image(self, value: str) -> str:
        """Return the address of a picture: one that stands in the page itself, or one that may be asked for."""
        if value.startswith("data:image/"):
            return value if len(value) < LARGEST else ""
        address = self._joined(value)
        if urlsplit(address).scheme not in ("http", "https") or len(self.images) >= MOST_IMAGES:
            return ""
        self.images[address] = None
        return address


_MARKDOWN_IMAGE = re.compile(r"!\[[^\]\n]{0,300}\]\(\s*<?(https?://[^\s)>]{1,2000})")


def images_in_markdown(text: str) -> tuple[str, ...]:
    """Return the addresses of the pictures that a Markdown text names."""
    return tuple(dict.fromkeys(_MARKDOWN_IMAGE.findall(text)))[:MOST_IMAGES]
