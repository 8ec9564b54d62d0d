"""Charsets that servers declare, honestly or not."""

import codecs

import pytest

from curlew.preview.charset import CHOICES, charsets, codec_of, declared_charset, to_text
from curlew.preview.charset_names import _ALLOWED


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
    assert text.first == 3
    assert "2 bytes are not valid UTF-8, the first at offset 3" in text.notes[0]


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


def test_C31_the_charsets_offered_have_labels_and_all_work() -> None:
    offered = dict(charsets())
    assert len(set(offered.values())) == len(offered) == len(CHOICES)
    for name in offered:
        assert to_text(b"plain text..", chosen=name).data


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "shift_jis", "gb18030"])
@pytest.mark.parametrize("size", [10, 262_143, 262_144, 300_001])
def test_C21_C31_the_first_wrong_byte_is_found_wherever_slices_end(codec: str, size: int) -> None:
    good = ("ab日" * size)[:size].encode(codec)
    bad = b"\x00\xd8" if codec == "utf-16-le" else b"\xff"
    text = to_text(good + bad + "xy".encode(codec), chosen=codec)
    assert text.first == len(good)
    assert text.invalid >= 1
    assert text.data.decode("utf-8", "replace").startswith(good.decode(codec))


def test_C31_the_replacement_sign_itself_is_no_invalid_byte() -> None:
    assert to_text("a\ufffdb".encode("utf-16-le"), chosen="utf-16-le").invalid == 0
    assert to_text("a\ufffdb".encode(), "text/plain; charset=utf-8").invalid == 0


def test_C31_json_without_a_charset_is_utf8_however_wrong() -> None:
    text = to_text(b'"\xe9\xe8\xe0"', "application/json")
    assert (text.charset, text.invalid, text.first) == ("utf-8", 3, 1)


def test_C31_the_offset_counts_the_byte_order_mark() -> None:
    assert to_text(b"\xef\xbb\xbfa\xff").first == 4


@pytest.mark.parametrize(
    ("label", "data", "text"),
    [
        ("Shift_JIS", b"\x87\x40\x87\x8a\xfb\xfc\x81\x60", "①㈱髙～"),
        ("euc-kr", b"\x8c\x63", "똠"),
        ("gb2312", b"\xa2\xe3\x81\x35\xf4\x37", "€ḿ"),
        ("big5", b"\xf9\xd6", "碁"),
        ("iso-8859-9", b"\x80", "€"),
        ("x-mac-cyrillic", b"\x80", "А"),
        ("ISO_8859-1", b"\xe9", "é"),
    ],
)
def test_C29_a_charset_is_read_as_widely_as_browsers_read_it(label: str, data: bytes, text: str) -> None:
    read = to_text(data, f"text/plain; charset={label}")
    assert (read.data.decode(), read.notes, read.invalid) == (text, (), 0)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_wide_charset_needs_no_byte_order_mark(codec: str) -> None:
    for declared in (codec[:6], codec, codec.replace("-le", "le").replace("-be", "be")):
        text = to_text('{"name": "añ漢"}'.encode(codec), f"application/json; charset={declared}")
        assert (text.data.decode(), text.charset, text.invalid) == ('{"name": "añ漢"}', codec, 0)
    assert to_text("añ".encode(codec), chosen=codec[:6]).data.decode() == "añ"


@pytest.mark.parametrize("declared", ["utf-16", "utf-32", "ucs-2"])
def test_a_text_that_is_said_to_be_wide_and_is_not_is_shown(declared: str) -> None:
    text = to_text('{"name": "añ"}'.encode(), f"application/json; charset={declared}")
    assert text.data.decode() == '{"name": "añ"}'
    assert "which the bytes are not" in text.notes[0]


def test_no_charset_that_can_be_named_fails_on_any_bytes() -> None:
    for name in _ALLOWED:
        for data in (b"x", b"\xff", b"\xff\xfe\0\0a", b"\x1b$B\x1b(", bytes(range(256)) * 3):
            for text in (to_text(data, f"text/plain; charset={name}"), to_text(data, chosen=name)):
                assert text.data or text.invalid == 0


@pytest.mark.parametrize("named", ["utf-16", "utf-32", "UCS-4"])
def test_a_charset_named_in_a_text_that_can_be_read_is_none_of_the_wide_ones(named: str) -> None:
    text = to_text(f'<?xml version="1.0" encoding="{named}"?><a>ñ</a>'.encode(), "application/xml")
    assert text.data.endswith("<a>ñ</a>".encode())
