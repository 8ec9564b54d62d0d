"""Bars and axes."""

import pytest

from curlew.model.exchange import Timings
from curlew.ui.response.waterfall import bars_of, hop_starts, ticks
from helpers.exchanges import a_redirected


def test_phases_follow_one_another_and_missing_ones_take_no_time():
    bars = bars_of(Timings(send=1.0, wait=5.0, receive=2.0), 10.0)
    assert [(bar.phase, bar.start, bar.length) for bar in bars] == [
        ("dns", 10.0, None),
        ("connect", 10.0, None),
        ("tls", 10.0, None),
        ("send", 10.0, 1.0),
        ("wait", 11.0, 5.0),
        ("receive", 16.0, 2.0),
    ]


def test_a_hop_begins_where_the_one_before_ends():
    starts = hop_starts(a_redirected(2))
    assert starts[0] == 0
    assert starts == sorted(starts)
    assert starts[2] == pytest.approx(2 * 182.5)


@pytest.mark.parametrize("span", [0.1, 0.9, 1, 7, 9.99, 10, 55, 182.5, 1000, 61_234, 3.6e6])
def test_an_axis_has_a_few_round_places(span):
    for most in (1, 3, 6):
        places = ticks(span, most)
        assert places[0] == 0
        assert len(places) <= most + 1
        assert places[-1] <= span
