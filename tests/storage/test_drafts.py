import os
import subprocess
import sys
from pathlib import Path

import pytest

from curlew.errors import CurlewError
from curlew.model.request import Collection, Folder, Opaque, Request
from curlew.model.rows import Row
from curlew.model.variables import Environment, Variable
from curlew.storage.drafts import Draft, Drafts
from helpers.killing import count_lost_drafts

VALUES = [
    Request(name="Büro\u2028x", method="PUT", url="https://x/{{a}}?b=1", headers=(Row("A", "1"), Row("a", "2", enabled=False))),
    Folder(name="Pets"),
    Collection(name="API"),
    Environment("dev", variables=(Variable("a", "1"), Variable("key", secret=True))),
    Opaque("Ticker", "websocket", 1, "info:\n  name: Ticker\n  type: websocket\n  seq: 1\n"),
    None,
]


@pytest.mark.parametrize("value", VALUES)
def test_A06_a_draft_of_any_kind_comes_back_in_the_next_run(tmp_path, value):
    drafts = Drafts(tmp_path)
    draft = Draft(drafts.new_id(), value, "half\ttyped: [" if value is None else "", Path("/ws/a.yml"), "hash", {"scroll": 3})
    drafts.put(draft)
    assert drafts.flush()
    (found,) = Drafts(tmp_path).load()
    assert (found.id, found.text, found.path, found.base_hash, found.tab) == (draft.id, draft.text, draft.path, "hash", {"scroll": 3})
    if not isinstance(value, Opaque):
        assert found.value == value
    else:
        assert (found.value.name, found.value.kind) == ("Ticker", "websocket")


def test_a_scratch_request_has_no_path(tmp_path):
    drafts = Drafts(tmp_path)
    drafts.put(Draft("s", Request(name="", url="localhost:8080")))
    drafts.flush()
    (found,) = Drafts(tmp_path).load()
    assert found.path is None
    assert found.value.url == "localhost:8080"


def test_a_dropped_draft_leaves_no_file(tmp_path):
    drafts = Drafts(tmp_path)
    for number in range(3):
        drafts.put(Draft(f"d{number}", Request(name="x")))
    drafts.flush()
    drafts.drop("d1")
    drafts.drop("never there")
    drafts.flush()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["d0.json", "d2.json"]


def test_drafts_follow_files_and_folders_that_move(tmp_path):
    drafts = Drafts(tmp_path)
    drafts.put(Draft("one", Request(), path=Path("/ws/pets/a.yml")))
    drafts.put(Draft("two", Request(), path=Path("/ws/pets-2/a.yml")))
    drafts.move(Path("/ws/pets"), Path("/ws/zoo/pets"))
    drafts.flush()
    again = Drafts(tmp_path)
    again.load()
    assert again.for_path(Path("/ws/zoo/pets/a.yml")).id == "one"
    assert again.for_path(Path("/ws/pets-2/a.yml")).id == "two"


@pytest.mark.parametrize(
    "data", [b"{", b'{"kind": "item"}', b'{"kind": "new", "text": "", "path": null}', b'{"kind": "item", "text": "a: [", "path": 3}']
)
def test_A09_a_broken_draft_is_kept_aside_and_the_others_load(tmp_path, data):
    drafts = Drafts(tmp_path)
    drafts.put(Draft("good", Request(name="x")))
    drafts.flush()
    (tmp_path / "bad.json").write_bytes(data)
    again = Drafts(tmp_path)
    assert [draft.id for draft in again.load()] == ["good"]
    assert len(again.problems) == 1
    assert [path.read_bytes() for path in tmp_path.glob("bad.json.broken-*")] == [data]


def test_a_disk_that_takes_nothing_is_told_and_the_draft_stays_in_memory(tmp_path):
    (tmp_path / "file").write_text("")
    told: list[CurlewError] = []
    drafts = Drafts(tmp_path / "file" / "drafts", told.append)
    drafts.put(Draft("d", Request(name="x")))
    drafts.flush()
    assert len(told) == 1
    assert drafts.get("d") is not None


def test_A06_texts_older_than_a_second_survive_a_kill(tmp_path):
    """A short slice of the series in tests/campaigns."""
    assert count_lost_drafts(tmp_path, runs=1, texts=10) == []


def test_I01_a_draft_holds_no_value_of_a_secret_variable(tmp_path):
    drafts = Drafts(tmp_path)
    drafts.put(Draft("e", Environment("dev", variables=(Variable("key", "hunter2", secret=True),))))
    drafts.flush()
    assert b"hunter2" not in (tmp_path / "e.json").read_bytes()


def test_the_journal_runs_beside_the_program_not_in_it(tmp_path):
    """A process that ends at once loses no draft that was flushed, and is not held up by the thread."""
    code = (
        "import sys; from pathlib import Path; from curlew.storage.drafts import Draft, Drafts; from curlew.model.request import Request\n"
        "d = Drafts(Path(sys.argv[1])); d.put(Draft('x', Request(name='n'))); d.flush()"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, timeout=30, env=dict(os.environ))
    assert [draft.id for draft in Drafts(tmp_path).load()] == ["x"]


def test_a_draft_that_cannot_be_written_does_not_end_the_journal(tmp_path, monkeypatch, caplog):
    told: list[CurlewError] = []
    drafts = Drafts(tmp_path, told.append)
    drafts.put(Draft("bad", Request(name="x"), tab={"no": object()}))
    drafts.flush()
    drafts.put(Draft("good", Request(name="x")))
    drafts.flush()
    assert len(told) == 1
    assert [path.stem for path in tmp_path.iterdir()] == ["good"]
    caplog.clear()


def test_A10_a_draft_of_a_newer_program_is_left_as_it_is(tmp_path):
    (tmp_path / "new.json").write_text('{"format": 2, "kind": "hologram"}')
    drafts = Drafts(tmp_path)
    assert drafts.load() == ()
    assert "new.json" in drafts.problems[0]
    assert (tmp_path / "new.json").read_text() == '{"format": 2, "kind": "hologram"}'
