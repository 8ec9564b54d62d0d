"""TCP: names looked up, addresses tried side by side, each with its reason when it fails."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

from curlew.net.blocking import in_daemon_thread
from curlew.net.errors import ConnectingError, code_of
from curlew.net.overrides import override_for
from curlew.net.pipe import Pipe, address_text
from curlew.net.reasons import connect_failure, os_reason
from curlew.net.record import Record
from curlew.text import _

Address = tuple[int, tuple[Any, ...]]
"""A family and what `socket.connect` takes."""

STAGGER_S = 0.25
"""How long one address is tried before the next one joins (RFC 8305 section 5)."""


def _loopback(port: int) -> list[Address]:
    """Return this machine's own addresses: what localhost means where nobody says so (RFC 6761 section 6.3)."""
    return [(socket.AF_INET6, ("::1", port, 0, 0)), (socket.AF_INET, ("127.0.0.1", port))]


async def resolve(host: str, port: int) -> list[Address]:
    """Return the addresses of a host in the system's order, families alternating. Raise ConnectingError in plain words."""
    name = host.encode("ascii")  # as bytes, or Python's own IDNA codec would have a say
    try:
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except OSError:
        try:
            found = await in_daemon_thread(lambda: socket.getaddrinfo(name, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            if host.lower().rstrip(".") == "localhost" or host.lower().rstrip(".").endswith(".localhost"):
                return _loopback(port)
            if "%" in host:
                raise _bad_zone(host, error) from error
            raise ConnectingError(
                "dns",
                _("The host name {host} could not be found").format(host=host),
                os_reason(error),
                _("Check the spelling, and whether this machine is on the network (or VPN) that knows the name."),
                "dns",
            ) from error
    addresses = list(dict.fromkeys((family, sockaddr) for family, _type, _proto, _name, sockaddr in found))
    first = [a for a in addresses if a[0] == addresses[0][0]]
    other = [a for a in addresses if a[0] != addresses[0][0]]
    mixed: list[Address] = []
    while first or other:
        mixed += [queue.pop(0) for queue in (first, other) if queue]
    return mixed


def _bad_zone(host: str, error: Exception) -> ConnectingError:
    title = _("The address {host} cannot be used").format(host=host)
    reason = _("This machine has no network interface “{zone}”, or the address has no place in it.").format(zone=host.partition("%")[2])
    hint = _("Only addresses that begin with fe80: need one. Leave out what stands behind %, or correct it.")
    return ConnectingError("connect", title, reason, hint, "connect", code=code_of(error))


def is_address(host: str) -> bool:
    """Return whether a host is an address already, so that no name is looked up."""
    return ":" in host or not host.rstrip(".").rpartition(".")[2].strip("0123456789")


async def connect(host: str, port: int, record: Record, ip_version: str = "auto", overrides: tuple[str, ...] = ()) -> Pipe:
    """Look the host up and connect to the first address that answers.

    ip_version: `auto`, `4` or `6`. overrides: entries `HOST:PORT:ADDRESS` that take the place of the look-up.
    """
    if not is_address(host):
        record.enter("dns", host)
    addresses = await addresses_of(host, port, record, ip_version, overrides)
    record.leave("dns")
    record.enter("connect", ", ".join(address_text(address) for _family, address in addresses))
    sock = await _first_to_answer(host, port, addresses, record)
    return await piped(sock, record)


async def addresses_of(host: str, port: int, record: Record, ip_version: str = "auto", overrides: tuple[str, ...] = ()) -> list[Address]:
    """Return where a host is to be found; raise ConnectingError if nowhere, or not over the version of IP that is asked for."""
    given = override_for(host, port, overrides) if overrides else None
    if given is None:
        found = await resolve(host, port)
    else:
        found = [address for text in given for address in await resolve(text, port)]
    wanted = {"4": socket.AF_INET, "6": socket.AF_INET6}.get(ip_version)
    kept = [address for address in found if wanted is None or address[0] == wanted]
    told = ", ".join(str(address[1][0]) for address in found)
    if not kept:
        raise ConnectingError(
            "dns",
            _("{host} has no IPv{version} address").format(host=host, version=ip_version),
            _("It has {addresses}.").format(addresses=told),
            _("Set the IP version to automatic in the request’s settings."),
            "dns",
        )
    told = ", ".join(str(address[1][0]) for address in kept)
    if not is_address(host) or given is not None:
        record.mark("dns", told if given is None else _("{addresses}, as set in the host overrides").format(addresses=told))
    return kept


async def piped(sock: socket.socket, record: Record) -> Pipe:
    """Return the pipe over a connected socket, and end the connecting phase."""
    try:
        _transport, pipe = await asyncio.get_running_loop().create_connection(lambda: Pipe(sock), sock=sock)
    except BaseException:
        sock.close()
        raise
    record.leave("connect")
    record.mark("connect", pipe.remote)
    record.remote, record.local = pipe.remote, pipe.local  # already: what fails from here on has reached somebody
    record.abort = pipe.close
    return pipe


async def connect_unix(path: str, record: Record) -> Pipe:
    """Connect to a socket file."""
    family = getattr(socket, "AF_UNIX", None)
    if family is None:
        raise _no_socket(path, _("This system has no such sockets."))
    record.enter("connect", path)
    try:
        sock = socket.socket(family, socket.SOCK_STREAM)
        sock.setblocking(False)
        try:
            await asyncio.get_running_loop().sock_connect(sock, path)
        except BaseException:
            sock.close()
            raise
    except FileNotFoundError as error:
        raise _no_socket(path, _("There is no such file.")) from error
    except (OSError, ValueError) as error:
        known = os_reason(error) if getattr(error, "errno", None) else _("It is no path that a socket can have: {why}.").format(why=error)
        raise _no_socket(path, known) from error
    pipe = await piped(sock, record)
    pipe.remote = record.remote = path
    return pipe


def _no_socket(path: str, reason: str) -> ConnectingError:
    hint = _("Is the server running, and is the path in the request’s settings right?")
    return ConnectingError("socket", _("The socket {path} could not be connected to").format(path=path), reason, hint, "connect")


async def _first_to_answer(host: str, port: int, addresses: list[Address], record: Record) -> socket.socket:
    failed: dict[str, OSError] = {}
    won: list[socket.socket] = []

    async def attempt(address: Address) -> None:
        try:
            won.append(await _connect_one(address))
        except OSError as error:
            failed[address_text(address[1])] = error
            record.mark("try", f"{address_text(address[1])}: {os_reason(error)}")

    try:
        async with asyncio.TaskGroup() as group:
            waiting, running = list(addresses), set[asyncio.Task[None]]()
            while not won and (waiting or running):
                if waiting:
                    running.add(group.create_task(attempt(waiting.pop(0))))
                patience = STAGGER_S if waiting else None
                _ended, running = await asyncio.wait(running, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
            for task in running:
                task.cancel()
    except BaseException:
        for sock in won:
            sock.close()
        raise
    for loser in won[1:]:
        loser.close()
    if not won:
        raise connect_failure(host, port, failed)
    return won[0]


async def _connect_one(address: Address) -> socket.socket:
    sock = socket.socket(address[0], socket.SOCK_STREAM)
    sock.setblocking(False)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else a body written after its head waits 40 ms for an ACK
    try:
        await asyncio.get_running_loop().sock_connect(sock, address[1])
    except BaseException:
        sock.close()
        raise
    return sock
