"""Charsets that servers declare, honestly or not."""

import codecs

import pytest

from curlew.preview.charset import CHOICES, codec_of, declared_charset, to_text


def shown(data: bytes, content_type: str = "") -> str:
    return to_text(data, content_type).data.decode()


@pytest.mark.parametrize(
    "name", ["hex", "zlib", "rot13", "idna", "punycode", "undefined", "utf-7", "unicode_escape", "raw_unicode_escape", "base64", "mbcs"]
)
def test_C29_C30_a_server_cannot_choose_a_codec_that_is_none_for_text(name: str) -> None:
    text = to_text(b"+ADw-script+AD4-", f"text/html; charset={name}")
    assert text.data == b"+ADw-script+AD4-"
    assert any(name in note for note in text.notes)


def test_C29_every_codec_that_may_be_chosen_exists_and_gives_text() -> None:
    for name in (*CHOICES, "utf-8", "windows-1252", "iso-8859-15", "gb2312", "UTF-16", " Shift_JIS ", "cp866"):
        codec = codec_of(name)
        assert codec is not None
        assert isinstance(codecs.decode(b"plain text..", codec, "replace"), str)


def test_C29_utf16_with_an_odd_byte_is_shown_with_a_note() -> None:
    text = to_text("añb".encode("utf-16-le") + b"x", "text/plain; charset=utf-16le")
    assert text.data.decode().startswith("añb")
    assert text.invalid == 1
    assert text.notes


def test_C31_invalid_bytes_are_counted() -> None:
    text = to_text(b"caf\xe9 and caf\xe9 " + b"x" * 100, "text/plain; charset=utf-8")
    assert text.invalid == 2
    assert "2 bytes are not valid UTF-8" in text.notes[0]


def test_C31_latin1_without_a_declaration_is_recognised_and_said() -> None:
    text = to_text("Größe, Maß, Öl".encode("latin-1"))
    assert (text.data.decode(), text.charset) == ("Größe, Maß, Öl", "latin-1")
    assert text.notes


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_G08_a_byte_order_mark_decides_and_is_not_shown(codec: str) -> None:
    assert shown('{"ü":"好"}'.encode(codec), "application/json; charset=latin-1") == '{"ü":"好"}'


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_seen_from_its_empty_bytes(codec: str) -> None:
    assert shown('{"name": "value"}'.encode(codec)) == '{"name": "value"}'


def test_markup_may_declare_its_charset_inside() -> None:
    assert "Ж" in shown('<?xml version="1.0" encoding="windows-1251"?><a>Ж</a>'.encode("cp1251"), "application/xml")
    assert "Ж" in shown('<html><meta charset="koi8-r">Ж'.encode("koi8-r"), "text/html")


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("text/plain; charset=utf-8", "utf-8"),
        ('text/plain;charset="ISO-8859-1"; x=y', "ISO-8859-1"),
        ("a/b; Charset='x'", "x"),
        ("text/plain", ""),
    ],
)
def test_the_declared_charset(header: str, name: str) -> None:
    assert declared_charset(header) == name


def test_a_person_can_choose() -> None:
    assert to_text("日本".encode("shift_jis"), "text/plain; charset=utf-8", chosen="shift_jis").data.decode() == "日本"
