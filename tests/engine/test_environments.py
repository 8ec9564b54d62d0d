import pytest

from curlew.errors import ConflictError, UsageError
from curlew.model.tree import ROOT
from curlew.model.variables import Environment, Variable
from helpers.workspaces import a_collection, a_session, by_name, on_disk, request_text, write_tree

DEV = "name: dev\nvariables:\n  - name: host\n    value: localhost\n  - secret: true\n    name: key\n"


async def opened(session, tmp_path, **environments):
    folder = a_collection(tmp_path / "api", "API", a=request_text("A"))
    write_tree(folder, {"environments": {f"{name}.yml": text for name, text in (environments or {"dev": DEV}).items()}})
    return folder, await session.open_path(folder)


async def test_environments_are_added_saved_and_removed(tmp_path):
    async with a_session(tmp_path / "home") as session:
        folder, owner = await opened(session, tmp_path)
        heard = []
        session.changed.listen(lambda change, source: heard.append((change.kind, change.items, source)))
        made = await session.add_environment(owner, Environment("Büro 1", variables=(Variable("a", "1"),)), "me")
        assert made.path == folder / "environments" / "buro-1.yml"
        assert ("environments", (owner,), "me") in heard
        saved = await session.save_environment(owner, made, Environment("Büro 1", variables=(Variable("a", "2"),)))
        assert saved.value.variables[0].value == "2"
        assert [file.name for file in session.environments(owner)] == ["Büro 1", "dev"]
        await session.remove_environment(owner, saved)
        assert not made.path.exists()
        assert await session.undo() == "Delete Büro 1"
        assert session.environments(owner)[0] == saved
        await session.redo()
        assert [file.name for file in session.environments(owner)] == ["dev"]


async def test_a_name_in_use_or_empty_is_refused(tmp_path):
    async with a_session(tmp_path / "home") as session:
        folder, owner = await opened(session, tmp_path)
        before = on_disk(folder)
        for name in ("dev", " "):
            with pytest.raises(UsageError):
                await session.add_environment(owner, Environment(name))
        assert on_disk(folder) == before


async def test_B11_an_environment_changed_outside_is_not_overwritten(tmp_path):
    async with a_session(tmp_path / "home") as session:
        folder, owner = await opened(session, tmp_path)
        (file,) = session.environments(owner)
        (folder / "environments" / "dev.yml").write_text("name: dev\n")
        with pytest.raises(ConflictError):
            await session.save_environment(owner, file, Environment("dev", variables=(Variable("a", "1"),)))
        assert (folder / "environments" / "dev.yml").read_text() == "name: dev\n"


async def test_the_active_one_is_remembered_outside_the_collection_and_follows_its_new_name(tmp_path):
    async with a_session(tmp_path / "home") as session:
        folder, owner = await opened(session, tmp_path)
        before = on_disk(folder)
        session.set_active_environment(owner, "dev")
        assert on_disk(folder) == before
    async with a_session(tmp_path / "home") as session:
        owner = session.tree.child_ids(ROOT)[0]
        assert session.active_environment(owner) == "dev"
        (file,) = session.environments(owner)
        await session.save_environment(owner, file, Environment("stage"))
        assert session.active_environment(owner) == "stage"
        await session.remove_environment(owner, session.environments(owner)[0])
        assert session.active_environment(owner) == ""


async def test_workspace_wide_environments_belong_to_the_workspace(tmp_path):
    async with a_session(tmp_path / "home") as session:
        made = await session.add_environment(ROOT, Environment("global", variables=(Variable("g", "1"),)))
        assert made.path.parent == session.folder / "environments"
        session.set_active_environment(ROOT, "global")
        around = await session.surroundings(None)
        assert around.workspace.variables[0].value == "1"
        assert around.environment is None


async def test_I01_a_secret_value_stays_in_memory(tmp_path):
    async with a_session(tmp_path / "home") as session:
        _, owner = await opened(session, tmp_path)
        session.set_active_environment(owner, "dev")
        session.set_secret_value(owner, "dev", "key", "hunter2-canary")
        assert session.secret_value(owner, "dev", "key") == "hunter2-canary"
        (file,) = session.environments(owner)
        await session.save_environment(owner, file, Environment("dev", variables=(Variable("key", "hunter2-canary", secret=True),)))
    assert not any(b"hunter2-canary" in data for data in on_disk(tmp_path).values())
    async with a_session(tmp_path / "home") as session:
        assert session.secret_value(session.tree.child_ids(ROOT)[0], "dev", "key") is None


async def test_an_environment_extends_others_and_a_circle_ends(tmp_path):
    base = "name: base\nextends: dev\nvariables:\n  - name: host\n    value: b\n  - name: port\n    value: '1'\n"
    dev = "name: dev\nextends: base\nvariables:\n  - name: host\n    value: d\n"
    async with a_session(tmp_path / "home") as session:
        _, owner = await opened(session, tmp_path, base=base, dev=dev)
        session.set_active_environment(owner, "dev")
        from curlew.model.inherit import scope_for

        scope = scope_for(None, await session.surroundings(by_name(session, "A")))
        assert (scope.value("host").value, scope.value("port").value) == ("d", "1")


@pytest.mark.parametrize(
    ("place", "wanted"), [(".env", "inside"), ("sub/../.env", "inside"), ("../.env", None), ("/etc/hostname", None), ("link.env", None)]
)
async def test_a_dotenv_file_is_read_only_inside_the_collection(tmp_path, place, wanted):
    from curlew.model.inherit import scope_for

    (tmp_path / ".env").write_text("NAME=outside\n")
    async with a_session(tmp_path / "home") as session:
        folder, owner = await opened(session, tmp_path, dev=f"name: dev\ndotEnvFilePath: {place}\nvariables: []\n")
        write_tree(folder, {".env": "NAME=inside\n", "sub": {}})
        (folder / "link.env").symlink_to(tmp_path / ".env")
        session.set_active_environment(owner, "dev")
        assert scope_for(None, await session.surroundings(by_name(session, "A"))).value("NAME").value == wanted
