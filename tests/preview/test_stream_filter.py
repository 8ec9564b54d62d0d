from __future__ import annotations

import pytest

from curlew.preview.stream import StreamEvent
from curlew.preview.stream_filter import stream_filter

DATA = '{"s": "BTC-EUR", "price": 91204.5, "deep": {"list": [1, {"ok": true}], "none": null}, "name": "Ünï"}'
TRADE = StreamEvent(1, 0, 10, None, "trade", DATA.encode(), "8892")


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("btc", True), ("eth", False), ("event:trade", True), ("event:trad", False), ("id:8892", True), ("ünï", True),
        ("price > 91000", True), ("price>91204.5", False), ("price >= 91204.5 s=BTC-EUR", True), ("event:trade price < 5", False),
        ("s != BTC-EUR", False), ("missing = 1", False), ("missing != 1", True), ("deep.list.0 = 1", True), ("deep.list.1.ok = true", True),
        ("deep.none = null", True), ('"BTC-EUR"', True), ("s = 'btc-eur'", True), ("price > abc", False), ("(", False),
    ],
)  # fmt: skip
def test_F20_events_are_filtered_by_words_names_and_comparisons(text: str, passes: bool) -> None:
    test = stream_filter(text)
    assert test is not None
    assert test(TRADE) is passes


def test_an_empty_filter_asks_nothing() -> None:
    assert stream_filter("  ") is None


def test_a_comparison_of_what_is_no_json_fits_nothing() -> None:
    test = stream_filter("price > 1")
    assert test is not None
    assert not test(StreamEvent(1, 0, 1, None, "message", b"price > 1 in words"))
