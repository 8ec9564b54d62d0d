"""Cookies: rules and disk joined. A jar for each workspace and environment, so that what one logs in to does not reach another."""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from curlew.engine.desk import Desk
from curlew.engine.messages import Message
from curlew.errors import CurlewError, UsageError
from curlew.model.cookies_checks import RefusedError
from curlew.model.cookies_jar import Jar, Key
from curlew.model.cookies_rules import LONGEST_LIFE_S, Cookie, readable
from curlew.model.exchange import CookieNote
from curlew.model.inherit import Surroundings
from curlew.model.tree import ROOT
from curlew.storage.cookies import JarFile, environments_with_jars, jar_path, lasting, read_jar, write_jar
from curlew.storage.public_suffix import suffix_rules
from curlew.text import _

_SET_COOKIE = b"set-cookie"


class JarAccess:
    """What a send sees of a jar (`net.access.CookieAccess`). changed: called after something was stored or removed."""

    def __init__(self, jar: Jar, changed: Callable[[], None] = lambda: None, clock: Callable[[], float] = time.time) -> None:
        self._jar = jar
        self._changed = changed
        self.now = clock
        self.off = False

    def header(self, url: str) -> str:
        return "" if self.off else self._jar.header(url, self.now())

    def take(self, url: str, headers: tuple[tuple[bytes, bytes], ...]) -> tuple[CookieNote, ...]:
        said = [value for name, value in headers if len(name) == 10 and name.lower() == _SET_COOKIE]
        if not said:
            return ()
        if self.off:
            return tuple(_while_off(value) for value in said)
        before = self._jar.revision
        notes = tuple(self._jar.store(value, url, self.now()) for value in said)
        if self._jar.revision != before:
            self._changed()
        return notes


def _while_off(header: bytes) -> CookieNote:
    name, equals, _rest = header.partition(b";")[0].decode("utf-8", "surrogateescape").partition("=")
    return CookieNote(readable(name.strip()) if equals else "", "refused", _("The cookie jar is switched off."))


@dataclass(slots=True)
class _Held:
    """A jar in memory. wanted: what its file should hold; queued: whether writing that is under way."""

    workspace: Path
    environment: str
    file: Path
    jar: Jar
    access: JarAccess
    wanted: JarFile
    queued: bool = False


class Cookies:
    """The jars of a session. To be used on the loop's thread.

    `environment` names a jar: empty where none is active, the name of an environment of the workspace, or a collection's folder and the
    name of its environment (`jar_of`): two collections' `Local` are not the same, and cookies do not even tell ports apart.
    """

    def __init__(self, desk: Desk, active: Callable[[int], str]) -> None:
        """active: the active environment's name by its owner, a collection's item id or ROOT."""
        self._desk = desk
        self._active = active
        self._folder = desk.profile.state / "cookies"
        self._jars: dict[tuple[Path, str], _Held] = {}

    # --- which jar ---

    def environment_of(self, item_id: int | None) -> str:
        """Return the environment whose jar a request at this place uses: its collection's active one, else the workspace's."""
        tree = self._desk.tree
        collection = tree.collection_of(item_id) if item_id is not None and item_id in tree else None
        own = self._active(collection.id) if collection is not None else ""
        return self.jar_of(collection.id, own) if collection is not None and own else self._active(ROOT)

    def jar_of(self, owner: int, name: str) -> str:
        """Return what names the jar of an environment. owner: as for `Session.environments`."""
        if owner == ROOT or owner not in self._desk.tree:
            return name
        path = self._desk.tree[owner].path
        inside = path.is_relative_to(self._desk.folder)
        return f"{path.relative_to(self._desk.folder).as_posix() if inside else path} / {name}"

    def title_of(self, environment: str) -> str:
        """Return how people know a jar."""
        for owner, files in self._desk.environments.items():
            for file in files:
                if owner != ROOT and owner in self._desk.tree and self.jar_of(owner, file.name) == environment:
                    return f"{self._desk.tree[owner].name} / {file.name}"
        return environment or _("No environment")

    async def environments(self) -> tuple[str, ...]:
        """Return the environments of the open workspace that have a jar or could have one; the first is empty, for none."""
        folder, workspace = self._folder, self._desk.folder
        on_disk = await self._desk.disk.run(lambda: environments_with_jars(folder, workspace))
        known = {self.jar_of(owner, file.name) for owner, files in self._desk.environments.items() for file in files}
        held = {environment for (path, environment), held in self._jars.items() if path == workspace and len(held.jar)}
        return ("", *sorted({*known, *on_disk, *held} - {""}, key=str.casefold))

    def file_of(self, environment: str) -> Path:
        """Return the file that keeps a jar."""
        return jar_path(self._folder, self._desk.folder, environment)

    # --- for sends ---

    async def access(self, around: Surroundings) -> JarAccess:
        """Return the jar of a request's surroundings."""
        collection = around.above[-1].item_id if around.above else None
        if around.environment is not None and collection is not None:
            return (await self._held(self.jar_of(collection, around.environment.name))).access
        place = around.environment or around.workspace
        return (await self._held(place.name if place else "")).access

    # --- for people ---

    async def all(self, environment: str) -> tuple[Cookie, ...]:
        """Return a jar's cookies by domain, those that are over included."""
        return tuple((await self._held(environment)).jar)

    async def for_url(self, environment: str, url: str) -> tuple[Cookie, ...]:
        """Return the cookies that would go with a request, in their order."""
        return tuple((await self._held(environment)).jar.for_url(url, time.time()))

    async def put(self, environment: str, cookie: Cookie, former: Key | None = None, source: object = None) -> Cookie:
        """Store a cookie that a person typed, in place of `former`; return it as kept. Raises UsageError naming the rule it breaks."""
        held = await self._held(environment)
        ends = None if cookie.expires is None else min(cookie.expires, time.time() + LONGEST_LIFE_S)
        cookie = replace(cookie, domain=_canonical(cookie.domain), expires=ends)
        try:
            held.jar.put(cookie, time.time(), former)
        except RefusedError as error:
            raise UsageError(_("This cookie cannot be kept"), error.reason) from error
        self._changed(held, source)
        return held.jar.get(cookie.key) or cookie

    async def remove(self, environment: str, keys: Iterable[Key], source: object = None) -> tuple[Cookie, ...]:
        """Take cookies out of a jar and return them, for `restore`."""
        held = await self._held(environment)
        gone = tuple(cookie for key in keys if (cookie := held.jar.remove(key)) is not None)
        self._changed(held, source)
        return gone

    async def rename(self, owner: int, former: str, name: str) -> None:
        """Let the cookies follow an environment that got another name."""
        old, new = self.jar_of(owner, former), self.jar_of(owner, name)
        gone = await self.remove(old, [cookie.key for cookie in await self.all(old)])
        if gone:
            await self.restore(new, gone)

    async def restore(self, environment: str, cookies: Iterable[Cookie], source: object = None) -> None:
        """Put cookies back that were taken out."""
        held = await self._held(environment)
        for cookie in cookies:
            held.jar.take_in(cookie, time.time())
        self._changed(held, source)

    async def admit(self, environment: str, cookies: Iterable[Cookie], source: object = None) -> list[tuple[Cookie, str]]:
        """Store cookies of a file; return those that were refused, each with the reason."""
        held = await self._held(environment)
        refused = held.jar.admit(cookies, time.time())
        self._changed(held, source)
        return refused

    async def is_off(self, environment: str) -> bool:
        return (await self._held(environment)).access.off

    async def set_off(self, environment: str, off: bool, source: object = None) -> None:
        """Switch a jar off (nothing is sent from it and nothing stored) or on again; what it holds stays."""
        held = await self._held(environment)
        held.access.off = off
        self._changed(held, source)

    # --- inner workings ---

    async def _held(self, environment: str) -> _Held:
        key = (self._desk.folder, environment)
        if key not in self._jars:
            problems: list[str] = []
            file = jar_path(self._folder, *key)
            read = await self._desk.disk.run(partial(_read, file, problems))
            if key not in self._jars:
                self._jars[key] = self._made(*key, file, read)
                for problem in problems:
                    self._desk.messages.post(Message("warning", _("A cookie jar could not be read whole"), problem))
        return self._jars[key]

    def _made(self, workspace: Path, environment: str, file: Path, read: JarFile) -> _Held:
        jar = Jar(read.cookies, suffix_rules)
        access = JarAccess(jar, lambda: self._changed(self._jars[workspace, environment], None))
        access.off = read.off
        return _Held(workspace, environment, file, jar, access, read)

    def _changed(self, held: _Held, source: object) -> None:
        self._desk.announce("cookies", (), source)
        wanted = JarFile(held.environment, lasting(held.jar, time.time()), held.access.off)
        if wanted == held.wanted:
            return
        held.wanted = wanted
        if not held.queued:
            held.queued = True
            self._desk.disk.later(lambda: _write(held))


def _read(file: Path, problems: list[str]) -> JarFile:
    """In the disk's thread: read a jar, and the public suffix list, so that no cookie waits for it on the loop's."""
    suffix_rules()
    return read_jar(file, problems)


def _write(held: _Held) -> None:
    """In the disk's thread: write what is wanted now; what is wanted from here on queues a write of its own."""
    held.queued = False
    write_jar(held.file, held.wanted)


def _canonical(domain: str) -> str:
    """Return a typed domain as requests name it: lower case, punycode, without the dot of old. Raises UsageError."""
    from curlew.net import address

    typed = domain.strip().removeprefix(".").strip("[]")
    if not typed:
        return ""
    if any(mark in typed for mark in "/?#@") or (":" in typed and not _is_ipv6(typed)):
        raise UsageError(_("This cookie cannot be kept"), _("The domain is a host name only, without scheme, port and path."))
    try:
        return address.parse(f"http://[{typed}]/" if ":" in typed else f"http://{typed}/").host.lower()
    except CurlewError as error:
        raise UsageError(_("This cookie cannot be kept"), f"{error.title}. {error.reason}".strip()) from error


def _is_ipv6(text: str) -> bool:
    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return True
