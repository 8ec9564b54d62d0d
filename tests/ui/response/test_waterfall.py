"""Bars and axes."""

from dataclasses import replace

import pytest

from curlew.model.exchange import Connection, Exchange, Mark, Timings
from curlew.ui.response.bars import bars_of, hop_starts, span_of, ticks
from curlew.ui.response.waterfall import Waterfall
from helpers.exchanges import a_hop, a_redirected, a_response


def test_phases_follow_one_another_and_missing_ones_take_no_time():
    hop = a_hop(a_response(), timings=Timings(send=1.0, wait=5.0, receive=2.0), connection=Connection("h:443", reused=True))
    bars = bars_of(hop, 10.0)
    assert [(bar.phase, bar.start, bar.length) for bar in bars] == [
        ("dns", 10.0, None),
        ("connect", 10.0, None),
        ("tls", 10.0, None),
        ("send", 10.0, 1.0),
        ("wait", 11.0, 5.0),
        ("receive", 16.0, 2.0),
    ]
    assert {bar.note for bar in bars if bar.skipped} == {"connection kept open"}


def test_every_phase_has_its_row_with_what_is_known_of_it():
    marks = (Mark(1, "dns", "192.0.2.1, 192.0.2.2"), Mark(2, "try", "192.0.2.1: refused"), Mark(3, "try", "192.0.2.2: connected"))
    way = Connection("192.0.2.2:443", tls="TLSv1.3, X", proxy="http://proxy:3128, from the settings")
    times = Timings(queue=1, dns=1, connect=2, proxy=3, tls=4, send=1, wait=1, receive=1)
    bars = bars_of(a_hop(a_response(), timings=times, connection=way, marks=marks), 0)
    assert [bar.phase for bar in bars] == ["queue", "dns", "connect", "try", "try", "proxy", "tls", "send", "wait", "receive"]
    notes = {bar.phase: bar.note for bar in bars}
    assert notes["dns"] == "192.0.2.1, 192.0.2.2"
    assert notes["tls"] == "TLSv1.3, X"
    assert "proxy:3128" in notes["proxy"]
    assert [bar.note for bar in bars if bar.phase == "try"] == ["192.0.2.1: refused", "192.0.2.2: connected"]


def test_plain_http_has_no_tls_row_and_what_was_not_reached_is_not_called_needless():
    hop = a_hop(None, "http://h/", timings=Timings(dns=1.0, connect=2.0), connection=Connection())
    bars = bars_of(hop, 0)
    assert "tls" not in [bar.phase for bar in bars]
    assert not any(bar.skipped for bar in bars)


def test_a_hop_begins_where_it_was_noted():
    first, second = a_redirected().hops
    exchange = Exchange((first, replace(second, started=500.0)))
    assert hop_starts(exchange) == [0.0, 500.0]
    assert span_of(exchange) == pytest.approx(563.0)


def test_hops_can_be_folded(theme, qtbot):
    waterfall = Waterfall(theme)
    qtbot.addWidget(waterfall)
    waterfall.show_exchange(a_redirected(3))
    tall = waterfall.sizeHint().height()
    waterfall.fold_all(True)
    assert waterfall.all_folded
    assert waterfall.sizeHint().height() < tall / 2
    waterfall.fold_all(False)
    assert waterfall.sizeHint().height() == tall


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
