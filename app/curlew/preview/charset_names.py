"""The names of charsets: those that servers use, those that a person can choose, and the codecs that read them."""

from __future__ import annotations

import re

from curlew.text import _

_CODECS = {
    "utf-8": ("utf8", "utf-8-sig", "unicode-1-1-utf-8"),
    "utf-16-le": ("utf-16le",),
    "utf-16-be": ("utf-16be",),
    "utf-16": ("utf16", "ucs-2", "iso-10646-ucs-2"),
    "utf-32": ("utf32", "ucs-4", "iso-10646-ucs-4"),
    "utf-32-le": ("utf-32le",),
    "utf-32-be": ("utf-32be",),
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

READ_AS = {"shift_jis": "cp932", "euc_kr": "cp949", "gbk": "gb18030", "big5": "big5hkscs", "iso8859-9": "cp1254", "iso8859-11": "cp874"}
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

_PARAMETER = re.compile(r";\s*charset\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s;]+))", re.IGNORECASE)


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
