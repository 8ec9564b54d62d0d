"""From the bytes of a body to UTF-8: by its mark, by what its header declares, else by what fits; a server cannot choose any codec."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from curlew.text import _, ngettext

_CODECS = {
    "utf-8": ("utf8", "utf-8-sig", "unicode-1-1-utf-8"),
    "utf-16-le": ("utf-16le",),
    "utf-16-be": ("utf-16be",),
    "utf-16": ("utf16", "ucs-2", "iso-10646-ucs-2"),
    "utf-32": ("utf32", "utf-32le", "utf-32be"),
    "ascii": ("us-ascii", "ansi_x3.4-1968", "iso646-us"),
    "latin-1": ("iso-8859-1", "latin1", "iso8859-1", "l1"),
    "cp1252": ("windows-1252", "x-cp1252"),
    "cp1250": ("windows-1250",),
    "cp1251": ("windows-1251",),
    "cp1253": ("windows-1253",),
    "cp1254": ("windows-1254",),
    "cp1255": ("windows-1255",),
    "cp1256": ("windows-1256",),
    "cp1257": ("windows-1257",),
    "cp1258": ("windows-1258",),
    "cp437": ("ibm437",),
    "cp850": ("ibm850",),
    "cp866": ("ibm866",),
    "cp874": ("windows-874", "tis-620"),
    "koi8-r": ("koi8",),
    "koi8-u": (),
    "mac-roman": ("macintosh", "x-mac-roman"),
    "shift_jis": ("shift-jis", "sjis", "x-sjis", "ms_kanji"),
    "cp932": ("windows-31j",),
    "euc_jp": ("euc-jp", "x-euc-jp"),
    "iso2022_jp": ("iso-2022-jp",),
    "euc_kr": ("euc-kr", "ks_c_5601-1987"),
    "cp949": ("uhc", "windows-949"),
    "gbk": ("gb2312", "x-gbk", "cp936"),
    "gb18030": (),
    "big5": ("big5-tw", "cn-big5"),
    "big5hkscs": ("big5-hkscs",),
}
_CODECS.update({f"iso8859-{n}": (f"iso-8859-{n}",) for n in (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16)})
_ALLOWED = {name: codec for codec, names in _CODECS.items() for name in (codec, *names)}
"""Codecs of text only: a server may not name zlib, hex, idna or utf-7 and have them run."""

CHOICES = ("utf-8", "latin-1", "cp1252", "utf-16-le", "utf-16-be", "shift_jis", "euc_jp", "euc_kr", "gb18030", "big5", "koi8-r", "cp1251")
"""What a person can choose from when the declared charset is wrong."""

_SLICE = 1024 * 1024
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_PARAMETER = re.compile(r";\s*charset\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s;]+))", re.IGNORECASE)
_IN_MARKUP = re.compile(
    rb"""<(?:meta\s[^>]{0,200}?charset|\?xml\s[^>]{0,100}?encoding)\s*=\s*["']?([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Text:
    """A body as text: UTF-8, without its byte order mark. invalid: bytes that fit the charset nowhere (shown as U+FFFD)."""

    data: bytes
    charset: str = "utf-8"
    notes: tuple[str, ...] = ()
    invalid: int = 0


def codec_of(name: str) -> str | None:
    """Return Python's name of a charset that may be used for text, None for any other."""
    return _ALLOWED.get(name.strip().lower())


def declared_charset(content_type: str) -> str:
    """Return the charset parameter of a Content-Type, empty without."""
    found = _PARAMETER.search(content_type)
    return next((group for group in found.groups() if group is not None), "").strip() if found else ""


def to_text(data: bytes, content_type: str = "", chosen: str = "") -> Text:
    """Return a body as text. chosen: a charset that the person picked, which wins. Never fails; notes say what was doubtful."""
    if chosen:
        return _decoded(data, codec_of(chosen) or "utf-8", ())
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], codec, ())
    declared = declared_charset(content_type)
    if declared:
        known = codec_of(declared)
        if known is not None:
            return _decoded(data, known, ())
        return _guessed(data, (_("The server declares the charset “{name}”, which is none for text.").format(name=declared[:40]),))
    inside = _IN_MARKUP.search(data[:1024])
    if inside and (known := codec_of(inside[1].decode("ascii"))) and not known.startswith("utf-16"):
        return _decoded(data, known, ())
    return _guessed(data, ())


def _guessed(data: bytes, notes: tuple[str, ...]) -> Text:
    """Read as UTF-16 where every second byte is empty, as UTF-8 if that fits (almost) everywhere, else as Latin-1."""
    for codec, zeros in (("utf-16-le", data[1:400:2]), ("utf-16-be", data[0:400:2])):
        if zeros.count(0) > len(zeros) * 0.8:
            return _decoded(data, codec, notes)
    if _is_utf8(data):
        return Text(data, "utf-8", notes)
    wrong = _count_invalid(data)
    if wrong * 20 < len(data):
        return Text(data, "utf-8", (*notes, _invalid_note(wrong, "UTF-8")), wrong)
    note = _("No charset is declared and the bytes are not UTF-8: shown as Latin-1.")
    return Text(data.decode("latin-1").encode(), "latin-1", (*notes, note))


def _decoded(data: bytes, codec: str, notes: tuple[str, ...]) -> Text:
    if codec in ("utf-8", "ascii"):
        wrong = 0 if _is_utf8(data) else _count_invalid(data)
        return Text(data, "utf-8", (*notes, _invalid_note(wrong, "UTF-8")) if wrong else notes, wrong)
    try:
        return Text(data.decode(codec).encode("utf-8", "replace"), codec, notes)
    except UnicodeError:
        text = data.decode(codec, "replace")
        wrong = text.count("\ufffd")
        return Text(text.encode("utf-8", "replace"), codec, (*notes, _invalid_note(wrong, codec)), wrong)


def _is_utf8(data: bytes) -> bool:
    """Tell whether all bytes are UTF-8; in slices, so that other threads have their turn in between."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for at in range(0, len(data), _SLICE):
            decoder.decode(data[at : at + _SLICE])
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _count_invalid(data: bytes) -> int:
    """Return how many bytes are part of no UTF-8 character."""
    return len(data) - len(data.decode("utf-8", "ignore").encode())


def _invalid_note(wrong: int, charset: str) -> str:
    return ngettext("{n} byte is not valid {charset}.", "{n} bytes are not valid {charset}.", wrong).format(n=f"{wrong:,}", charset=charset)
