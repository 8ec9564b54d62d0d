"""What goes wrong reaches the log and the person."""

from __future__ import annotations

import sys

import pytest

from curlew.errors import UsageError
from curlew.ui.reports import Reports


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
