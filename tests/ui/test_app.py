"""The start: what it loads decides how long it takes, so the modules that it must not load are named here."""

import json
import os
import subprocess
import sys

START = """
import builtins, json, sys
from curlew.ui import app
plain = builtins.__import__
found = {}

def after_first_paint():
    from curlew.ui import first_window
    show = first_window.FirstWindow.show_until_painted
    def shown(self):
        show(self)
        found["first"] = sorted(sys.modules)
        found["import is Python's own"] = builtins.__import__ is plain
        from curlew.ui.shell import workbench
        start = workbench.Workbench.start
        async def started(self, *args, **named):
            await start(self, *args, **named)
            found["ready"] = sorted(sys.modules)
            from PySide6.QtCore import QTimer
            QTimer.singleShot(0, self.window.close)
        workbench.Workbench.start = started
    first_window.FirstWindow.show_until_painted = shown

load_qt = app.load_qt
def load():
    load_qt()
    after_first_paint()
app.load_qt = load
app.run_window([])
print(json.dumps(found))
"""

AFTER_FIRST_PAINT = (
    "asyncio",
    "yaml",
    "socket",
    "ssl",
    "curlew.model",
    "curlew.engine",
    "curlew.net",
    "curlew.ui.widgets",
    "curlew.ui.shell",
)
AFTER_READY = (
    "httpx", "httpcore", "anyio", "certifi", "pygments", "numpy", "uuid", "html", "multiprocessing", "difflib",
    "curlew.cli", "curlew.formats.curl", "curlew.preview", "curlew.mock.server",
    "curlew.net.http", "curlew.engine.send", "curlew.engine.copying", "curlew.engine.tree_edits", "curlew.engine.collections",
    "curlew.storage.changes", "curlew.model.edits", "curlew.storage.exchange_json", "curlew.storage.opencollection.patch",
    "curlew.ui.request", "curlew.ui.response", "curlew.ui.history", "curlew.ui.settings",
    "curlew.ui.environments.editor", "curlew.ui.environments.panel",
    "curlew.ui.shell.palette", "curlew.ui.documents.request_page", "curlew.ui.documents.environment_page",
    "curlew.ui.documents.text_page", "curlew.ui.documents.save_as", "curlew.ui.documents.conflict",
    "curlew.ui.widgets.code_editor", "curlew.ui.widgets.text_view", "curlew.ui.widgets.cell_table",
)  # fmt: skip


def loaded(modules, unwanted):
    return [module for module in modules for name in unwanted if module == name or module.startswith(f"{name}.")]


def test_a_start_loads_only_what_its_first_paint_and_the_welcome_page_need(tmp_path):
    environment = {**os.environ, "CURLEW_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, env=environment, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert loaded(found["first"], AFTER_FIRST_PAINT) == []
    assert loaded(found["ready"], AFTER_READY) == []
    assert found["import is Python's own"]
