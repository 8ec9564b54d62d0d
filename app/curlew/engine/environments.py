"""Environments: their files, which one is active, and the values of secret variables, which no file holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from curlew.engine.desk import Desk, Step
from curlew.errors import CurlewError, UsageError
from curlew.formats.dotenv import parse_dotenv
from curlew.model.environment_file import EnvironmentFile
from curlew.model.extending import extended
from curlew.model.inherit import Surroundings, scope_for
from curlew.model.request import Request
from curlew.model.template import Layer
from curlew.model.tree import ROOT
from curlew.model.variables import Environment, Variable
from curlew.storage import atomic, jsonfile, names
from curlew.storage.environments import read_environment, read_environments
from curlew.storage.itemfile import read_bytes
from curlew.storage.listing import ENVIRONMENTS
from curlew.storage.opencollection import codec
from curlew.text import _

LARGEST_DOTENV = 1024 * 1024


class Environments:
    """`owner` is a collection's item id, or ROOT for the workspace's own."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._file = desk.profile.state / "environments.json"
        self._active: dict[str, str] = {}

    def load(self) -> None:
        """Read which environments were active (before the loop's work begins)."""
        problems: list[str] = []
        noted = jsonfile.read_mapping(self._file, problems)
        self._active = {place: name for place, name in noted.items() if isinstance(name, str)}

    def of(self, owner: int) -> tuple[EnvironmentFile, ...]:
        return self._desk.environments.get(owner, ())

    def _folder(self, owner: int) -> Path:
        return self._desk.folder if owner == ROOT else self._desk.item(owner).path

    # --- files ---

    async def save(self, owner: int, file: EnvironmentFile, value: Environment, source: object) -> EnvironmentFile:
        """Write an environment if its file is as it was read. A new name goes into the file; the file keeps its own."""
        desk = self._desk
        _check_name(value.name)
        async with desk.changing:
            if value.name != file.name:
                self._check_free(owner, value.name, file)
            written = await desk.disk.run(lambda: _write(file, value))
            if value.name != file.name and self.active(owner) == file.name:
                self.set_active(owner, value.name, source)
            await self._again(owner, source)
            return written

    async def add(self, owner: int, value: Environment, source: object) -> EnvironmentFile:
        desk = self._desk
        _check_name(value.name)
        async with desk.changing:
            self._check_free(owner, value.name)
            folder = self._folder(owner) / ENVIRONMENTS

            def make() -> EnvironmentFile:
                path = names.environment_path(_made_folder(folder), value.name)
                text = codec.render_environment(replace(value, named_in_file=True), None)
                atomic.save(path, text.encode("utf-8"), None)
                return read_environment(path)

            made = await desk.disk.run(make)
            await self._again(owner, source)
            return made

    async def remove(self, owner: int, file: EnvironmentFile, source: object) -> None:
        """Move an environment to the trash; the workspace's undo brings it back."""
        from curlew.storage.changes import ToTrash, carry_out

        desk = self._desk
        async with desk.changing:
            changes = [ToTrash(file.path, desk.trash)]
            inverse = await desk.disk.run(lambda: carry_out(changes))
            desk.follow(changes)
            desk.steps.push(Step(_("Delete {name}").format(name=file.name), inverse, (), (owner,)))
            if self.active(owner) == file.name:
                self.set_active(owner, "", source)
            await self._again(owner, source)
            desk.announce("undo", (), source)

    async def read_again(self, owner: int, source: object = None) -> None:
        """Read an owner's environments from the disk."""
        async with self._desk.changing:
            await self._again(owner, source)

    async def _again(self, owner: int, source: object) -> None:
        folder = self._folder(owner)
        self._desk.environments[owner] = await self._desk.disk.run(lambda: read_environments(folder))
        self._desk.announce("environments", (owner,), source)

    def _check_free(self, owner: int, name: str, but: EnvironmentFile | None = None) -> None:
        if any(file.name == name for file in self.of(owner) if but is None or file.path != but.path):
            raise UsageError(_("There is already an environment named {name}").format(name=name))

    # --- the active one ---

    def active(self, owner: int) -> str:
        """Return the active environment's name, empty for none (also where it is gone)."""
        name = self._active.get(str(self._folder(owner)), "")
        return name if any(file.name == name for file in self.of(owner)) else ""

    def set_active(self, owner: int, name: str, source: object) -> None:
        if name == self._active.get(str(self._folder(owner)), ""):
            return
        self._active[str(self._folder(owner))] = name
        kept = {place: active for place, active in self._active.items() if active}
        self._desk.disk.later(lambda: jsonfile.write_json(self._file, kept))
        self._desk.announce("active-environment", (owner,), source)

    async def settled(self, owner: int, environment: str | None = None) -> Environment | None:
        """Return an environment (None: the active one) with what it extends and its .env file, inner values first; None without one."""
        name = self.active(owner) if environment is None else environment
        values = [file.value for file in self.of(owner)]
        value = next((value for value in values if value.name == name), None) if name else None
        if value is None:
            return None
        folder, path = self._folder(owner), value.dotenv_path
        dotenv = await self._desk.disk.run(lambda: read_dotenv(folder, path)) if path else []
        whole = extended(value, values)
        return replace(whole, variables=(*dotenv, *whole.variables))

    # --- secrets ---

    def secret(self, owner: int, environment: str, name: str) -> str | None:
        return self._desk.secrets.get(*self._at(owner, environment, name))

    def set_secret(self, owner: int, environment: str, name: str, value: str) -> None:
        self._desk.secrets.set(*self._at(owner, environment, name), value)

    def _at(self, owner: int, environment: str, name: str) -> tuple[str, str]:
        """Return place and field of a secret variable's value."""
        if not environment:
            return self.place_of(owner), f"var.{name}"
        file = next((file for file in self.of(owner) if file.name == environment), None)
        return (str(file.path) if file is not None else f"{self._folder(owner)}#{environment}"), f"var.{name}"

    def active_places(self, collection: int | None, environment: str | None = None) -> tuple[str, str]:
        """Return where the secrets of environments are kept: of the collection's and of the workspace's active one, empty without.

        environment: the name of another one to take in the place of the collection's, or of the workspace's without a collection.
        """

        def place(owner: int | None, chosen: str | None) -> str:
            name = "" if owner is None else self.active(owner) if chosen is None else chosen
            return next((str(file.path) for file in self.of(owner) if file.name == name), "") if name and owner is not None else ""

        return place(collection, environment), place(ROOT, environment if collection is None else None)

    def place_of(self, item_id: int) -> str:
        """Return the place of an item's secrets."""
        return str(self._folder(item_id)) if item_id == ROOT or item_id in self._desk.tree else ""

    def secrets_of(self, around: Surroundings, request: Request, collection: int | None, item_id: int | None) -> set[tuple[str, str]]:
        """Return place and field of every secret variable that a request could use."""
        found: set[tuple[str, str]] = set()
        for layer in scope_for(request, around).layers:
            for variable in layer.variables:
                if variable.secret:
                    found |= self._places_of(layer, variable.name, collection, item_id)
        return found

    def _places_of(self, layer: Layer, name: str, collection: int | None, item_id: int | None) -> set[tuple[str, str]]:
        if layer.kind in ("workspace", "environment"):
            owner = ROOT if layer.kind == "workspace" else collection
            return set() if owner is None else {self._at(owner, environment, name) for environment in self._chain(owner, layer.label)}
        owner = layer.item_id if layer.item_id is not None else item_id
        return set() if owner is None else {self._at(owner, "", name)}

    def secret_of_layer(self, layer: Layer, name: str, collection: int | None, item_id: int | None) -> str | None:
        """Return the value entered for a secret variable of a layer of variables, None if none was."""
        if layer.kind == "workspace":
            return self._secret_in(ROOT, layer.label, name)
        if layer.kind == "environment" and collection is not None:
            return self._secret_in(collection, layer.label, name)
        owner = layer.item_id if layer.item_id is not None else item_id
        return None if owner is None else self.secret(owner, "", name)

    def _secret_in(self, owner: int, environment: str, name: str) -> str | None:
        """Look in the environment, then in those that it extends."""
        values = (self.secret(owner, one, name) for one in self._chain(owner, environment))
        return next((value for value in values if value is not None), None)

    def _chain(self, owner: int, environment: str) -> list[str]:
        extends: Mapping[str, str] = {file.name: file.value.extends for file in self.of(owner)}
        seen: list[str] = []
        while environment and environment not in seen:
            seen.append(environment)
            environment = extends.get(environment, "")
        return seen


def _check_name(name: str) -> None:
    if not name.strip():
        raise UsageError(_("An environment needs a name"))


def _made_folder(folder: Path) -> Path:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise atomic.storage_error(error, _("Could not make the folder {name}").format(name=folder.name), folder) from error
    return folder


def _write(file: EnvironmentFile, value: Environment) -> EnvironmentFile:
    """In the disk's thread: write a value into its file's text, if that is as it was read."""
    former = read_bytes(file.path)
    previous = codec.decode_text(former) if former is not None and atomic.content_hash(former) == file.hash else None
    named = value if value.name == file.name else replace(value, named_in_file=True)
    text = codec.render_environment(named, previous)
    atomic.save(file.path, text.encode("utf-8", "surrogatepass"), file.hash or None)
    return read_environment(file.path)


def read_dotenv(folder: Path, place: str) -> list[Variable]:
    """Read a .env file, if it lies inside the collection: opening reads nothing outside of it."""
    path = folder / place
    try:
        if not path.resolve().is_relative_to(folder.resolve()) or path.stat().st_size > LARGEST_DOTENV:
            return []
        pairs = parse_dotenv(path.read_text(encoding="utf-8", errors="replace"))
    except (OSError, CurlewError):
        return []
    return [Variable(name, value) for name, value in pairs.items()]
