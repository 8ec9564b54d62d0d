import threading

from curlew.model.tree import ItemKind
from curlew.storage import parsing
from curlew.storage.parsing import ParsePool, parse_row
from helpers.workspaces import a_collection, request_text


def test_rows_say_what_whole_files_say(tmp_path):
    folder = a_collection(
        tmp_path,
        a=request_text("A", 3, "DELETE", "https://x"),
        gql="info:\n  name: Q\n  type: graphql\n\ngraphql:\n  url: https://x\n",
        ws="info:\n  name: Ticker\n  type: websocket\n",
        broken="info: [",
        latin=b"info:\n  name: caf\xe9\n",
    )
    rows = {name: parse_row(str(folder / f"{name}.yml")).row for name in ("a", "gql", "ws", "broken", "latin")}
    assert rows["a"] == (ItemKind.REQUEST, "A", "DELETE", "https://x", 3, "", 0)
    assert rows["gql"].label == "GQL"
    assert (rows["ws"].kind, rows["ws"].label) == (ItemKind.OPAQUE, "WS")
    assert {rows[name].kind for name in ("broken", "latin")} == {ItemKind.BROKEN}
    assert all(rows[name].problem for name in ("broken", "latin"))
    assert rows["latin"].line == 2
    assert parse_row(str(folder / "gone.yml")) is None


def collected(pool: ParsePool, paths: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    done = threading.Event()

    def take(batch, future):
        found.update((path, row.row.name) for path, row in zip(batch, future.result(), strict=True))
        if len(found) == len(paths):
            done.set()

    pool.submit(paths, take)
    assert done.wait(30)
    return found


def test_many_files_are_parsed_in_processes_and_few_in_a_thread(tmp_path, monkeypatch):
    folder = a_collection(tmp_path, **{f"r{n}": request_text(f"R{n}", n) for n in range(30)})
    paths = sorted(str(path) for path in folder.glob("r*.yml"))
    wanted = {str(path): parse_row(str(path)).row.name for path in folder.glob("r*.yml")}
    for few in (parsing.FEW, 10):
        monkeypatch.setattr(parsing, "FEW", few)
        monkeypatch.setattr(parsing, "BATCH", 7)
        pool = ParsePool(2)
        assert collected(pool, paths) == wanted
        assert (pool._processes is not None) == (few == 10)
        pool.close()


def test_files_are_parsed_in_a_thread_where_no_process_can_be_started(tmp_path, monkeypatch):
    folder = a_collection(tmp_path, a=request_text("A"), b=request_text("B"))
    monkeypatch.setattr(parsing, "FEW", 1)

    def none_left(*_arguments):
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("multiprocessing.get_context", none_left)
    pool = ParsePool()
    assert sorted(collected(pool, [str(folder / "a.yml"), str(folder / "b.yml")]).values()) == ["A", "B"]
    pool.close()
    pool.submit([str(folder / "a.yml")], lambda *_arguments: (_ for _ in ()).throw(AssertionError("closed")))
