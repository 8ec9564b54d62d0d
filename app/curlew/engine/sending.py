"""Sending from the workspace: what surrounds a request there, the send itself, and its place in the history."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from curlew.engine.desk import Desk
from curlew.engine.environments import Environments
from curlew.engine.fresh import Fresh
from curlew.engine.secrets import PROGRAM
from curlew.engine.trusted import Trusted
from curlew.engine.workspace_settings import WorkspaceSettings
from curlew.errors import CurlewError
from curlew.model.inherit import Above, Surroundings
from curlew.model.request import Collection, Defaults, Folder, Request
from curlew.model.rows import Extra
from curlew.model.template import Layer
from curlew.model.tree import ROOT, Item, ItemKind
from curlew.model.variables import Variable
from curlew.storage import jsonfile
from curlew.storage.history import History
from curlew.storage.itemfile import decode, file_of, parse, read_bytes
from curlew.storage.settings import SettingsStore
from curlew.text import _

if TYPE_CHECKING:  # loaded by `warm_up`, or by the first send if that is earlier: 30 ms that the window need not wait for
    from curlew.engine.cookies import Cookies
    from curlew.engine.filling import Filled
    from curlew.engine.looking import Look
    from curlew.engine.send import Sender, SendJob
    from curlew.engine.tokens import Tokens
    from curlew.model.control import Control
    from curlew.model.exchange import Exchange
    from curlew.model.prepared import SendSettings
    from curlew.model.sendevent import SendEvent

_HOLDERS = (ItemKind.FOLDER, ItemKind.COLLECTION)

FETCH_S = 15.0
"""How long something that a page shows is waited for."""

PROXY_SECRET = (PROGRAM, "proxy.password")
"""Where the password of the program's own proxy is kept."""


class Sending:
    """One sender with its connections for the whole session."""

    def __init__(self, desk: Desk, environments: Environments, settings: SettingsStore, history: History, trusted: Trusted) -> None:
        self._desk = desk
        self._environments = environments
        self._settings = settings
        self._history = history
        self._trusted = trusted
        self._sender: Sender | None = None
        self._runtime: dict[str, str] = {}
        self._spool = desk.profile.state / "spool"
        self._allowed_file = desk.profile.state / "allowed-files.json"
        self._allowed: frozenset[Path] = frozenset()
        self._workspace = WorkspaceSettings()
        self._fresh: Fresh[Above | None] = Fresh(desk)
        self._settled: SendSettings | None = None
        settings.changed.listen(self._unsettle)
        desk.secrets.changed.listen(self._unsettle)
        trusted.changed.listen(self._unsettle)
        desk.changed.listen(lambda change, source: self._unsettle(change, source) if change.kind == "workspace" else None)
        self.open_browser: Callable[[str], Awaitable[None]] | None = None

    @cached_property
    def cookies(self) -> Cookies:
        from curlew.engine.cookies import Cookies

        return Cookies(self._desk, self._environments.active)

    @cached_property
    def tokens(self) -> Tokens:
        from curlew.engine.tokens import Tokens

        return Tokens(self._desk.secrets)

    def load(self) -> None:
        """Read which files outside their collections may be sent from this machine; drop bodies that a crash left behind."""
        shutil.rmtree(self._spool, ignore_errors=True)
        noted = jsonfile.read_mapping(self._allowed_file, [])
        self._allowed = frozenset(Path(path) for path in noted.get("files", ()) if isinstance(path, str))

    def set_runtime(self, name: str, value: str | None) -> None:
        """Give a variable a value for this run, above all others; None takes it away."""
        self._runtime = {key: held for key, held in self._runtime.items() if key != name} | ({} if value is None else {name: value})

    def allow_file(self, path: Path) -> None:
        """Note that the user picked a file to be sent, wherever it lies."""
        self._allowed |= {path.absolute()}
        noted = {"files": sorted(str(allowed) for allowed in self._allowed)}
        self._desk.disk.later(lambda: jsonfile.write_json(self._allowed_file, noted))

    async def surroundings(self, item_id: int | None, environment: str | None = None) -> Surroundings:
        """Return what stands above an item, as the disk has it, with the active environments.

        environment: another one in the place of the collection's (of the workspace's where there is no collection), empty for none.
        """
        desk = self._desk
        runtime = (Layer("runtime", _("This run"), tuple(Variable(name, value) for name, value in self._runtime.items())),)
        known = item_id is not None and item_id in desk.tree
        holders = [item for item in desk.tree.ancestors(item_id) if item.kind in _HOLDERS] if known and item_id is not None else []
        above, gives = await self._looked_up(desk.folder, holders)
        collection = self._collection_of(item_id)
        workspace = await self._environments.settled(ROOT, environment if collection is None else None)
        own = await self._environments.settled(collection.id, environment) if collection else None
        return Surroundings(above, own, workspace, runtime if self._runtime else (), gives)

    async def send(
        self,
        request: Request,
        item_id: int | None,
        listen: Callable[[SendEvent], None] | None,
        control: Control | None = None,
        place: str = "",
        environment: str | None = None,
    ) -> Exchange:
        from curlew.model.sendevent import unheard

        emit = listen or unheard
        try:
            job = await self.job(request, item_id, control, place, environment)
        except asyncio.CancelledError:
            return _ended_before(emit)
        collection = self._collection_of(item_id)
        exchange = await self.sender.send(job, emit)
        if not exchange.hops:  # it failed before it was known which secrets go in: the error may hold any
            places = self._environments.secrets_of(job.around, request, collection.id if collection else None, item_id)
            reachable = filter(None, (self._desk.secrets.get(*place) for place in places))
            exchange = replace(exchange, secrets=(*exchange.secrets, *job.options.secrets, *reachable))
        whole = job.request if request.auth is not None and request.auth.kind != "inherit" else request  # it masks what was put in
        self._remember(whole, exchange, item_id, collection, job.around)
        return exchange

    async def job(
        self, request: Request, item_id: int | None, control: Control | None = None, place: str = "", environment: str | None = None
    ) -> SendJob:
        """Return a request with all that belongs to its send here."""
        from curlew.engine.fallbacks import picked_files
        from curlew.engine.send import SendJob, SendOptions
        from curlew.model.control import Control

        collection = self._collection_of(item_id)
        owner = collection.id if collection else None
        around = await self.surroundings(item_id, environment)
        cookies = await self.cookies.access(around)
        whole, note = await self._filled(request, around, owner, item_id, self._place_of(place, item_id), environment)
        fallbacks = self._fallbacks()
        return SendJob(
            whole.request,
            whole.around,
            lambda layer, name: self._environments.secret_of_layer(layer, name, owner, item_id),
            collection.path if collection else None,
            self._allowed | picked_files(fallbacks),
            SendOptions(fallbacks, (note,) if note else (), whole.secrets),
            control or Control(),
            cookies,
            self.tokens.within(str(collection.path) if collection else ""),
            self.open_browser,
        )

    async def _looked_up(self, folder: Path, holders: list[Item]) -> tuple[tuple[Above, ...], Above | None]:
        """Return what folders and the collection give, read from the disk now, and what the workspace does."""
        if not holders:
            return (), await self._fresh.get(folder, lambda: self._workspace.above(folder))
        return await self._desk.disk.run(lambda: (tuple(_above(item) for item in holders), self._workspace.above(folder)))

    def _collection_of(self, item_id: int | None) -> Item | None:
        return self._desk.tree.collection_of(item_id) if item_id is not None and item_id in self._desk.tree else None

    async def look(self, request: Request, item_id: int | None, around: Surroundings, place: str = "") -> Look:
        """Return what is known of a request before it is sent: added headers, the URL's outcome, faults."""
        from curlew.engine.dynamic import dynamic_value
        from curlew.engine.filling import filled
        from curlew.engine.looking import cookies_for, look_at
        from curlew.model.inherit import scope_for

        desk, environments = self._desk, self._environments
        collection = desk.tree.collection_of(item_id) if item_id is not None and item_id in desk.tree else None
        owner = collection.id if collection else None
        jar = await self.cookies.access(around)
        whole = filled(request, around, self._place_of(place, item_id), environments.place_of, desk.secrets.get)
        scope = scope_for(
            whole.request, whole.around, lambda layer, name: environments.secret_of_layer(layer, name, owner, item_id), dynamic_value
        )
        cookies, fallbacks = cookies_for(whole.request, scope, jar), self._fallbacks()
        return await asyncio.to_thread(look_at, whole.request, whole.around, scope, fallbacks, cookies)

    def _place_of(self, place: str, item_id: int | None) -> str:
        """Return where to look for a request's secrets: a request of the history has those of the item that it was sent from."""
        return place if place and self._desk.secrets.knows(place) else self.secret_place(item_id)

    def secret_place(self, item_id: int | None) -> str:
        """Return the place of an item's secrets, empty for a request without a file."""
        return "" if item_id is None else self._environments.place_of(item_id)

    @property
    def sender(self) -> Sender:
        if self._sender is None:
            from curlew.engine.send import Sender

            self._sender = Sender(self._spool)
        return self._sender

    async def fetch(self, url: str, limit: int) -> bytes:
        from curlew.engine.send import SendJob, SendOptions
        from curlew.model.request import Request

        options = SendOptions(replace(self._fallbacks(), max_body=limit, timeout_s=FETCH_S, client_certificates=()))
        exchange = await self.sender.send(SendJob(Request(url=url), options=options))
        response = exchange.response
        if response is None or exchange.error is not None or response.status != 200 or response.body.size > limit:
            return b""
        return await asyncio.to_thread(response.body.read)

    async def warm_up(self) -> None:
        """Load what the first send needs, off the loop's thread, and say where what is made of bodies is kept."""
        await asyncio.to_thread(_load_modules)
        from curlew.preview.buffer import keep_in

        keep_in(self._spool)
        await self.sender.warm_up()

    async def _filled(
        self, request: Request, around: Surroundings, owner: int | None, item_id: int | None, place: str, environment: str | None
    ) -> tuple[Filled, str]:
        """Return what is sent, with the secrets that no file holds, and a note on those that the keyring did not give."""
        from curlew.engine.fallbacks import secrets_named
        from curlew.engine.filling import filled, wanted_places

        secrets, place_of = self._desk.secrets, self._environments.place_of
        at = self._environments.active_places(owner, environment)
        wanted = self._environments.secrets_of(around, request, owner, item_id) | wanted_places(request, around, place, place_of, at)
        unread = await secrets.ready((*wanted, *((PROGRAM, field) for field in secrets_named(self._settings))))
        note = _("The keyring did not give a secret value in time; it was left empty.") if unread else ""
        return filled(request, around, place, place_of, secrets.get, at), note

    def _fallbacks(self) -> SendSettings:
        if self._settled is None:
            from curlew.engine.fallbacks import fallbacks_from

            found = fallbacks_from(self._settings, lambda field: self._desk.secrets.get(PROGRAM, field))
            self._settled = replace(found, pinned=self._trusted.pins())
        return self._settled

    def _unsettle(self, _change: object, _source: object) -> None:
        """Settle anew what the program says: its settings, a secret value or a trusted certificate changed, or all were read."""
        self._settled = None

    def _remember(self, request: Request, exchange: Exchange, item_id: int | None, collection: Item | None, around: Surroundings) -> None:
        from curlew.engine.remembering import entry_of, kept_of

        path = str(self._desk.tree[item_id].path) if item_id is not None and item_id in self._desk.tree else ""
        under = around.environment or (around.workspace if collection is None else None)
        environment = under.name if under else ""
        entry = entry_of(request, exchange, path, collection.name if collection else "", environment)
        self._history.add(entry, kept_of(request, exchange))
        self._desk.announce("history")

    def forget_bodies(self) -> None:
        """In the disk's thread, at the end, when the history has what it keeps: drop the bodies of this run."""
        shutil.rmtree(self._spool, ignore_errors=True)

    async def close(self) -> None:
        if self._sender is not None:
            await self._sender.close()


def _load_modules() -> None:
    import curlew.engine.cookies
    import curlew.engine.remembering
    import curlew.engine.send
    import curlew.net.auth.oauth.flow
    import curlew.preview.buffer  # noqa: F401


def _ended_before(emit: Callable[[SendEvent], None]) -> Exchange:
    """Return what a send is that was cancelled before anything was sent; the cancel is dealt with by that."""
    from curlew.model.exchange import Exchange, SendError
    from curlew.model.sendevent import Done

    task = asyncio.current_task()
    if task is not None:
        task.uncancel()
    exchange = Exchange((), SendError("cancelled", _("The send was cancelled"), _("You ended it.")), started=time.time())
    emit(Done(0.0, exchange))
    return exchange


def _above(item: Item) -> Above:
    """In the disk's thread: what a folder or collection gives; nothing where its file is missing or broken (the tree says so)."""
    defaults = Defaults()
    config: Extra = {}
    try:
        file = file_of(item.kind, item.path)
        data = read_bytes(file)
        value = parse(file, decode(file, data)) if data is not None else None
        if isinstance(value, (Folder, Collection)):
            defaults = value.defaults
        if isinstance(value, Collection):
            config = value.config
    except CurlewError:
        pass
    return Above("folder" if item.kind is ItemKind.FOLDER else "collection", item.name, item.id, defaults, config)
