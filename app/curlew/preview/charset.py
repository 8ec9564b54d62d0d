"""From the bytes of a body to UTF-8: by its mark, by what its header declares, else by what fits; a server cannot choose any codec."""

from __future__ import annotations

import codecs
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace

from curlew.preview.buffer import Buffer, Gathering
from curlew.preview.charset_names import CHOICES, READ_AS, charsets, codec_of, declared_charset
from curlew.text import _, ngettext

__all__ = ["BEGINNING", "CHOICES", "Decoded", "Decoding", "Text", "charsets", "codec_of", "declared_charset", "to_text"]

SLICE = 256 * 1024
"""Bytes decoded at a time: in between, other threads have their turn."""

BEGINNING = 64 * 1024
"""Bytes that the first look at a large body goes by."""

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_JSON_TYPE = re.compile(r"(?:application|text)/(?:[\w.-]+\+)?json$", re.IGNORECASE)
_IN_MARKUP = re.compile(
    rb"""<(?:meta\s[^>]{0,200}?charset|\?xml\s[^>]{0,100}?encoding)\s*=\s*["']?([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE
)
_SIDES = {"utf-16": 2, "utf-32": 4}
"""Codecs that refuse a text without a byte order mark, and the bytes of a unit."""

_SIGN = "\ufffd"
_STRAYS = (b"\xfd", b"\xfe", b"\xff")


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


@dataclass(frozen=True, slots=True, eq=False)
class Decoded:
    """A body of any size as text, as in `Text`. notes: without the count of invalid bytes. place: where in `text` the first is, or -1."""

    text: Buffer
    charset: str = "utf-8"
    notes: tuple[str, ...] = ()
    invalid: int = 0
    first: int = -1
    place: int = -1


@dataclass(frozen=True, slots=True)
class _Choice:
    """How a body is read. sure: false where a codec is only tried because nothing is declared."""

    codec: str
    mark: int = 0
    notes: tuple[str, ...] = ()
    sure: bool = True
    is_json: bool = False


def to_text(data: bytes, content_type: str = "", chosen: str = "") -> Text:
    """Return a body as text. chosen: a charset that the person picked, which wins. Never fails; notes say what was doubtful."""
    decoded = Decoding(data, content_type, chosen).run()
    notes = decoded.notes
    if decoded.invalid:
        notes = (*notes, _invalid_note(decoded.invalid, decoded.first, decoded.charset.upper()))
    return Text(decoded.text[:], decoded.charset, notes, decoded.invalid, decoded.first)


class Decoding:
    """Reads a body of any size as text: `beginning` at once, the whole by `steps` (in any thread), each a millisecond or less."""

    def __init__(self, data: Buffer, content_type: str = "", chosen: str = "") -> None:
        self.data = data
        self._choice = _chosen(data[:BEGINNING], content_type, chosen)

    @property
    def is_wide(self) -> bool:
        """Whether the body surely is UTF-16 or UTF-32: its bytes tell nothing until they are decoded."""
        return self._choice.sure and self._choice.codec.startswith(("utf-16", "utf-32"))

    def beginning(self) -> Decoded:
        """Return what can be shown at once: the whole text where it is UTF-8 as it is, its beginning where it has to be decoded."""
        part = self.data[:BEGINNING]
        decoded = _finished(_read(part, self._choice, last=len(part) == len(self.data)))
        return replace(decoded, text=self.data) if decoded.text is part else decoded

    def steps(self) -> Generator[None, None, Decoded]:
        """Read it all, pausing after every slice."""
        return _read(self.data, self._choice)

    def run(self) -> Decoded:
        """Read it all at once."""
        return _finished(self.steps())


def _chosen(start: bytes, content_type: str, chosen: str) -> _Choice:
    """Decide by the first bytes and by what is declared."""
    if chosen:
        codec = _sided(codec_of(chosen) or "utf-8", start)
        return _Choice(codec, next((len(mark) for mark, marked in _MARKS if marked == codec and start.startswith(mark)), 0))
    for mark, codec in _MARKS:
        if start.startswith(mark):
            return _Choice(codec, len(mark))
    notes: tuple[str, ...] = ()
    declared = declared_charset(content_type)
    if declared:
        known = codec_of(declared)
        if known in _SIDES and _is_narrow(start):
            notes = (_("The server declares {name}, which the bytes are not: shown as UTF-8.").format(name=known.upper()),)
            return _Choice("utf-8", notes=notes)
        if known is not None:
            return _Choice(_sided(known, start))
        notes = (_("The server declares the charset “{name}”, which is none for text.").format(name=declared[:40]),)
    elif known := _named_in_markup(start[:1024]):
        return _Choice(known)
    for codec, zeros in (("utf-16-le", start[1:400:2]), ("utf-16-be", start[0:400:2])):
        if zeros.count(0) > len(zeros) * 0.8:
            return _Choice(codec, notes=notes, sure=False)
    is_json = _JSON_TYPE.match(content_type.partition(";")[0].strip()) is not None
    return _Choice("utf-8", notes=notes, sure=False, is_json=is_json)


def _named_in_markup(start: bytes) -> str:
    """Return the codec that a page or an XML declaration names; a wide one cannot be: it was read byte by byte."""
    inside = _IN_MARKUP.search(start)
    known = codec_of(inside[1].decode("ascii")) if inside else None
    return known if known is not None and not known.startswith(("utf-16", "utf-32")) else ""


def _sided(codec: str, start: bytes) -> str:
    """Return a codec that can begin without a mark: the order of bytes is that in which most zeros are where ASCII has them."""
    width = _SIDES.get(codec)
    if width is None:
        return codec
    big, little = start[0:400:width].count(0), start[width - 1 : 400 : width].count(0)
    return f"{codec}-be" if big > little else f"{codec}-le"


def _is_narrow(start: bytes) -> bool:
    """Tell whether bytes that are said to be wide are UTF-8."""
    if b"\0" in start:
        return False
    try:
        codecs.utf_8_decode(start, "strict", False)
    except UnicodeDecodeError:
        return False
    return True


def _read(data: Buffer, choice: _Choice, last: bool = True) -> Generator[None, None, Decoded]:
    """Read bytes as was decided; what is only tried is UTF-8 where that fits (almost) everywhere or must (JSON), else Latin-1."""
    notes = choice.notes
    if choice.codec in ("utf-8", "ascii"):
        wrong, first = yield from _faults(data, choice.mark, last)
        if choice.sure or not wrong or choice.is_json or wrong * 20 < len(data):
            text = (yield from _copied(data, choice.mark)) if choice.mark else data
            return Decoded(text, "utf-8", notes, wrong, first + choice.mark if wrong else -1, first)
        notes = (*notes, _("No charset is declared and the bytes are not UTF-8: shown as Latin-1."))
        choice = _Choice("latin-1")
    codec = choice.codec
    if codec != "shift_jis" or not (yield from _holds_any(data, _STRAYS)):  # cp932 has a sign for bytes that are in no charset
        codec = READ_AS.get(codec, codec)
    decoded = yield from _decoded(data, codec, choice.mark, last)
    return replace(decoded, charset=choice.codec, notes=notes)


def _slices(data: Buffer, start: int) -> Iterator[tuple[int, bytes]]:
    if len(data) <= SLICE and isinstance(data, bytes):
        yield start, data[start:] if start else data
        return
    for at in range(start, len(data), SLICE):
        yield at, data[at : at + SLICE]


def _decoded(data: Buffer, codec: str, start: int, last: bool) -> Generator[None, None, Decoded]:
    """Decode what stands behind `start` into UTF-8 and count the characters that had to be replaced."""
    decoder, out, wrong, first, place = codecs.getincrementaldecoder(codec)("replace"), Gathering(), 0, -1, -1
    for at, piece in _slices(data, start):
        ended, state = last and at + len(piece) >= len(data), decoder.getstate()
        text = decoder.decode(piece, ended)
        replaced = text.count(_SIGN)
        if replaced:
            strict = codecs.getincrementaldecoder(codec)()
            strict.setstate(state)
            try:
                strict.decode(piece, ended)
                replaced = 0  # the sign itself stands there
            except UnicodeDecodeError as error:
                if first < 0:
                    first = at - len(state[0]) + error.start
                    place = out.size + len(text[: text.index(_SIGN)].encode("utf-8", "replace"))
        wrong += replaced
        out.add(text.encode("utf-8", "replace"))
        yield
    return Decoded(out.buffer(), codec, (), wrong, first, place)


def _faults(data: Buffer, start: int, last: bool) -> Generator[None, None, tuple[int, int]]:
    """Return how many bytes are part of no UTF-8 character, and where behind `start` the first of them stands, else -1."""
    carried, wrong, first = b"", 0, -1
    for at, piece in _slices(data, start):
        if carried or not piece.isascii():
            text, ended = carried + piece, last and at + len(piece) >= len(data)
            try:
                _fitting, used = codecs.utf_8_decode(text, "strict", ended)
            except UnicodeDecodeError as error:
                first = at - start - len(carried) + error.start if first < 0 else first
                fitting, used = codecs.utf_8_decode(text, "ignore", ended)
                wrong += used - len(fitting.encode())
            carried = text[used:]
        yield
    return wrong, first


def _copied(data: Buffer, start: int) -> Generator[None, None, Buffer]:
    out = Gathering()
    for _at, piece in _slices(data, start):
        out.add(piece)
        yield
    return out.buffer()


def _holds_any(data: Buffer, signs: tuple[bytes, ...]) -> Generator[None, None, bool]:
    for _at, piece in _slices(data, 0):
        if any(sign in piece for sign in signs):
            return True
        yield
    return False


def _finished(steps: Generator[None, None, Decoded]) -> Decoded:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: Decoded = end.value
            return result


def _invalid_note(wrong: int, first: int, charset: str) -> str:
    text = ngettext(
        "{n} byte is not valid {charset}, at offset {first}.", "{n} bytes are not valid {charset}, the first at offset {first}.", wrong
    )
    return text.format(n=f"{wrong:,}", charset=charset, first=f"{first:,}")
