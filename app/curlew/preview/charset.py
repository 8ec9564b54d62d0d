"""From the bytes of a body to UTF-8: by its mark, by what its header declares, else by what fits; a server cannot choose any codec."""

from __future__ import annotations

import codecs
import io
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
    "latin-1": ("iso-8859-1", "latin1", "iso8859-1", "iso_8859-1", "l1"),
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
    "cp874": ("windows-874", "tis-620", "dos-874"),
    "koi8-r": ("koi8", "koi8_r", "cskoi8r"),
    "koi8-u": ("koi8-ru",),
    "mac-roman": ("macintosh", "x-mac-roman"),
    "mac-cyrillic": ("x-mac-cyrillic", "x-mac-ukrainian"),
    "shift_jis": ("shift-jis", "sjis", "x-sjis", "ms_kanji", "csshiftjis"),
    "cp932": ("windows-31j",),
    "euc_jp": ("euc-jp", "x-euc-jp"),
    "iso2022_jp": ("iso-2022-jp",),
    "euc_kr": ("euc-kr", "ks_c_5601-1987", "ksc5601", "korean"),
    "cp949": ("uhc", "windows-949"),
    "gbk": ("gb2312", "gb_2312-80", "x-gbk", "cp936", "chinese"),
    "gb18030": (),
    "big5": ("big5-tw", "cn-big5", "x-x-big5", "csbig5"),
    "big5hkscs": ("big5-hkscs",),
}
_CODECS.update({f"iso8859-{n}": (f"iso-8859-{n}",) for n in (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16)})
_CODECS["iso8859-2"] += ("latin2", "l2")
_CODECS["iso8859-8"] += ("iso-8859-8-i", "logical", "visual")
_CODECS["iso8859-15"] += ("latin9", "l9")
_ALLOWED = {name: codec for codec, names in _CODECS.items() for name in (codec, *names)}
"""Codecs of text only: a server may not name zlib, hex, idna or utf-7 and have them run."""

_READ_AS = {"shift_jis": "cp932", "euc_kr": "cp949", "gbk": "gb18030", "big5": "big5hkscs", "iso8859-9": "cp1254", "iso8859-11": "cp874"}
"""What stands in bodies that name these: the wider sets that browsers take for them (WHATWG Encoding), with ①, ㈱, 髙, 똠 or €."""


_LABELS = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "latin-1": _("Western (ISO-8859-1)"),
    "cp1252": _("Western (Windows-1252)"),
    "iso8859-15": _("Western with euro (ISO-8859-15)"),
    "cp1250": _("Central European (Windows-1250)"),
    "iso8859-2": _("Central European (ISO-8859-2)"),
    "cp1251": _("Cyrillic (Windows-1251)"),
    "koi8-r": _("Cyrillic (KOI8-R)"),
    "cp866": _("Cyrillic (DOS 866)"),
    "cp1253": _("Greek (Windows-1253)"),
    "cp1254": _("Turkish (Windows-1254)"),
    "cp1255": _("Hebrew (Windows-1255)"),
    "cp1256": _("Arabic (Windows-1256)"),
    "cp1257": _("Baltic (Windows-1257)"),
    "cp1258": _("Vietnamese (Windows-1258)"),
    "cp874": _("Thai (Windows-874)"),
    "shift_jis": _("Japanese (Shift JIS)"),
    "euc_jp": _("Japanese (EUC-JP)"),
    "iso2022_jp": _("Japanese (ISO-2022-JP)"),
    "euc_kr": _("Korean (EUC-KR)"),
    "gb18030": _("Chinese, simplified (GB 18030)"),
    "big5": _("Chinese, traditional (Big5)"),
    "cp437": _("DOS 437"),
    "cp850": _("DOS 850"),
    "mac-roman": _("Macintosh Roman"),
}

CHOICES = tuple(_LABELS)
"""What a person can choose from when the declared charset is wrong."""

_SLICE = 256 * 1024
"""Bytes decoded at a time: in between, other threads have their turn."""

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_JSON_TYPE = re.compile(r"(?:application|text)/(?:[\w.-]+\+)?json$", re.IGNORECASE)
_PARAMETER = re.compile(r";\s*charset\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s;]+))", re.IGNORECASE)
_IN_MARKUP = re.compile(
    rb"""<(?:meta\s[^>]{0,200}?charset|\?xml\s[^>]{0,100}?encoding)\s*=\s*["']?([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Text:
    """A body as text: UTF-8, without its byte order mark.

    invalid: how many bytes fit the charset nowhere (they are shown as U+FFFD); first: where the first of them stands in the body, else -1.
    """

    data: bytes
    charset: str = "utf-8"
    notes: tuple[str, ...] = ()
    invalid: int = 0
    first: int = -1

    @property
    def other_notes(self) -> tuple[str, ...]:
        """The notes but for the count of invalid bytes, for those who show that themselves."""
        return self.notes[:-1] if self.invalid else self.notes


def codec_of(name: str) -> str | None:
    """Return Python's name of a charset that may be used for text, None for any other."""
    return _ALLOWED.get(name.strip().lower())


def charsets() -> tuple[tuple[str, str], ...]:
    """Return what a person can choose from: (id for `to_text`, label)."""
    return tuple(_LABELS.items())


def declared_charset(content_type: str) -> str:
    """Return the charset parameter of a Content-Type, empty without."""
    found = _PARAMETER.search(content_type)
    return next((group for group in found.groups() if group is not None), "").strip() if found else ""


def to_text(data: bytes, content_type: str = "", chosen: str = "") -> Text:
    """Return a body as text. chosen: a charset that the person picked, which wins. Never fails; notes say what was doubtful."""
    if chosen:
        codec = codec_of(chosen) or "utf-8"
        skipped = next((len(mark) for mark, marked in _MARKS if marked == codec and data.startswith(mark)), 0)
        return _decoded(data, codec, (), skipped)
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _decoded(data, codec, (), len(mark))
    is_json = _JSON_TYPE.match(content_type.partition(";")[0].strip()) is not None
    declared = declared_charset(content_type)
    if declared:
        known = codec_of(declared)
        if known is not None:
            return _decoded(data, known, ())
        note = _("The server declares the charset “{name}”, which is none for text.").format(name=declared[:40])
        return _guessed(data, (note,), is_json)
    inside = _IN_MARKUP.search(data[:1024])
    if inside and (known := codec_of(inside[1].decode("ascii"))) and not known.startswith("utf-16"):
        return _decoded(data, known, ())
    return _guessed(data, (), is_json)


def _guessed(data: bytes, notes: tuple[str, ...], is_json: bool) -> Text:
    """Read as UTF-16 where every second byte is empty, as UTF-8 if that fits (almost) everywhere or must (JSON), else as Latin-1."""
    for codec, zeros in (("utf-16-le", data[1:400:2]), ("utf-16-be", data[0:400:2])):
        if zeros.count(0) > len(zeros) * 0.8:
            return _decoded(data, codec, notes)
    first = _first_wrong(data)
    if first < 0:
        return Text(data, "utf-8", notes)
    wrong = _count_invalid(data)
    if is_json or wrong * 20 < len(data):
        return Text(data, "utf-8", (*notes, _invalid_note(wrong, first, "UTF-8")), wrong, first)
    note = _("No charset is declared and the bytes are not UTF-8: shown as Latin-1.")
    return _decoded(data, "latin-1", (*notes, note))


def _decoded(data: bytes, codec: str, notes: tuple[str, ...], mark: int = 0) -> Text:
    """Decode what stands behind a byte order mark of so many bytes."""
    if codec in ("utf-8", "ascii"):
        text = data[mark:] if mark else data
        first = _first_wrong(text)
        wrong, codec = (_count_invalid(text) if first >= 0 else 0), "utf-8"
    else:
        text, wrong, first = _in_slices(data, _read_as(data, codec), mark)
    if not wrong:
        return Text(text, codec, notes)
    return Text(text, codec, (*notes, _invalid_note(wrong, first + mark, codec.upper())), wrong, first + mark)


def _read_as(data: bytes, codec: str) -> str:
    """Return the codec that reads what a charset's name stands for. cp932 has a sign for bytes that are in no charset: not for those."""
    if codec == "shift_jis" and any(stray in data for stray in (b"\xfd", b"\xfe", b"\xff")):
        return codec
    return _READ_AS.get(codec, codec)


def _in_slices(data: bytes, codec: str, start: int) -> tuple[bytes, int, int]:
    """Return the UTF-8, how many characters had to be replaced, and where the first of them stands behind `start`; -1 without."""
    decoder, out, wrong, first = codecs.getincrementaldecoder(codec)("replace"), io.BytesIO(), 0, -1
    for at in range(start, len(data), _SLICE):
        piece, last, state = data[at : at + _SLICE], at + _SLICE >= len(data), decoder.getstate()
        text = decoder.decode(piece, last)
        replaced = text.count("\ufffd")
        if replaced:
            strict = codecs.getincrementaldecoder(codec)()
            strict.setstate(state)
            try:
                strict.decode(piece, last)
                replaced = 0  # the sign itself stands there
            except UnicodeDecodeError as error:
                first = at - start - len(state[0]) + error.start if first < 0 else first
        wrong += replaced
        out.write(text.encode("utf-8", "replace"))
    return out.getvalue(), wrong, first


def _first_wrong(data: bytes) -> int:
    """Return where UTF-8 is first not kept to, -1 if it is."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    for at in range(0, len(data), _SLICE):
        pending = len(decoder.getstate()[0])
        try:
            decoder.decode(data[at : at + _SLICE], at + _SLICE >= len(data))
        except UnicodeDecodeError as error:
            return at - pending + error.start
    return -1


def _count_invalid(data: bytes) -> int:
    """Return how many bytes are part of no UTF-8 character."""
    decoder, fitting = codecs.getincrementaldecoder("utf-8")("ignore"), 0
    for at in range(0, len(data), _SLICE):
        fitting += len(decoder.decode(data[at : at + _SLICE], at + _SLICE >= len(data)).encode())
    return len(data) - fitting


def _invalid_note(wrong: int, first: int, charset: str) -> str:
    text = ngettext(
        "{n} byte is not valid {charset}, at offset {first}.", "{n} bytes are not valid {charset}, the first at offset {first}.", wrong
    )
    return text.format(n=f"{wrong:,}", charset=charset, first=f"{first:,}")
