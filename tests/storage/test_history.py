import json
from dataclasses import replace

import pytest

from curlew.errors import StorageError
from curlew.model.content import Content
from curlew.model.exchange import Certificate, Connection, CookieNote, Exchange, Hop, Interim, Mark, Response, SentRequest, Timings
from curlew.storage.exchange_json import LARGEST_BODY
from curlew.storage.history import History, HistoryEntry


def an_exchange(body: bytes = b'{"a": 1}', sent: bytes = b"q") -> Exchange:
    headers, head, origins = (("Accept", "é"), ("A", "1"), ("a", "2")), b"POST /a HTTP/1.1\r\n\r\n", ("auto", "request", "inherited")
    request = SentRequest("POST", "https://x/a", headers, Content.of(sent), head, origins)
    response = Response(
        201, "Created", "HTTP/1.1", (("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")), Content.of(body), 7, b"HTTP/1.1 201\r\n", ""
    )
    shown = (Certificate("CN=x", "CN=ca", ("x", "y"), 1.0, 2.0, "07", "ab", problem="expired"),)
    hop = Hop(
        request,
        response,
        Timings(0.1, 1.5, None, 2, 3, 4, 5, 15.5),
        Connection("127.0.0.1:80", "127.0.0.1:5", True, "TLSv1.3", shown, False, proxy="http://p:1, from the system"),
        "redirect",
        3.5,
        (Interim(103, "Early Hints", (("Link", "</a>"),)),),
        (CookieNote("a", "stored", "", "x", "/"),),
        (Mark(0.5, "dns", "x"),),
    )
    return Exchange((replace(hop, response=None), hop), None, Timings(total=20.0), ("a note",), 12.5, b"", "id7")


def add(history: History, url: str = "https://x/a", exchange: Exchange | None = None) -> HistoryEntry:
    return history.add(
        HistoryEntry("", 12.5, "POST", url, 201, name="Create"), lambda: (exchange or an_exchange(), "info:\n  name: Create\n")
    )


def test_a_send_comes_back_whole_in_the_next_run(tmp_path):
    history = History(tmp_path)
    entry = add(history)
    history.close()
    again = History(tmp_path)
    again.load()
    assert again.entries == (entry,)
    record = again.fetch(entry.id).result()
    assert record.request_text == "info:\n  name: Create\n"
    found = record.exchange
    assert found.response.body.read() == b'{"a": 1}'
    assert found.request.body.read() == b"q"
    plain = [
        replace(hop, request=replace(hop.request, body=Content()), response=hop.response and replace(hop.response, body=Content()))
        for hop in found.hops
    ]
    wanted = [
        replace(hop, request=replace(hop.request, body=Content()), response=hop.response and replace(hop.response, body=Content()))
        for hop in an_exchange().hops
    ]
    assert plain == wanted
    assert replace(found, hops=()) == replace(an_exchange(), hops=())
    again.close()


def test_the_newest_are_kept_and_listed_first(tmp_path):
    history = History(tmp_path, keep=3)
    for number in range(5):
        add(history, f"https://x/{number}")
    history.flush()
    assert [entry.url for entry in history.entries] == ["https://x/4", "https://x/3", "https://x/2"]
    again = History(tmp_path, keep=3)
    again.load()
    assert again.entries == history.entries
    assert int(add(again).id) == 6
    again.close()
    history.close()


def test_a_body_past_a_megabyte_is_cut_with_a_note(tmp_path):
    history = History(tmp_path)
    entry = add(history, exchange=an_exchange(b"x" * (LARGEST_BODY + 5)))
    found = history.fetch(entry.id).result().exchange
    assert found.response.body.size == LARGEST_BODY
    assert f"{LARGEST_BODY} of {LARGEST_BODY + 5}" in found.notes[-1]
    history.close()


def test_clearing_leaves_no_file(tmp_path):
    history = History(tmp_path)
    first, second = add(history, "https://x/first"), add(history, "https://x/second", an_exchange(b"x" * 100_000))
    history.remove(first.id)
    history.flush()
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"https://x/first" not in left
    assert b"https://x/second" in left
    assert history.fetch(second.id).result().exchange.response.body.size == 100_000
    history.clear()
    history.close()
    assert history.entries == ()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("line", [b"", b"{", b"[]", b'{"status": "x"}', b'{"url": 3}', b'{"started": null}', b"[" * 50_000])
def test_A09_broken_entries_are_skipped_with_a_note(tmp_path, line):
    history = History(tmp_path)
    good = add(history)
    history.close()
    (tmp_path / "0000000007.jsonl").write_bytes(line + b"\n{}")
    again = History(tmp_path)
    again.load()
    assert again.entries == (good,)
    assert "0000000007" in again.problems[0]
    assert int(add(again).id) == 8
    again.close()


def test_an_entry_whose_files_are_damaged_is_told_when_it_is_opened(tmp_path):
    history = History(tmp_path)
    other, entry = add(history, exchange=an_exchange(b"x" * 100_000)), add(history)
    history.flush()
    path = next(tmp_path.glob("*.jsonl"))
    whole = path.read_bytes()
    for data in (b"", whole[:-50], whole.replace(b'"hops"', b'"hips"')):
        path.write_bytes(data)
        with pytest.raises(StorageError) as raised:
            history.fetch(entry.id).result()
        assert entry.id in raised.value.reason
    path.write_bytes(whole)
    for body in tmp_path.glob(f"{other.id}.*.body"):
        body.unlink()
    with pytest.raises(StorageError):
        history.fetch(other.id).result()
    history.close()


def test_a_disk_that_takes_nothing_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    told = []
    history = History(tmp_path / "file" / "history", failed=told.append)
    add(history)
    history.close()
    assert len(told) == 1


def test_a_surrogate_in_a_name_does_no_harm(tmp_path):
    history = History(tmp_path)
    history.add(HistoryEntry("", name="a\ud800", path="/x/\udcff"), lambda: (an_exchange(), "text \ud800"))
    history.close()
    again = History(tmp_path)
    again.load()
    assert again.entries[0].name == "a\ud800"
    again.close()
    assert json.loads(next(tmp_path.glob("*.jsonl")).read_bytes().split(b"\n")[0])["path"] == "/x/\udcff"


def test_sends_of_the_first_format_are_still_read(tmp_path):
    history = History(tmp_path)
    entry = add(history)
    history.flush()
    line, content = next(tmp_path.glob("*.jsonl")).read_bytes().rstrip(b"\n").split(b"\n")
    history.clear()
    history.close()
    old = {name: value for name, value in json.loads(line).items() if name != "length"}
    (tmp_path / "0000000004.jsonl").write_bytes(json.dumps(old).encode() + b"\n" + content)
    again = History(tmp_path)
    again.load()
    assert again.entries == (replace(entry, id="0000000004"),)
    assert again.fetch("0000000004").result().exchange.response.status == 201
    again.remove("0000000004")
    again.close()
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_program_left_half_written_is_no_entry_and_no_problem(tmp_path):
    history = History(tmp_path)
    good, _cut = add(history), add(history)
    history.close()
    path = next(tmp_path.glob("*.jsonl"))
    whole = path.read_bytes()
    second = whole.index(b'{"format"', 10)
    for end in (second + 5, second + 400, len(whole) - 5):
        path.write_bytes(whole[:end])
        again = History(tmp_path)
        again.load()
        assert [entry.id for entry in again.entries] == [good.id]
        assert again.problems == []
        new = add(again)
        assert again.fetch(new.id).result().exchange.response.status == 201
        again.remove(new.id)
        again.close()


def test_files_are_left_when_the_last_send_in_them_is_forgotten(tmp_path):
    history = History(tmp_path, keep=10)
    for number in range(200):
        add(history, f"https://x/{number}")
        if number % 7 == 0:
            history.flush()
    history.flush()
    files = sorted(tmp_path.glob("*.jsonl"))
    assert len(files) <= 2
    assert all(history.fetch(entry.id).result().entry == entry for entry in history.entries)
    history.close()
