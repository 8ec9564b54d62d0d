"""What files that are no text are, and what photographs tell of their making."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curlew.preview.exif import exif_lines
from curlew.preview.file_types import LISTED, file_facts


@pytest.mark.parametrize(
    ("data", "declared", "title"),
    [
        (b"\x7fELF\x02", "", "Linux program (ELF)"),
        (b"\x00\x00\x00\x18ftypmp42", "video/mp4", "MP4 video or sound"),
        (b"\xff\xfb\x90\x00", "", "MP3 sound"),
        (b"\x00" * 257 + b"ustar", "", "tar archive"),
        (b"\x00\x01\x02", "video/x-odd", "Video"),
        (b"\x00\x01\x02", "application/octet-stream", "Bytes that are no text"),
        (b"", "", "Bytes that are no text"),
    ],
)
def test_a_file_is_known_by_its_first_bytes(data: bytes, declared: str, title: str) -> None:
    assert file_facts(data, declared).title == title


def _zip(names: list[str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, b"x" * 10)
    return made.getvalue()


def test_an_archive_lists_what_it_holds() -> None:
    facts = file_facts(_zip(["a.txt", "../../b.txt"]), "application/zip")
    assert facts.entries == (("a.txt", 10), ("../../b.txt", 10))
    assert ("Unpacked", "20 bytes") in facts.lines
    assert file_facts(_zip(["word/document.xml"]), "").title == "Word document"
    many = file_facts(_zip([f"{n}.txt" for n in range(LISTED + 3)]), "")
    assert (len(many.entries), many.more) == (LISTED, 3)


def test_a_broken_archive_says_so() -> None:
    assert "cannot be read" in file_facts(_zip(["a.txt"])[:40], "").lines[0][1]


def test_a_document_tells_its_pages() -> None:
    facts = file_facts(b"%PDF-1.7\n1 0 obj << /Type /Pages /Kids [] /Count 12 >>", "application/pdf")
    assert facts.lines == (("Version", "1.7"), ("Pages", "12"))


@given(st.binary(max_size=200))
def test_any_bytes_are_something(data: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"%PDF-"):
        assert file_facts(start + data, "").title


def _exif(order: str, entries: list[tuple[int, int, int, bytes]], rest: bytes = b"") -> bytes:
    head = (b"II" if order == "<" else b"MM") + struct.pack(f"{order}HI", 42, 8)
    body = struct.pack(f"{order}H", len(entries)) + b"".join(struct.pack(f"{order}HHI", *entry[:3]) + entry[3] for entry in entries)
    return b"\xff\xd8\xff\xe1\x00\x00Exif\x00\x00" + head + body + b"\0\0\0\0" + rest


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_photograph_tells_its_camera(order: str) -> None:
    place = struct.pack(f"{order}I", 8 + 2 + 3 * 12 + 4)
    turned = struct.pack(f"{order}H", 6) + b"\0\0"
    data = _exif(order, [(0x010F, 2, 8, place), (0x0112, 3, 1, turned), (0x8825, 4, 1, b"\0\0\0\0")], b"Curlews\0")
    assert exif_lines(data) == [("Camera maker", "Curlews"), ("Turned", "by 90°"), ("Place", "told: the image says where it was taken")]


@given(st.binary(max_size=120))
def test_broken_facts_of_a_photograph_are_left_out(data: bytes) -> None:
    exif_lines(b"Exif\x00\x00II*\x00\x08\x00\x00\x00" + data)
    exif_lines(b"eXIf" + data)
    assert exif_lines(data[:5]) == []
