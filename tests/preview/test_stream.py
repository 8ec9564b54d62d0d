from __future__ import annotations

import random

import pytest

from curlew.model.streams import stream_kind
from curlew.preview.stream import MOST_KEPT, LineParser, Parser, SseParser, StreamEvent, data_of, parser_for

STREAM = (
    '\ufeff: welcome\n\nevent: trade\r\nid: 7\r\nretry: 3000\r\ndata: {"price": 1.5}\r\n\r\n'
    "data: two\rdata:  lines é好\rid\r\rdata\n\n:ping\n\nevent: hollow\n\nid: bad\0\nretry: 1x\ndata: x\n\ndata: unfinished"
).encode()


def events_of(parser: Parser, data: bytes, cut: int = 10**9) -> list[StreamEvent]:
    found = [event for at in range(0, len(data), cut) for event in parser.feed(data[at : at + cut], 1.0)]
    return found + parser.finish(1.0)


@pytest.mark.parametrize("cut", [1, 2, 3, 5, 7, 1000])
def test_F20_events_are_read_as_the_standard_says_however_they_are_cut(cut: int) -> None:
    found = [(event.kind, event.id, event.retry, event.text, event.note) for event in events_of(SseParser(), STREAM, cut)]
    assert found == [
        ("comment", "", None, "welcome", ""),
        ("trade", "7", 3000, '{"price": 1.5}', ""),
        ("message", "", None, "two\n lines é好", ""),
        ("message", "", None, "", ""),
        ("comment", "", None, "ping", ""),
        ("hollow", "", None, "", "no data"),
        ("message", "", None, "x", ""),
        ("message", "", None, "unfinished", "partial"),
    ]


@pytest.mark.parametrize("cut", [1, 3, 1000])
def test_F20_each_event_says_where_it_stands_in_the_body(cut: int) -> None:
    at = 0
    for event in events_of(SseParser(), STREAM, cut):
        assert event.offset >= at
        at = event.offset + event.size
        assert data_of(STREAM[event.offset : at], "events", event.offset) == event.data
    assert at == len(STREAM)


def test_F20_one_event_of_any_size_costs_bounded_memory() -> None:
    parser, events = SseParser(), []
    events += parser.feed(b"data: ")
    for _ in range(40):
        events += parser.feed(b"x" * 100_000)
    events += parser.feed(b"\n\ndata: next\n\n")
    assert [(event.size, len(event.data) <= MOST_KEPT, event.cut) for event in events] == [(4_000_008, True, True), (12, True, False)]


def test_F20_bad_utf8_is_replaced_within_its_event() -> None:
    (event,) = events_of(SseParser(), b"data: a\xff\xfeb\n\n")
    assert event.text == "a\ufffd\ufffdb"


@pytest.mark.parametrize("cut", [1, 4, 1000])
def test_F20_lines_are_json_or_text(cut: int) -> None:
    data = '\ufeff{"a": "é"}\r\n\n[1]\n\x1e{"seq": 1}\nplain {text\n3'.encode()
    found = events_of(LineParser(), data, cut)
    assert [(event.kind, event.text) for event in found] == [
        ("json", '{"a": "é"}'), ("json", "[1]"), ("json", '{"seq": 1}'), ("text", "plain {text"), ("json", "3"),
    ]  # fmt: skip
    assert [data_of(data[event.offset : event.offset + event.size], "lines", event.offset) for event in found] == [
        event.data for event in found
    ]


def test_F20_a_line_of_any_size_costs_bounded_memory() -> None:
    parser = LineParser()
    events = [event for _ in range(30) for event in parser.feed(b"y" * 100_000)] + parser.feed(b"\nz\n")
    assert [(event.size, event.cut) for event in events] == [(3_000_001, True), (2, False)]


def test_F20_however_a_stream_is_cut_the_events_are_the_same() -> None:
    chance = random.Random(11)
    alphabet = [b"data", b":", b" ", b"\n", b"\r", b"\r\n", b"id", b"event", b"x", b"\xc3\xa9", b"\xff", b"\n\n", b"\xef\xbb\xbf", b"\0"]
    for _ in range(300):
        data = b"".join(chance.choice(alphabet) for _ in range(40))
        for make in (SseParser, LineParser):
            whole, parts = events_of(make(), data), events_of(make(), data, chance.randint(1, 6))
            assert [(e.kind, e.id, e.retry, e.data, e.note) for e in parts] == [(e.kind, e.id, e.retry, e.data, e.note) for e in whole]


@pytest.mark.parametrize(
    ("declared", "kind"),
    [
        ("text/event-stream; charset=utf-8", "events"), ("Application/X-NDJSON", "lines"), ("application/jsonl", "lines"),
        ("application/stream+json", "lines"), ("application/geo+json-seq", "lines"), ("application/json", ""), ("", ""),
    ],
)  # fmt: skip
def test_F20_the_declared_type_says_what_is_a_stream(declared: str, kind: str) -> None:
    assert stream_kind(declared) == kind
    assert parser_for(kind)


def test_a_block_that_only_says_how_long_to_wait_is_told_as_that() -> None:
    first, second = SseParser().feed(b"retry: 3000\n\nretry: 10\ndata: x\n\n")
    assert (first.kind, first.data, first.note, first.retry) == ("retry", b"3000", "", 3000)
    assert (second.kind, second.data, second.retry) == ("message", b"x", 10)


@pytest.mark.parametrize("kind", ["events", "lines"])
def test_F20_only_the_mark_at_the_beginning_of_the_stream_is_dropped(kind: str) -> None:
    event = "\ufeff: a comment\n\n" if kind == "events" else "\ufeffone\n"
    data = (event * 2).encode()
    parser = parser_for(kind)
    found = [*parser.feed(data), *parser.finish()]
    assert len(found) == 2
    assert not found[0].data.startswith(b"\xef\xbb\xbf")
    for each in found:
        assert data_of(data[each.offset : each.offset + each.size], kind, each.offset) == each.data
