"""What goes wrong reaches the log and the person."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from curlew.errors import UsageError
from curlew.ui.reports import MOST_SAME, Reports


@pytest.fixture
def told() -> list[tuple[str, str, str, str]]:
    return []


@pytest.fixture
def reports(tmp_path, told) -> Reports:
    reports = Reports(tmp_path)
    reports.attach(lambda *notice: told.append(notice))
    return reports


def raised(error: Exception) -> Exception:
    try:
        raise error
    except Exception as caught:
        return caught


def test_an_expected_error_is_told_in_its_own_words(reports, told):
    reports.report(UsageError("No such thing", "it is gone", "look elsewhere"), "Opening")
    assert told == [("error", "No such thing", "it is gone", "look elsewhere")]
    assert "No such thing" in reports.path.read_text()


def test_K01_an_unexpected_error_gives_a_notice_and_a_traceback_in_the_log(reports, told):
    reports.report(raised(ZeroDivisionError("oops")), "Saving")
    assert told[0][0] == "error"
    assert "oops" in told[0][2]
    assert "Traceback" not in "".join(told[0])
    assert "Traceback" in reports.path.read_text()


def test_K02_an_exception_in_a_virtual_override_is_told_too(reports, told):
    class Found:
        exc_value = raised(KeyError("paint"))
        err_msg = None

    reports._on_unraisable(Found())
    assert "paint" in told[0][2]


OVERRIDES = """
import sys
from pathlib import Path
from PySide6.QtCore import QAbstractListModel, QCoreApplication, QEvent, QModelIndex, QTimer
from PySide6.QtGui import QSyntaxHighlighter
from PySide6.QtWidgets import QApplication, QListView, QPlainTextEdit, QStyledItemDelegate, QVBoxLayout, QWidget
from curlew.ui.reports import Reports

class Painted(QWidget):
    def paintEvent(self, event): raise LookupError("in paintEvent")
    def event(self, event):
        if event.type() == QEvent.Type.User: raise LookupError("in event")
        return super().event(event)
class Measured(QWidget):
    def sizeHint(self): raise LookupError("in sizeHint")
class Rows(QAbstractListModel):
    def rowCount(self, parent=QModelIndex()): return 3
    def data(self, index, role=0): raise LookupError("in data")
class Delegate(QStyledItemDelegate):
    def paint(self, painter, option, index): raise LookupError("in paint")
class Colours(QSyntaxHighlighter):
    def highlightBlock(self, text): raise LookupError("in highlightBlock")

app = QApplication(["test", "-platform", "offscreen"])
reports = Reports(Path(sys.argv[1]))
reports.install()
reports.attach(lambda level, title, reason, hint: print(level, reason, flush=True))
painted, measured, view, delegated, text = Painted(), QWidget(), QListView(), QListView(), QPlainTextEdit()
rows, delegate, colours = Rows(), Delegate(), Colours(text.document())
view.setModel(rows)
delegated.setModel(rows)
delegated.setItemDelegate(delegate)
QVBoxLayout(measured).addWidget(Measured())
for widget in (painted, measured, view, delegated):
    QTimer.singleShot(0, widget.show)
QTimer.singleShot(0, lambda: QCoreApplication.postEvent(painted, QEvent(QEvent.Type.User)))
QTimer.singleShot(0, lambda: text.setPlainText("x"))
QTimer.singleShot(500, app.quit)
app.exec()
reports.detach()
"""


def test_K02_what_is_raised_in_overrides_that_qt_calls_reaches_the_log_and_the_person(tmp_path):
    done = subprocess.run([sys.executable, "-c", OVERRIDES, str(tmp_path)], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    log = (tmp_path / "curlew.log").read_text()
    for place in ("paintEvent", "event", "sizeHint", "data", "paint", "highlightBlock"):
        assert re.search(rf"error .*in {place}$", done.stdout, re.MULTILINE), (place, done.stdout)
        assert re.search(rf"LookupError: .*in {place}$", log, re.MULTILINE), place


def test_K02_a_mistake_in_every_painting_does_not_flood_the_log(reports, told):
    for _painting in range(500):
        reports.report(raised(KeyError("paint")), "Painting")
    assert len(told) == 1
    log = reports.path.read_text()
    assert log.count("KeyError: 'paint'") == MOST_SAME
    assert log.count("again and again") == 1
    reports.report(raised(ValueError("another")), "Painting")
    assert "ValueError: another" in reports.path.read_text()


def test_the_same_thing_is_told_once_a_minute_and_logged_each_time(reports, told):
    for _time in range(3):
        reports.report(raised(ValueError("again")), "Painting")
    assert len(told) == 1
    assert reports.path.read_text().count("ValueError: again") == 3


def test_K05_a_crash_of_the_last_run_is_told_at_the_next_start(tmp_path, told):
    (tmp_path / "crash.log").write_text("Fatal Python error: Segmentation fault\n")
    Reports(tmp_path).attach(lambda *notice: told.append(notice))
    assert told[0][0] == "warning"
    assert "Segmentation fault" in (tmp_path / "crash.1.log").read_text()


def test_the_log_begins_anew_when_it_is_large(reports):
    reports.path.write_text("x" * 1_100_000)
    reports.write("after")
    assert reports.path.stat().st_size < 200


def test_the_hooks_are_given_back(reports):
    before = sys.excepthook
    reports.install()
    assert sys.excepthook != before
    reports.detach()
    assert sys.excepthook is sys.__excepthook__
    sys.excepthook = before
