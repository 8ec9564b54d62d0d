"""The child process: results over the pipe, an end when asked, a crash that is told."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from curlew.model.content import Content
from curlew.preview.filtering.child import FilterBody, FilterChild
from curlew.preview.filtering.result import FilterResult
from curlew.preview.opened import Opened

ROWS = b'{"items":[' + b",".join(b'{"id":%d,"name":"%s!","p":1.10}' % (n, b"a" * 40) for n in range(3000)) + b"]}"


@pytest.fixture(scope="module")
def child() -> Iterator[FilterChild]:
    made = FilterChild(FilterBody(ROWS, "json"))
    yield made
    made.close()


def ended(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return True
    return False


def in_thread(child: FilterChild, expression: str) -> tuple[threading.Thread, list[FilterResult]]:
    """Begin an expression, and return when the child works on it."""
    results: list[FilterResult] = []
    begun = threading.Event()
    received = child._received

    def receiving() -> bytes:
        message = received()
        if b'"began"' in message:
            begun.set()
        return message

    child._received = receiving  # type: ignore[method-assign]
    thread = threading.Thread(target=lambda: results.append(child.ask("jsonpath", expression)))
    thread.start()
    assert begun.wait(10)
    child._received = received  # type: ignore[method-assign]
    return thread, results


ENDLESS = "$.items[?match(@.name, '(a+)+b')]"


def test_matches_come_as_one_array_with_their_places(child: FilterChild) -> None:
    result = child.ask("jsonpath", "$.items[1:3].p")
    assert bytes(result.text) == b"[1.10,\n1.10]"
    assert (result.count, result.kind, result.places) == (2, "json", (("items", 1, "p"), ("items", 2, "p")))
    assert bytes(child.ask("jsonpath", "$.items[0].id").text) == b"0"
    assert bytes(child.ask("jsonpath", "$.items[0].none").text) == b"[]"


def test_the_body_is_read_once_for_many_expressions(child: FilterChild) -> None:
    first = child.process_id
    assert child.ask("jmespath", "length(items)").text == b"3000"
    assert child.ask("jsonpath", "$.items[*].id").count == 3000
    assert child.process_id == first


def test_keys_that_are_there(child: FilterChild) -> None:
    found = child.keys("jsonpath", ("$.items[0:2]",))
    assert [(one.name, one.type, one.seen) for one in found.keys] == [("id", "number", 2), ("name", "string", 2), ("p", "number", 2)]
    assert (found.matches, found.more) == (2, False)
    assert child.keys("jsonpath", ("$.items[*]",)).more
    assert child.keys("jsonpath", ("$.items[",)).problem


def test_a_problem_comes_with_its_place(child: FilterChild) -> None:
    result = child.ask("jsonpath", "$.items[(@.length-1)]")
    assert (result.fault, result.instead, result.text) == (7, "$.items[-1]", b"")
    assert "RFC 9535" in result.problem


def test_G10_an_expression_that_would_never_end_stops_when_asked(child: FilterChild) -> None:
    thread, results = in_thread(child, ENDLESS)
    began = time.monotonic()
    child.stop()
    thread.join(5)
    assert results[0].stopped
    assert time.monotonic() - began < 2
    assert child.ask("jsonpath", "$.items[7].id").text == b"7"


def test_G10_an_expression_that_takes_too_long_is_told(child: FilterChild) -> None:
    child.ask("jsonpath", "$.items[0]")
    result = child.ask("jsonpath", ENDLESS, patience_s=0.3)
    assert "too long" in result.problem
    assert child.ask("jsonpath", "$.items[7].id").text == b"7"


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="the system knows no such signal")
def test_a_child_that_is_killed_is_told_and_the_next_expression_works(child: FilterChild) -> None:
    child.ask("jsonpath", "$.items[0]")
    thread, results = in_thread(child, ENDLESS)
    assert child.process_id is not None
    os.kill(child.process_id, signal.SIGSEGV)
    thread.join(5)
    assert "ended by itself" in results[0].problem
    assert child.ask("jsonpath", "$.items[8].id").text == b"8"


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="the system knows no such signal")
def test_a_child_that_went_while_nothing_was_asked_is_replaced_in_silence(child: FilterChild) -> None:
    child.ask("jsonpath", "$.items[0]")
    assert child.process_id is not None
    os.kill(child.process_id, signal.SIGKILL)
    assert child.ask("jsonpath", "$.items[9].id").text == b"9"


def test_closing_leaves_no_process() -> None:
    child = FilterChild(FilterBody(b'{"a":1}', "json"))
    assert child.ask("jsonpath", "$.a").text == b"1"
    process_id = child.process_id
    assert process_id is not None
    child.close()
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and thread.daemon and thread.name.startswith("Thread"):
            thread.join(5)
    assert ended(process_id)


def test_a_body_in_a_file_is_mapped_by_the_child(tmp_path: Path) -> None:
    file = tmp_path / "body"
    file.write_bytes(ROWS)
    content = Content(None, file, len(ROWS))
    body = FilterBody.of(Opened(content=content, raw=ROWS, text=ROWS, kind="json"))
    assert body.content.path == file
    child = FilterChild(body)
    try:
        assert child.ask("jsonpath", "$.items[-1].id").text == b"2999"
    finally:
        child.close()


def test_a_result_is_bounded_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from curlew.preview.filtering import worker

    told: list[bytes] = []

    class Pipe:
        def send_bytes(self, message: bytes) -> None:
            told.append(message)

    monkeypatch.setattr(worker, "MOST_MATCHES", 10)
    working = worker.Worker(Pipe())  # type: ignore[arg-type]
    working._body = worker.Asked(ROWS, "json")
    end = working._found({"language": "jsonpath", "expression": "$.items[*].id"})
    assert end["count"] == 10
    assert "Only the first 10 matches" in end["notes"][-1]
    monkeypatch.setattr(worker, "MOST_BYTES", 100)
    end = working._found({"language": "jsonpath", "expression": "$.items[*]"})
    assert end["count"] == 1
    assert "larger than" in end["notes"][-1]


def test_names_of_elements_and_attributes_that_are_there() -> None:
    child = FilterChild(FilterBody(b'<f xmlns="urn:f" xmlns:m="urn:m"><e id="1"/><e id="2"><m:p/></e></f>', "xml"))
    try:
        assert [(one.name, one.seen) for one in child.keys("xpath", ("/d:f/*",)).keys] == [("d:e", 2)]
        assert [one.name for one in child.keys("xpath", ("//*",)).keys] == ["d:f", "d:e", "m:p"]
        assert [(one.name, one.type) for one in child.keys("xpath", ("//@*",)).keys] == [("id", "attribute")]
        assert child.ask("xpath", "//d:e[@id = '2']/m:p").places == (("f", "e[2]", "m:p"),)
    finally:
        child.close()


def test_G04_a_broken_body_a_hundred_thousand_levels_deep_can_be_left_at_once() -> None:
    deep = FilterChild(FilterBody(b'{"a":' * 100_000, "json"))
    try:
        thread, results = in_thread(deep, "$..*")
        began = time.monotonic()
        deep.stop()
        thread.join(10)
        assert results[0].stopped
        assert time.monotonic() - began < 2
    finally:
        deep.close()
