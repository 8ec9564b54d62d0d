import json
import os
import time

import pytest

from curlew.errors import NotACollectionError, StorageError
from curlew.model.tree import ROOT, ItemKind
from curlew.storage.workspace import make_workspace, with_collection
from helpers.workspaces import a_collection, a_session, by_name, on_disk, outline, request_text, write_tree


async def test_the_first_start_opens_an_empty_workspace_in_the_data_folder(tmp_path):
    async with a_session(tmp_path) as session:
        assert session.folder.is_relative_to(session.profile.data)
        assert session.tree[ROOT].kind is ItemKind.WORKSPACE
        assert session.tree.child_ids(ROOT) == ()
        assert session.said == []


async def test_opening_changes_no_byte(tmp_path):
    folder = a_collection(tmp_path / "api", a=request_text("A"), pets={"b.yml": request_text("B")}, bad="x: [")
    before = on_disk(folder)
    async with a_session(tmp_path / "home") as session:
        await session.open_path(folder)
        await session.settled()
    assert on_disk(folder) == before


async def test_a_collection_is_added_by_its_path_once_and_is_there_at_the_next_start(tmp_path):
    folder = a_collection(tmp_path / "api", "My API", a=request_text("A"))
    async with a_session(tmp_path / "home") as session:
        first = await session.open_path(folder)
        assert await session.open_path(folder / "opencollection.yml") == first
        assert await session.open_path(tmp_path / "api" / ".." / "api") == first
        shown = outline(session.tree)
    async with a_session(tmp_path / "home") as session:
        assert outline(session.tree) == shown
        assert session.tree[session.tree.child_ids(ROOT)[0]].name == "My API"


async def test_another_workspace_replaces_the_tree_under_other_ids(tmp_path):
    make_workspace(tmp_path / "ws", "Other")
    with_collection(tmp_path / "ws", "API", a_collection(tmp_path / "ws" / "api", a=request_text("A"))).do()
    async with a_session(tmp_path / "home") as session:
        mine = await session.add_collection("Mine")
        heard = []
        session.changed.listen(lambda change, _source: heard.append(change.kind))
        assert await session.open_path(tmp_path / "ws") is None
        assert heard[0] == "workspace"
        assert session.tree[ROOT].name == "Other"
        assert mine not in session.tree
        assert session.undo_label == ""
    async with a_session(tmp_path / "home") as session:
        assert session.tree[ROOT].name == "Other"


async def test_a_last_workspace_that_is_gone_is_told_and_the_first_opens(tmp_path):
    make_workspace(tmp_path / "ws", "Other")
    async with a_session(tmp_path / "home", tmp_path / "ws"):
        pass
    (tmp_path / "ws" / "workspace.yml").unlink()
    async with a_session(tmp_path / "home") as session:
        assert session.folder.is_relative_to(session.profile.data)
        assert str(tmp_path / "ws") in session.said[0].reason


async def test_a_missing_collection_is_shown_as_such(tmp_path):
    folder = a_collection(tmp_path / "api", "API")
    async with a_session(tmp_path / "home") as session:
        await session.open_path(folder)
    folder.rename(tmp_path / "elsewhere")
    async with a_session(tmp_path / "home") as session:
        item = session.tree[session.tree.child_ids(ROOT)[0]]
        assert item.kind is ItemKind.COLLECTION
        assert item.name == "API"
        assert "not there" in item.problem
        await session.remove([item.id])
        assert session.tree.child_ids(ROOT) == ()


async def test_a_collection_named_twice_is_shown_once_and_one_without_a_path_is_told(tmp_path):
    a_collection(tmp_path / "ws" / "api", a=request_text("A"))
    text = "info: {name: W, type: workspace}\ncollections:\n  - {name: one, path: api}\n  - {name: lost}\n  - {path: ./x/../api}\n  -\n"
    write_tree(tmp_path / "ws", {"workspace.yml": text})
    async with a_session(tmp_path / "home") as session:
        await session.open_path(tmp_path / "ws")
        (item_id,) = session.tree.child_ids(ROOT)
        assert session.tree[item_id].path == tmp_path / "ws" / "api"
        (message,) = session.said
        assert (message.title, message.reason) == ("2 collections have no path in workspace.yml", "lost, ?")
    assert (tmp_path / "ws" / "workspace.yml").read_text() == text


async def test_a_collection_beside_the_workspace_is_known_by_either_path(tmp_path):
    folder = a_collection(tmp_path / "api", a=request_text("A"))
    write_tree(tmp_path / "ws", {"workspace.yml": "info: {name: W, type: workspace}\ncollections:\n  - {name: A, path: ../api}\n"})
    async with a_session(tmp_path / "home") as session:
        await session.open_path(tmp_path / "ws")
        assert await session.open_path(folder) == session.tree.child_ids(ROOT)[0]
        assert len(session.tree.child_ids(ROOT)) == 1


async def test_B21_a_collection_that_lost_its_file_still_shows_its_requests_and_can_be_repaired(tmp_path):
    folder = a_collection(tmp_path / "api", "API", a=request_text("A"))
    async with a_session(tmp_path / "home") as session:
        collection = await session.open_path(folder)
        (folder / "opencollection.yml").unlink()
        await session.reread(collection)
        assert "opencollection.yml" in session.tree[collection].problem
        assert [item.name for item in session.tree.walk()][-1] == "A"
        loaded = await session.load(collection)
        await session.save(collection, loaded.value, loaded.hash)
        assert (folder / "opencollection.yml").is_file()
        assert session.tree[collection].problem == ""


async def test_B21_a_plain_folder_is_offered_and_can_become_a_collection(tmp_path):
    folder = write_tree(tmp_path / "plain", {"a.yml": request_text("A")})
    async with a_session(tmp_path / "home") as session:
        with pytest.raises(NotACollectionError) as raised:
            await session.open_path(folder)
        assert raised.value.requests == 1
        made = await session.add_collection("Plain", folder)
        assert [session.tree[child].name for child in session.tree.child_ids(made)] == ["A"]
        await session.undo()
        assert sorted(path.name for path in folder.iterdir()) == ["a.yml"]


async def test_a_path_that_is_nothing_is_said_so(tmp_path):
    async with a_session(tmp_path / "home") as session:
        with pytest.raises(StorageError):
            await session.open_path(tmp_path / "nothing")


async def test_A09_a_broken_workspace_file_does_not_stop_the_start(tmp_path):
    async with a_session(tmp_path / "home") as session:
        await session.add_collection("Mine")
        file = session.folder / "workspace.yml"
    file.write_text("collections: [\n")
    async with a_session(tmp_path / "home") as session:
        assert [item.name for item in session.tree.walk()][1:] == ["Mine"]
        assert str(file) in session.said[0].title
        assert "line" in session.said[0].reason
    assert file.read_text() == "collections: [\n"


@pytest.mark.parametrize(
    "name", ["state/workspace.json", "state/environments.json", "state/window.json", "config/settings.json", "state/drafts/a.json"]
)
async def test_A09_any_broken_file_of_ours_does_not_stop_the_start(tmp_path, name):
    async with a_session(tmp_path):
        pass
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"\x00{")
    async with a_session(tmp_path) as session:
        assert session.tree[ROOT].name
    assert list(path.parent.glob(f"{path.name}.broken-*")) or path.read_bytes() == b"\x00{"


async def test_A15_every_request_is_a_row_and_the_next_start_reads_none_of_them(tmp_path, monkeypatch):
    folder = a_collection(tmp_path / "api", **{f"d{d}": {f"r{n}.yml": request_text(f"R{n}", n) for n in range(30)} for d in range(10)})
    for path in folder.rglob("*.yml"):
        os.utime(path, (time.time() - 60,) * 2)
    async with a_session(tmp_path / "home") as session:
        await session.open_path(folder)
        await session.settled()
        assert sum(1 for item in session.tree.walk() if item.kind is ItemKind.REQUEST) == 300
        shown = outline(session.tree)
    monkeypatch.setattr("curlew.storage.listing.scan_head", lambda *_arguments: pytest.fail("a file was read"))
    async with a_session(tmp_path / "home") as session:
        assert outline(session.tree) == shown
        assert not any(item.provisional for item in session.tree.walk())


async def test_A17_files_that_only_the_whole_parse_finds_broken_are_announced(tmp_path):
    text = request_text("A") + "  body:\n   - [\n"
    async with a_session(tmp_path / "home") as session:
        heard = []
        session.changed.listen(lambda change, _source: heard.extend(change.items))
        await session.open_path(a_collection(tmp_path / "api", a=text, b=request_text("B")))
        await session.settled()
        (broken,) = [item for item in session.tree.walk() if item.kind is ItemKind.BROKEN]
        assert broken.line
        assert broken.problem
        assert broken.id in heard


async def test_B14_reading_again_follows_the_disk_and_keeps_ids(tmp_path):
    folder = a_collection(tmp_path / "api", a=request_text("A"), pets={"b.yml": request_text("B")})
    async with a_session(tmp_path / "home") as session:
        collection = await session.open_path(folder)
        a, b = by_name(session, "A"), by_name(session, "B")
        (folder / "a.yml").write_text(request_text("Changed"))
        (folder / "c.yml").write_text(request_text("New", 0.5))
        await session.reread(collection)
        assert session.tree[a].name == "Changed"
        assert [item.name for item in session.tree.walk(collection)] == ["API", "pets", "B", "New", "Changed"]
        (folder / "c.yml").unlink()
        await session.reread(ROOT)
        assert [item.name for item in session.tree.walk(collection)] == ["API", "pets", "B", "Changed"]
        assert (by_name(session, "Changed"), by_name(session, "B")) == (a, b)


async def test_A04_what_a_killed_process_left_is_swept(tmp_path):
    from curlew.storage import atomic

    folder = a_collection(tmp_path / "api", a=request_text("A"))
    stray = folder / f".curlew-{atomic._HOST}-999999999-00000000.tmp"
    stray.write_text("half")
    async with a_session(tmp_path / "home") as session:
        await session.open_path(folder)
    async with a_session(tmp_path / "home"):
        pass
    assert not stray.exists()


async def test_B19_no_file_is_kept_open(tmp_path):
    folder = a_collection(tmp_path / "api", a=request_text("A"))
    async with a_session(tmp_path / "home") as session:
        await session.open_path(folder)
        await session.load(by_name(session, "A"))
        if os.path.isdir("/proc/self/fd"):
            held = [os.path.realpath(f"/proc/self/fd/{name}") for name in os.listdir("/proc/self/fd")]
            assert [path for path in held if path.startswith(str(folder))] == []


async def test_what_bruno_leaves_out_is_left_out(tmp_path):
    folder = a_collection(tmp_path / "api", a=request_text("A"), out={"b.yml": request_text("B")})
    with (folder / "opencollection.yml").open("a") as file:
        file.write("\nextensions:\n  bruno:\n    ignore:\n      - node_modules\n      - out/\n")
    async with a_session(tmp_path / "home") as session:
        await session.open_path(folder)
        assert [item.name for item in session.tree.walk()][2:] == ["A"]


async def test_the_sample_is_copied_once(tmp_path, monkeypatch):
    sample = tmp_path / "assets" / "sample"
    make_workspace(sample, "Sample")
    with_collection(sample, "API", a_collection(sample / "api", a=request_text("A"))).do()
    monkeypatch.setattr("curlew.assets.path", lambda *parts: (tmp_path / "assets").joinpath(*parts))
    async with a_session(tmp_path / "home") as session:
        first = await session.open_sample()
        assert session.tree[first].kind is ItemKind.COLLECTION
        assert session.folder.is_relative_to(session.profile.data)
        await session.rename(by_name(session, "A"), "Mine now")
        await session.open_sample()
        assert by_name(session, "Mine now")
    assert json.loads((tmp_path / "home" / "state" / "workspace.json").read_text())["last"].endswith("sample")


async def test_a_file_of_a_collection_opens_the_collection(tmp_path):
    folder = a_collection(tmp_path / "api", "API", pets={"a.yml": request_text("A")})
    async with a_session(tmp_path / "home") as session:
        collection = await session.open_path(folder / "pets" / "a.yml")
        assert session.tree[collection].path == folder


async def test_closing_at_once_leaves_nothing_running(tmp_path):
    folder = a_collection(tmp_path / "api", **{f"r{n}": request_text(f"R{n}", n) for n in range(300)})
    async with a_session(tmp_path / "home") as session:
        await session.open_path(folder)
    assert session._desk.pool._closed
