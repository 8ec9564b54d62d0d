from dataclasses import replace

import pytest

from curlew.errors import BrokenFileError, ConflictError, StorageError, UsageError
from curlew.model.request import Request
from curlew.model.tree import ItemKind
from helpers.workspaces import a_collection, a_session, by_name, on_disk, request_text


async def opened(session, tmp_path, **content):
    folder = a_collection(tmp_path / "api", "API", **(content or {"a": request_text("A"), "pets": {"b.yml": request_text("B")}}))
    await session.open_path(folder)
    return folder


async def test_B16_saving_without_a_change_writes_nothing(tmp_path):
    text = "# mine\n" + request_text("A") + "\ndocs:   hello\n"
    async with a_session(tmp_path / "home") as session:
        folder = await opened(session, tmp_path, a=text)
        before = (folder / "a.yml").stat()
        loaded = await session.load(by_name(session, "A"))
        assert await session.save(by_name(session, "A"), loaded.value, loaded.hash) == loaded.hash
        after = (folder / "a.yml").stat()
        assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


async def test_a_saved_request_shows_in_the_tree_and_can_be_saved_again(tmp_path):
    async with a_session(tmp_path / "home") as session:
        folder = await opened(session, tmp_path)
        a = by_name(session, "A")
        loaded = await session.load(a)
        heard = []
        session.changed.listen(lambda change, source: heard.append((change.kind, change.items, source)))
        now = await session.save(a, replace(loaded.value, method="PUT", name="Z"), loaded.hash, "me")
        assert (session.tree[a].label, session.tree[a].name) == ("PUT", "Z")
        assert ("tree", (a,), "me") in heard
        assert ("file", (a,), "me") in heard
        await session.save(a, replace(loaded.value, method="PATCH"), now)
        assert b"PATCH" in (folder / "a.yml").read_bytes()


async def test_B11_a_file_changed_outside_is_never_overwritten(tmp_path):
    async with a_session(tmp_path / "home") as session:
        folder = await opened(session, tmp_path)
        a = by_name(session, "A")
        loaded = await session.load(a)
        theirs = request_text("Theirs")
        (folder / "a.yml").write_text(theirs)
        for save in (
            lambda: session.save(a, replace(loaded.value, method="PUT"), loaded.hash),
            lambda: session.save_text(a, "x", loaded.hash),
        ):
            with pytest.raises(ConflictError) as raised:
                await save()
            assert raised.value.theirs == theirs
        assert (folder / "a.yml").read_text() == theirs


async def test_a_file_deleted_outside_is_a_conflict_and_can_be_saved_anew(tmp_path):
    async with a_session(tmp_path / "home") as session:
        folder = await opened(session, tmp_path)
        a = by_name(session, "A")
        loaded = await session.load(a)
        (folder / "a.yml").unlink()
        with pytest.raises(ConflictError) as raised:
            await session.save(a, replace(loaded.value, method="PUT"), loaded.hash)
        assert raised.value.theirs is None
        await session.save(a, replace(loaded.value, method="PUT"), "")
        assert b"PUT" in (folder / "a.yml").read_bytes()


async def test_A05_a_folder_that_may_not_be_written_keeps_the_old_file_and_says_why(tmp_path, monkeypatch):
    async with a_session(tmp_path / "home") as session:
        folder = await opened(session, tmp_path)
        a = by_name(session, "A")
        loaded = await session.load(a)
        before = on_disk(folder)

        def refused(*_arguments, **_named):
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr("curlew.storage.atomic._write_temporary", refused)
        with pytest.raises(StorageError) as raised:
            await session.save(a, replace(loaded.value, method="PUT"), loaded.hash)
        assert str(folder) in raised.value.reason
        assert raised.value.hint
        assert on_disk(folder) == before
        assert session.tree[a].label == "GET"


async def test_a_folder_without_a_file_can_be_edited(tmp_path):
    async with a_session(tmp_path / "home") as session:
        folder = await opened(session, tmp_path)
        pets = by_name(session, "pets")
        loaded = await session.load(pets)
        assert (loaded.value.name, loaded.hash) == ("pets", "")
        await session.save(pets, replace(loaded.value, name="Pets"), loaded.hash)
        assert b"name: Pets" in (folder / "pets" / "folder.yml").read_bytes()
        assert session.tree[pets].name == "Pets"


async def test_A17_a_broken_file_says_where_and_opens_as_text_and_can_be_put_right(tmp_path):
    async with a_session(tmp_path / "home") as session:
        folder = await opened(session, tmp_path, bad="info:\n  name: [\n")
        bad = by_name(session, "bad")
        with pytest.raises(BrokenFileError) as raised:
            await session.load(bad)
        assert raised.value.path == str(folder / "bad.yml")
        assert raised.value.line
        text, hash_ = await session.load_text(bad)
        assert text == "info:\n  name: [\n"
        await session.save_text(bad, request_text("Good"), hash_)
        assert (session.tree[bad].kind, session.tree[bad].name) == (ItemKind.REQUEST, "Good")
        text, hash_ = await session.load_text(bad)
        await session.save_text(bad, "info: [", hash_)
        assert session.tree[bad].kind is ItemKind.BROKEN


async def test_A11_an_unknown_kind_is_kept_byte_for_byte(tmp_path):
    text = "info:\n  name: Ticker\n  type: teleport\nteleport:\n  to: [1,   2]\n"
    async with a_session(tmp_path / "home") as session:
        folder = await opened(session, tmp_path, a=text)
        item = by_name(session, "Ticker")
        assert session.tree[item].kind is ItemKind.OPAQUE
        loaded = await session.load(item)
        await session.save(item, loaded.value, loaded.hash)
        assert (folder / "a.yml").read_text() == text
        await session.rename(item, "Beamer")
        assert (folder / "beamer.yml").read_text() == text.replace("Ticker", "Beamer")


async def test_a_change_from_outside_is_seen_when_an_item_is_looked_at_again(tmp_path):
    async with a_session(tmp_path / "home") as session:
        folder = await opened(session, tmp_path)
        a = by_name(session, "A")
        await session.load(a)
        assert await session.refresh([a]) == ()
        (folder / "a.yml").write_text(request_text("A", method="DELETE"))
        heard = []
        session.changed.listen(lambda change, _source: heard.append((change.kind, change.items)))
        assert await session.refresh([a]) == (a,)
        assert ("file", (a,)) in heard
        assert session.tree[a].label == "DELETE"
        assert await session.refresh([a]) == ()


async def test_what_bruno_dropped_from_a_file_is_told_and_offered_back(tmp_path):
    text = request_text("A") + "\nextensions:\n  curlew:\n    verifyTls: false\n    note: mine\n"
    async with a_session(tmp_path / "home") as session:
        folder = await opened(session, tmp_path, a=text)
        a = by_name(session, "A")
        loaded = await session.load(a)
        (folder / "a.yml").write_text(request_text("A", method="PUT"))
        await session.refresh([a])
        message = session.said[-1]
        assert "note" in message.reason
        message.act()
        back = (await session.load(a)).value
        assert back == replace(loaded.value, method="PUT")


async def test_an_item_of_another_workspace_is_refused_in_words(tmp_path):
    async with a_session(tmp_path / "home") as session:
        with pytest.raises(UsageError):
            await session.load(4711)
        with pytest.raises(UsageError):
            await session.save(4711, Request(), "")
