"""Start-up: first window and idle memory beside a bare QMainWindow, ready to send, each in a process of its own, A B A B."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 7

BARE = """
import sys, time
from PySide6.QtWidgets import QApplication, QMainWindow
from PySide6.QtCore import QTimer
class Window(QMainWindow):
    painted = False
    def paintEvent(self, event):
        super().paintEvent(event)
        self.painted = True
app = QApplication(sys.argv[:1])
window = Window()
window.resize(1400, 880)
window.show()
while not window.painted:
    app.processEvents()
print("first", time.monotonic() - float(sys.argv[1]))
QTimer.singleShot(1500, app.quit)
app.exec()
print("memory", next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmRSS")))
"""

CURLEW = """
import sys, time
began = float(sys.argv[1])
sys.argv[1:] = sys.argv[2:]
from curlew.ui import app
load_qt = app.load_qt
def load():
    load_qt()
    from curlew.ui import first_window
    painted = first_window.FirstWindow.show_until_painted
    def show(self):
        painted(self)
        print("first", time.monotonic() - began, flush=True)
        import curlew.ui.running  # what the program does next, too
        watch()
    first_window.FirstWindow.show_until_painted = show
app.load_qt = load
def watch():
    from curlew.ui.shell import workbench
    start = workbench.Workbench.start
    async def started(self, *args, **named):
        await start(self, *args, **named)
        import curlew.engine.send
        print("ready", time.monotonic() - began, flush=True)
        from PySide6.QtCore import QTimer
        def end():
            print("memory", next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmRSS")), flush=True)
            self.window.close()
        QTimer.singleShot(1500, end)
    workbench.Workbench.start = started
sys.exit(app.run_window([]))
"""


def measure(code: str, home: Path) -> dict[str, float]:
    """Run one start and return its figures: seconds since the process was asked for, memory in kB."""
    environment = {**os.environ, "CURLEW_HOME": str(home), "PYTHONPYCACHEPREFIX": str(home.parent / "compiled")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled; here each start would compile it anew
    done = subprocess.run(
        [sys.executable, "-c", code, str(time.monotonic())], capture_output=True, text=True, env=environment, timeout=60, check=True
    )
    return {words[0]: float(words[1]) for line in done.stdout.splitlines() if len(words := line.split()) == 2}


def main() -> None:
    bare: list[dict[str, float]] = []
    ours: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        measure(BARE, home)
        measure(CURLEW, home)  # the first start of a profile makes it, and the caches of the disk are warm after it
        for _run in range(RUNS):
            bare.append(measure(BARE, home))
            ours.append(measure(CURLEW, home))

    def median(rows: list[dict[str, float]], key: str) -> float:
        return statistics.median(row[key] for row in rows)

    base, memory = median(bare, "first"), median(bare, "memory")
    print(f"bare QMainWindow: first paint {base * 1000:.0f} ms, {memory / 1024:.0f} MB")
    print(f"first window: {median(ours, 'first') * 1000:.0f} ms, {median(ours, 'first') / base:.2f}x bare (target 1.3x)")
    print(f"ready to send: {median(ours, 'ready') * 1000:.0f} ms, {median(ours, 'ready') / base:.2f}x bare (target 2.5x)")
    print(f"idle memory: {median(ours, 'memory') / 1024:.0f} MB, {median(ours, 'memory') / memory:.2f}x bare (target 2.5x)")
