"""What a file is, by its first bytes, and a few facts about it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from curlew.preview.buffer import Buffer
from curlew.preview.kinds import media_type
from curlew.text import _, ngettext

LISTED = 200
"""Entries of an archive that are named."""

LARGEST_LIST = 4 * 1024 * 1024
"""Bytes at the end of an archive, where its list stands, that are read."""

_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", _("PDF document")),
    (0, b"PK\x03\x04", _("ZIP archive")),
    (0, b"PK\x05\x06", _("ZIP archive, empty")),
    (0, b"\x1f\x8b", _("gzip data")),
    (0, b"BZh", _("bzip2 data")),
    (0, b"\xfd7zXZ\x00", _("xz data")),
    (0, b"\x28\xb5\x2f\xfd", _("Zstandard data")),
    (0, b"7z\xbc\xaf\x27\x1c", _("7-Zip archive")),
    (0, b"Rar!\x1a\x07", _("RAR archive")),
    (257, b"ustar", _("tar archive")),
    (0, b"\x7fELF", _("Linux program (ELF)")),
    (0, b"MZ", _("Windows program")),
    (0, b"\xcf\xfa\xed\xfe", _("macOS program")),
    (0, b"\xca\xfe\xba\xbe", _("Java class or macOS program")),
    (0, b"\x00asm", _("WebAssembly module")),
    (0, b"SQLite format 3\x00", _("SQLite database")),
    (0, b"wOF2", _("WOFF2 font")),
    (0, b"wOFF", _("WOFF font")),
    (0, b"OTTO", _("OpenType font")),
    (0, b"\x00\x01\x00\x00\x00", _("TrueType font")),
    (0, b"OggS", _("Ogg sound or video")),
    (0, b"fLaC", _("FLAC sound")),
    (0, b"ID3", _("MP3 sound")),
    (4, b"ftyp", _("MP4 video or sound")),
    (0, b"\x1aE\xdf\xa3", _("Matroska or WebM video")),
    (8, b"WAVE", _("WAV sound")),
    (8, b"AVI ", _("AVI video")),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _("Microsoft Office document, old format")),
    (0, b"PAR1", _("Parquet table")),
    (0, b"ARROW1", _("Arrow table")),
    (0, b"Obj\x01", _("Avro data")),
)
_OFFICE = {"word/": _("Word document"), "xl/": _("Excel workbook"), "ppt/": _("PowerPoint presentation"), "META-INF/": _("Java archive")}


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a file is. lines: (name, value) of what is known; entries: of an archive, with their sizes; more: entries not named."""

    title: str
    lines: tuple[tuple[str, str], ...] = ()
    entries: tuple[tuple[str, int], ...] = ()
    more: int = 0


def file_facts(data: Buffer, declared: str) -> FileFacts:
    """Return what can be told of a file. For a worker: an archive's list is read."""
    start = data[:512]
    title = next((title for at, magic, title in _MAGIC if start[at : at + len(magic)] == magic), "")
    kind = media_type(declared)
    if start.startswith(b"\xff") and len(start) > 1 and start[1] & 0xE0 == 0xE0 and not title:
        title = _("MP3 sound")
    if not title:
        family = {"audio": _("Sound"), "video": _("Video"), "font": _("Font")}.get(kind.partition("/")[0], "")
        title = family or _("Bytes that are no text")
    if start.startswith(b"PK"):
        return _archive(data, title)
    if start.startswith(b"%PDF-"):
        return FileFacts(title, tuple(_pdf(data)))
    return FileFacts(title)


def _archive(data: Buffer, title: str) -> FileFacts:
    """Read the list at the end of a ZIP archive; nothing is unpacked."""
    tail = data[max(0, len(data) - LARGEST_LIST) :]
    try:
        listed = zipfile.ZipFile(io.BytesIO(tail)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, OSError, UnicodeDecodeError):
        return FileFacts(title, ((_("List"), _("cannot be read: the archive may be cut off")),))
    office = next((label for prefix, label in _OFFICE.items() if any(entry.filename.startswith(prefix) for entry in listed[:200])), "")
    total = sum(entry.file_size for entry in listed)
    count = ngettext("{n} entry", "{n} entries", len(listed)).format(n=f"{len(listed):,}")
    lines = ((_("Holds"), count), (_("Unpacked"), _("{n} bytes").format(n=f"{total:,}")))
    entries = tuple((entry.filename[:300], entry.file_size) for entry in listed[:LISTED])
    return FileFacts(office or title, lines, entries, max(0, len(listed) - LISTED))


def _pdf(data: Buffer) -> Iterator[tuple[str, str]]:
    version = re.match(rb"%PDF-(\d\.\d)", data[:16])
    if version:
        yield _("Version"), version[1].decode("ascii")
    pages = [int(number) for number in re.findall(rb"/Type\s*/Pages\b[^>]{0,200}?/Count\s+(\d{1,7})", data[: 2 * 1024 * 1024])]
    if pages:
        yield _("Pages"), f"{max(pages):,}"
    if b"/Encrypt" in data[max(0, len(data) - 4096) :]:
        yield _("Locked"), _("yes, by a password or rights")
