"""A safe name for saving a body: what the server says is only a suggestion, and never a path."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote, urlsplit

from curlew.preview.kinds import media_type

_EXTENDED = re.compile(r"filename\*\s*=\s*([A-Za-z0-9_-]*)'[^']*'([^;\s]+)", re.IGNORECASE)
_PLAIN = re.compile(r"filename\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^;]+))", re.IGNORECASE)
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³])\s*(?:\.|$)", re.IGNORECASE)
_LONGEST = 100
"""Bytes: systems take 255, and the file has a longer name while it is written."""
_PACKED = {"gzip": ".gz", "x-gzip": ".gz", "br": ".br", "zstd": ".zst", "deflate": ".zz", "compress": ".Z"}
_SUFFIXES = {
    "application/json": ".json",
    "application/problem+json": ".json",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "text/html": ".html",
    "text/plain": ".txt",
    "text/csv": ".csv",
    "text/css": ".css",
    "text/javascript": ".js",
    "application/javascript": ".js",
    "application/pdf": ".pdf",
    "application/zip": ".zip",
    "application/gzip": ".gz",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/svg+xml": ".svg",
}


def suggested_name(url: str, content_type: str = "", disposition: str = "") -> str:
    """Return a file name without folders, leading dots or characters that a system forbids; never empty."""
    name = _safe(_from_disposition(disposition)) or _safe(_from_url(url)) or "response"
    suffix = _SUFFIXES.get(media_type(content_type), ".json" if media_type(content_type).endswith("+json") else "")
    if suffix and not re.search(r"\.[A-Za-z0-9]{1,5}$", name):
        name += suffix
    return name


def safe_name(name: str) -> str:
    """Return the name of a file, for a copy of it anywhere; never empty."""
    return _safe(name) or "response"


def packed_name(name: str, encoding: str) -> str:
    """Return the name for a body as it was received, packed: `data.json.gz`. encoding: its Content-Encoding."""
    for packing in encoding.split(","):
        name += _PACKED.get(packing.strip().lower(), "")
    return name


def _from_disposition(value: str) -> str:
    found = _EXTENDED.search(value)
    if found:
        codec = "latin-1" if found[1].lower() == "iso-8859-1" else "utf-8"
        return unquote(found[2], codec, "replace")
    plain = _PLAIN.search(value)
    if not plain:
        return ""
    return re.sub(r"\\(.)", r"\1", plain[1]) if plain[1] is not None else plain[2].strip()


def _from_url(url: str) -> str:
    try:
        return unquote(urlsplit(url).path.rstrip("/").rpartition("/")[2], errors="replace")
    except ValueError:
        return ""


def _safe(name: str) -> str:
    """Return the last part of a name, with signs for what may not stand in it; empty if nothing is left."""
    name = re.split(r"[/\\]", name)[-1]
    name = "".join("_" if character in '<>:"|?*\ufffd' or unicodedata.category(character)[0] == "C" else character for character in name)
    name = re.sub(r"\s+", " ", name).strip(" .")
    name = _shortened(name)
    return f"_{name}" if _RESERVED.match(name) or name.startswith(("-", "~")) else name


def _shortened(name: str) -> str:
    """Cut a name to the length that every system takes, between characters, keeping a short suffix."""
    if len(name.encode()) <= _LONGEST:
        return name
    stem, dot, suffix = name.rpartition(".")
    if not dot or len(suffix.encode()) > 8:
        stem, dot, suffix = name, "", ""
    room = _LONGEST - len((dot + suffix).encode())
    return stem.encode()[:room].decode(errors="ignore").rstrip(" .") + dot + suffix
