import pytest

from curlew.model.exchange import Exchange, Hop, SendError, SentRequest, Timings
from curlew.ui.response.phase_line import PhaseLine, Step
from curlew.ui.response.texts import duration


@pytest.mark.parametrize(("kind", "word"), [("cancelled", "ended after"), ("timeout", "failed after")])
def test_how_far_it_came_is_told(theme, qtbot, kind, word):
    line = PhaseLine(theme)
    qtbot.addWidget(line)
    hop = Hop(SentRequest("GET", "http://h/"), timings=Timings(dns=1.0, connect=2.0, send=0.5, wait=30.0))
    line.show_exchange(Exchange((hop,), SendError(kind, "ended", phase="wait")))
    told = line.accessibleDescription()
    assert word in told
    assert "not reached" in told
    assert "TLS" not in told, "plain http has none"


def test_where_words_have_no_room_the_time_stands_alone(theme, qtbot):
    line = PhaseLine(theme)
    qtbot.addWidget(line)
    step = Step("wait", "failed", 129_000.0)
    metrics = line.fontMetrics()
    assert line._fitting(step, metrics, 1000, roomy=True).startswith("failed after")
    told = line._fitting(step, metrics, metrics.horizontalAdvance("failed after"), roomy=True)
    assert told == duration(129_000.0)
    assert line._fitting(Step("wait", "unreached"), metrics, 1000, roomy=True) == "not reached"
