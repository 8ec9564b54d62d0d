"""Response after response: what earlier ones took is given back."""

import gc
import json
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from curlew.model.content import Content
from curlew.ui.response.viewer import ResponseViewer
from helpers.exchanges import a_response, an_exchange
from helpers.ui_over import ui_over

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts in /proc")


def resident() -> int:
    """Return the bytes of this process that are in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def mapped_bodies(folder: Path) -> int:
    return Path("/proc/self/maps").read_text().count(str(folder))


@pytest.fixture
def viewer(theme, notices, qtbot):
    with ui_over(theme, None, notices) as ui:
        viewer = ResponseViewer(ui)
        qtbot.addWidget(viewer)
        viewer.resize(900, 500)
        viewer.show()
        yield viewer


def test_many_responses_in_a_row_do_not_pile_up(viewer, qtbot, tmp_path):
    rows = [{"id": n, "name": f"name {n}", "tags": ["a", "b"], "price": n * 1.5} for n in range(28_000)]
    data = json.dumps(rows).encode()
    assert len(data) > 1_900_000
    sizes = []
    for turn in range(12):
        path = tmp_path / f"body-{turn}"
        path.write_bytes(data)
        with qtbot.waitSignal(viewer.body.shown, timeout=20_000):
            viewer.show_exchange(an_exchange(a_response(Content(None, path, len(data)))))
        path.unlink()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        sizes.append(resident())
    assert mapped_bodies(tmp_path) <= 1
    assert sizes[-1] - sizes[3] < 12_000_000, [size // 1_000_000 for size in sizes]


def test_a_cleared_response_is_let_go_of(viewer, qtbot, tmp_path):
    path = tmp_path / "body"
    path.write_bytes(b"words\n" * 400_000)
    with qtbot.waitSignal(viewer.body.shown, timeout=20_000):
        viewer.show_exchange(an_exchange(a_response(Content(None, path, path.stat().st_size))))
    assert mapped_bodies(tmp_path) == 1
    viewer.show_idle()
    gc.collect()
    assert mapped_bodies(tmp_path) == 0
