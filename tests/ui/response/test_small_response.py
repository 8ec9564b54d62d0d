"""A small response, as most are: it loads none of the libraries that large ones are worth, and starts no thread for them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

SHOW = """
import asyncio, json, sys, threading
from pathlib import Path
from PySide6.QtWidgets import QApplication
from curlew.ui.loop import Loop
from curlew.ui.response.viewer import ResponseViewer
from curlew.ui.theme import Theme
from helpers.exchanges import a_response, an_exchange
from helpers.ui_over import ui_over

application = QApplication([])
theme = Theme(Path(sys.argv[1]))
theme.apply(application)
loop = Loop(application)
asyncio.events._set_running_loop(None)

async def show(viewer, kind, body):
    whole = asyncio.Event()
    viewer.body.shown.connect(whole.set)
    viewer.show_exchange(an_exchange(a_response(body.encode(), headers=(("Content-Type", kind),))))
    await asyncio.wait_for(whole.wait(), 20)
    application.processEvents()
    return {"front": viewer.body.views.front_id, "threads": threading.active_count(), "loaded": sorted(sys.modules)}

with ui_over(theme, None, lambda *_told: None) as ui:
    viewer = ResponseViewer(ui)
    viewer.resize(900, 500)
    viewer.show()
    found = {kind: loop.run_until_complete(show(viewer, kind, body)) for kind, body in json.loads(sys.argv[2]).items()}
    viewer.close()
print(json.dumps(found))
"""
WAIT = """
async def loaded(name):
    while name not in sys.modules:
        await asyncio.sleep(0.01)
loop.run_until_complete(asyncio.wait_for(loaded("curlew.ui.response.views.preview_view"), 20))
before = set(sys.modules)
"""
BODIES = {
    "text/plain": "a line\n" * 100,
    "application/json": json.dumps([{"id": n, "name": f"n{n}", "tags": ["a", "b"]} for n in range(100)]),
    "application/xml": "<a>" + "<b c='d'>e</b>" * 100 + "</a>",
    "text/html": "<!doctype html><title>a</title><p>b",
    "text/csv": "a,b\n" + "1,2\n" * 100,
}
OF_LARGE_ONES = ("numpy", "msgspec", "lxml", "jsonpath", "jmespath", "multiprocessing")


def shown(code: str, tmp_path: Path) -> dict[str, Any]:
    """Run the code in a process of its own; return what it found at the end."""
    environment = {**os.environ, "CURLEW_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", code, str(tmp_path), json.dumps(BODIES)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_a_small_response_loads_no_library_of_large_ones_and_starts_no_thread(tmp_path: Path) -> None:
    for kind, found in shown(SHOW, tmp_path).items():
        assert [name for name in found["loaded"] if name.partition(".")[0] in OF_LARGE_ONES] == [], kind
        assert (found["threads"], bool(found["front"])) == (1, True), kind


def test_what_shows_the_first_response_is_loaded_while_nothing_else_is_to_be_done(tmp_path: Path) -> None:
    waiting = SHOW.replace("    found = ", "".join(f"    {line}\n" for line in WAIT.strip().splitlines()) + "    found = ")
    found = shown(waiting.replace("sorted(sys.modules)", "sorted(set(sys.modules) - before)"), tmp_path)
    first = [name for name in found["application/json"]["loaded"] if name.startswith("curlew.")]
    assert [name for name in first if not name.startswith("curlew.ui.response.body")] == []
