import asyncio
from dataclasses import replace

import pytest

from curlew.errors import ConflictError, UsageError
from curlew.model.request import Folder, Request
from curlew.model.tree import ROOT, ItemKind
from helpers.workspaces import a_collection, a_session, by_name, ids, on_disk, opened, outline, request_text


async def test_a_new_request_is_a_file_with_a_slug_and_stands_last(tmp_path):
    async with a_session(tmp_path / "home") as session:
        folder, collection = await opened(session, tmp_path)
        made = await session.add_request(collection, Request(name="Get a pet/now", url="https://x"))
        assert session.tree.child_ids(collection)[-1] == made
        assert session.tree[made].path == folder / "get-a-pet-now.yml"
        assert (await session.load(made)).value.name == "Get a pet/now"
        assert session.tree[made].seq == 2


async def test_a_new_request_before_another_gets_a_number_between(tmp_path):
    async with a_session(tmp_path / "home") as session:
        folder, _ = await opened(session, tmp_path)
        before = on_disk(folder)
        pets = by_name(session, "Pets")
        made = await session.add_request(pets, Request(name="Find"), 1)
        assert [session.tree[child].name for child in session.tree.child_ids(pets)] == ["List", "Find", "Add"]
        assert 1 < session.tree[made].seq < 2
        assert {path for path, data in on_disk(folder).items() if before.get(path) != data} == {"pets/find.yml"}


async def test_B01_any_name_is_kept_exactly(tmp_path):
    names = ["a/b\\c", "..", "CON", "好" * 200, "É", "é", "E\u0301", " blank ", "a:b", "!&#%", "folder", "x\u2028y"]
    async with a_session(tmp_path / "home") as session:
        _, collection = await opened(session, tmp_path)
        made = [await session.add_request(collection, Request(name=f"r{n}")) for n, _ in enumerate(names)]
        for item_id, name in zip(made, names, strict=True):
            await session.rename(item_id, name)
        for item_id, name in zip(made, names, strict=True):
            assert (await session.load(item_id)).value.name == name
            assert session.tree[item_id].path.is_file()
        async with a_session(tmp_path / "home2") as again:
            await opened(again, tmp_path)
            assert sorted(names) == sorted(n for k, n, *_ in outline(again.tree)[0][4] if k == "request" and n != "Ping")


async def test_B04_five_hundred_colliding_names_give_five_hundred_items(tmp_path):
    async with a_session(tmp_path / "home") as session:
        folder, collection = await opened(session, tmp_path)
        for number in range(60):
            await session.add_request(collection, Request(name=("A b", "a-b", "A B", "a  b")[number % 4]))
        assert len(session.tree.child_ids(collection)) == 60 + 3
        assert len(list(folder.glob("a-b*.yml"))) == 60


async def test_B03_a_rename_that_changes_case_only_keeps_the_content(tmp_path):
    async with a_session(tmp_path / "home") as session:
        folder, _ = await opened(session, tmp_path, Pets={"list.yml": request_text("List")})
        pets = by_name(session, "Pets")
        await session.rename(pets, "pets")
        assert session.tree[pets].path == folder / "pets"
        assert (await session.load(by_name(session, "List"))).value.name == "List"
        assert await session.undo() == "Rename Pets"
        assert (folder / "Pets" / "list.yml").is_file()


async def test_renaming_to_the_same_name_does_nothing(tmp_path):
    async with a_session(tmp_path / "home") as session:
        folder, _ = await opened(session, tmp_path)
        before = on_disk(folder)
        await session.rename(by_name(session, "Ping"), "Ping")
        assert on_disk(folder) == before
        assert session.undo_label == ""


async def test_moving_a_request_touches_one_file(tmp_path):
    async with a_session(tmp_path / "home") as session:
        rows = {f"r{n}": request_text(f"R{n}", n) for n in range(1, 30)}
        folder, collection = await opened(session, tmp_path, **rows)
        before = on_disk(folder)
        await session.move([by_name(session, "R20")], collection, 3)
        after = on_disk(folder)
        assert [path for path in after if after[path] != before[path]] == ["r20.yml"]
        assert [session.tree[child].name for child in session.tree.child_ids(collection)][:5] == ["R1", "R2", "R3", "R20", "R4"]


async def test_moving_between_collections_keeps_the_bytes_where_the_order_allows(tmp_path):
    async with a_session(tmp_path / "home") as session:
        folder, _ = await opened(session, tmp_path)
        other = await session.open_path(a_collection(tmp_path / "other", "Other"))
        text = (folder / "ping.yml").read_bytes()
        ping = by_name(session, "Ping")
        await session.move([ping], other, 0)
        assert (tmp_path / "other" / "ping.yml").read_bytes() == text
        assert not (folder / "ping.yml").exists()
        assert session.tree.parents[ping] == other


async def test_a_moved_folder_takes_its_items_and_their_drafts_along(tmp_path):
    from curlew.storage.drafts import Draft

    async with a_session(tmp_path / "home") as session:
        folder, _ = await opened(session, tmp_path)
        listed, users = by_name(session, "List"), by_name(session, "users")
        session.drafts.put(Draft("d1", Request(name="List"), path=folder / "pets" / "list.yml"))
        await session.move([by_name(session, "Pets")], users, 0)
        assert session.tree[listed].path == folder / "users" / "pets" / "list.yml"
        assert session.drafts.get("d1").path == session.tree[listed].path
        await session.undo()
        assert session.drafts.get("d1").path == session.tree[listed].path == folder / "pets" / "list.yml"


async def test_a_folder_cannot_be_moved_into_itself(tmp_path):
    async with a_session(tmp_path / "home") as session:
        folder, _ = await opened(session, tmp_path)
        before = on_disk(folder)
        inner = await session.add_folder(by_name(session, "Pets"), Folder(name="Inner"))
        with pytest.raises(UsageError):
            await session.move([by_name(session, "Pets")], inner, 0)
        await session.undo()
        assert on_disk(folder) == before


async def test_A21_deleting_a_folder_and_taking_it_back_gives_the_same_bytes_and_ids(tmp_path):
    async with a_session(tmp_path / "home") as session:
        folder, _ = await opened(session, tmp_path)
        before, known, shown = on_disk(folder), ids(session.tree), outline(session.tree)
        await session.remove([by_name(session, "Pets"), by_name(session, "Ping")])
        assert not (folder / "pets").exists()
        assert not (folder / "ping.yml").exists()
        assert session.undo_label == "Delete 2 items"
        await session.undo()
        assert on_disk(folder) == before
        assert ids(session.tree) == known
        assert outline(session.tree) == shown


async def test_A20_saving_a_deleted_request_brings_it_back(tmp_path):
    async with a_session(tmp_path / "home") as session:
        folder, collection = await opened(session, tmp_path)
        ping = by_name(session, "Ping")
        loaded = await session.load(ping)
        await session.remove([ping])
        await session.save(ping, replace(loaded.value, method="PUT"), loaded.hash)
        assert b"method: PUT" in (folder / "ping.yml").read_bytes()
        assert session.tree.parents[ping] == collection
        assert session.tree[ping].label == "PUT"


async def test_what_was_saved_after_a_rename_survives_taking_the_rename_back(tmp_path):
    async with a_session(tmp_path / "home") as session:
        folder, _ = await opened(session, tmp_path)
        ping = by_name(session, "Ping")
        await session.rename(ping, "Pong")
        loaded = await session.load(ping)
        await session.save(ping, replace(loaded.value, method="PATCH"), loaded.hash)
        await session.undo()
        text = (folder / "ping.yml").read_text()
        assert "name: Ping" in text
        assert "method: PATCH" in text
        assert session.tree[ping].name == "Ping"


async def test_a_failing_step_leaves_disk_and_tree_as_they_were(tmp_path):
    async with a_session(tmp_path / "home") as session:
        folder, _ = await opened(session, tmp_path)
        before, shown = on_disk(folder), outline(session.tree)
        (folder / "users" / "who.yml").unlink()
        with pytest.raises(ConflictError):
            await session.move([by_name(session, "Ping"), by_name(session, "Who")], by_name(session, "Pets"), 0)
        (folder / "users" / "who.yml").write_bytes(before["users/who.yml"])
        assert on_disk(folder) == before
        assert outline(session.tree) == shown
        assert session.undo_label == ""


async def test_a_step_that_the_disk_made_impossible_is_told_and_forgotten(tmp_path):
    async with a_session(tmp_path / "home") as session:
        folder, _ = await opened(session, tmp_path)
        ping = by_name(session, "Ping")
        await session.remove([ping])
        (folder / "ping.yml").write_text("taken: true\n")
        with pytest.raises(ConflictError):
            await session.undo()
        assert session.undo_label == ""
        assert (folder / "ping.yml").read_text() == "taken: true\n"


async def test_a_duplicate_stands_after_its_original_with_all_below_it(tmp_path):
    async with a_session(tmp_path / "home") as session:
        folder, collection = await opened(session, tmp_path)
        copies = await session.duplicate([by_name(session, "Pets"), by_name(session, "Ping")])
        names = [session.tree[child].name for child in session.tree.child_ids(collection)]
        assert names == ["Pets", "Pets copy", "users", "Ping", "Ping copy"]
        assert [session.tree[child].name for child in session.tree.child_ids(copies[0])] == ["List", "Add"]
        assert (folder / "pets-copy" / "list.yml").read_bytes() == (folder / "pets" / "list.yml").read_bytes()


async def test_collections_inside_go_to_the_trash_and_others_only_leave_the_workspace(tmp_path):
    async with a_session(tmp_path / "home") as session:
        outside, collection = await opened(session, tmp_path)
        inside = await session.add_collection("Mine")
        place = session.tree[inside].path
        workspace = (session.folder / "workspace.yml").read_bytes()
        await session.remove([collection, inside])
        assert outside.is_dir()
        assert not place.exists()
        assert (
            b"collections" not in (session.folder / "workspace.yml").read_bytes()
            or b"path" not in (session.folder / "workspace.yml").read_bytes()
        )
        await session.undo()
        assert place.is_dir()
        assert (session.folder / "workspace.yml").read_bytes() == workspace
        assert session.tree.child_ids(ROOT) == (collection, inside)


async def test_collections_can_be_ordered_renamed_and_copied(tmp_path):
    async with a_session(tmp_path / "home") as session:
        one, two = await session.add_collection("One"), await session.add_collection("Two")
        await session.move([two], ROOT, 0)
        await session.rename(one, "First")
        await session.duplicate([one])
        assert [session.tree[child].name for child in session.tree.child_ids(ROOT)] == ["Two", "First", "First copy"]
        async with a_session(tmp_path / "home2", session.folder) as again:
            assert outline(again.tree) == outline(session.tree)
        for _ in range(5):
            await session.undo()
        assert session.tree.child_ids(ROOT) == ()


async def test_the_folder_of_a_new_collection_follows_its_name_until_it_holds_something(tmp_path):
    async with a_session(tmp_path / "home") as session:
        made = await session.add_collection("New collection")
        await session.rename(made, "Sea birds")
        assert session.tree[made].path == session.folder / "sea-birds"
        assert [each.name for each in session.folder.iterdir() if each.is_dir()] == ["sea-birds"]
        request = await session.add_request(made, Request(name="Puffin"))
        assert session.tree[request].path == session.folder / "sea-birds" / "puffin.yml"
        await session.rename(made, "Auks")
        assert session.tree[made].path == session.folder / "sea-birds"
        async with a_session(tmp_path / "home2", session.folder) as again:
            assert outline(again.tree) == outline(session.tree)
        for _ in range(3):
            await session.undo()
        assert (session.tree[made].name, session.tree[made].path) == ("New collection", session.folder / "new-collection")
        assert (session.folder / "new-collection" / "opencollection.yml").is_file()
        assert "path: new-collection" in (session.folder / "workspace.yml").read_text().replace("'", "").replace('"', "").replace("./", "")
        await session.redo()
        assert session.tree[made].path.is_dir()


async def test_a_broken_file_can_be_renamed_moved_and_deleted(tmp_path):
    async with a_session(tmp_path / "home") as session:
        folder, _ = await opened(session, tmp_path, bad="info: [\n", pets={"a.yml": request_text("A")})
        broken = by_name(session, "bad")
        assert session.tree[broken].kind is ItemKind.BROKEN
        await session.rename(broken, "Still bad")
        assert session.tree[broken].name == "still-bad"
        await session.move([broken], by_name(session, "pets"), 0)
        assert (folder / "pets" / "still-bad.yml").read_bytes() == b"info: [\n"
        await session.remove([broken])
        for _ in range(3):
            await session.undo()
        assert (folder / "bad.yml").read_bytes() == b"info: [\n"


@pytest.mark.parametrize("step", ["remove", "move"])
async def test_folders_that_stay_are_shown_as_their_numbers_say_then(tmp_path, step):
    two = "info:\n  name: Last\n  type: folder\n  seq: 2\n"
    async with a_session(tmp_path / "home") as session:
        await opened(session, tmp_path, a={}, b={"folder.yml": two}, c={})
        before = outline(session.tree)
        gone = by_name(session, "a")
        await (session.remove([gone]) if step == "remove" else session.move([gone], by_name(session, "c"), 0))
        async with a_session(tmp_path / "home2", session.folder) as again:
            assert outline(again.tree) == outline(session.tree)
        await session.undo()
        assert outline(session.tree) == before


async def test_a_step_whose_item_has_gone_since_brings_tree_and_disk_together_again(tmp_path):
    async with a_session(tmp_path / "home") as session:
        folder, collection = await opened(session, tmp_path)
        await session.move([by_name(session, "Ping")], by_name(session, "users"), 0)
        (folder / "users" / "who.yml").unlink()
        (folder / "users" / "ping.yml").rename(folder / "users" / "pong.yml")
        await session.reread(collection)
        (folder / "users" / "pong.yml").rename(folder / "users" / "ping.yml")
        await session.undo()
        assert (folder / "ping.yml").is_file()
        async with a_session(tmp_path / "home2", session.folder) as again:
            assert outline(session.tree) == outline(again.tree)


async def test_an_empty_name_is_refused_or_replaced(tmp_path):
    async with a_session(tmp_path / "home") as session:
        _, collection = await opened(session, tmp_path)
        for item in (by_name(session, "Ping"), collection, ROOT):
            with pytest.raises(UsageError):
                await session.rename(item, "  ")
        made = await session.add_request(collection, Request())
        assert session.tree[made].name == "New request"


async def test_a_change_that_is_cancelled_is_whole_on_disk(tmp_path):
    async with a_session(tmp_path / "home") as session:
        folder, collection = await opened(session, tmp_path)
        task = asyncio.get_running_loop().create_task(session.rename(by_name(session, "Ping"), "Pong"))
        await asyncio.sleep(0)
        assert session._desk.changing.locked()
        task.cancel()
        await asyncio.wait([task])
        await session.reread(collection)
        async with a_session(tmp_path / "home2", session.folder) as again:
            assert outline(session.tree) == outline(again.tree)
        assert (folder / "ping.yml").is_file() != (folder / "pong.yml").is_file()


async def test_B06_a_name_is_the_same_after_every_way_that_makes_a_file(tmp_path):
    name = "Ünï/cø\\de: a*b? <c> | “q” ."
    async with a_session(tmp_path / "home") as session:
        _, collection = await opened(session, tmp_path)
        folder = await session.add_folder(collection, Folder(name=name))
        request = await session.add_request(folder, Request(name=name))
        await session.move([request], collection, 0)
        await session.duplicate([folder])
        mine = await session.add_collection(name)
        shown = outline(session.tree)
        async with a_session(tmp_path / "home2", session.folder) as again:
            assert outline(again.tree) == shown
            assert [item.name for item in again.tree.walk() if item.name.startswith(name)] == [name, f"{name} copy", name, name]
        assert session.tree[mine].path.name.isascii()
