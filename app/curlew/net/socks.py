"""Through a SOCKS5 proxy (RFC 1928, user names and passwords RFC 1929)."""

from __future__ import annotations

from typing import Any

from curlew.net.errors import ConnectingError, SendingError
from curlew.net.pipe import BytePipe
from curlew.net.proxy import ProxyAddress
from curlew.net.tunnel import authority, proxy_failure
from curlew.text import _

MAX_NAME = 255


async def open_socks(pipe: BytePipe, host: str, port: int, proxy: ProxyAddress) -> None:
    """Ask the proxy to connect to a host, by name or by address; when this returns, what is written to the pipe reaches it."""
    import socksio.socks5 as socks5

    connection = socks5.SOCKS5Connection()
    talk = _Talk(pipe, proxy, connection)
    methods = [socks5.SOCKS5AuthMethod.NO_AUTH_REQUIRED]
    if proxy.user is not None:
        methods.append(socks5.SOCKS5AuthMethod.USERNAME_PASSWORD)
    try:
        await talk.say(socks5.SOCKS5AuthMethodsRequest(methods))
        chosen = (await talk.answer(2)).method
        if chosen == socks5.SOCKS5AuthMethod.USERNAME_PASSWORD and proxy.user is not None:
            await _sign_in(talk, proxy)
        elif chosen != socks5.SOCKS5AuthMethod.NO_AUTH_REQUIRED:
            raise _no_method(proxy)
        await talk.say(socks5.SOCKS5CommandRequest.from_address(socks5.SOCKS5Command.CONNECT, (host.partition("%")[0], port)))
        reply = await talk.reply()
    except SendingError as error:
        raise proxy_failure(proxy, error) from error
    if reply.reply_code != socks5.SOCKS5ReplyCode.SUCCEEDED:
        raise _refused(reply.reply_code.value[0], authority(host, port), proxy)


class _Talk:
    """Whole messages out and in: the library knows the bytes, but not when enough of them are here."""

    def __init__(self, pipe: BytePipe, proxy: ProxyAddress, connection: Any) -> None:
        self._pipe = pipe
        self._proxy = proxy
        self._connection = connection

    async def say(self, message: Any) -> None:
        self._connection.send(message)
        await self._pipe.write(self._connection.data_to_send())

    async def _exactly(self, size: int, before: bytes = b"") -> bytes:
        data = b""
        while len(data) < size:
            more = await self._pipe.read()
            if not more:
                raise _closed(self._proxy, before + data)
            data += more
        self._pipe.put_back(data[size:])
        return data[:size]

    async def answer(self, size: int) -> Any:
        return self._read(await self._exactly(size))

    async def reply(self) -> Any:
        """Return the reply to the command, whose length depends on the kind of address in it."""
        start = await self._exactly(4)
        if start[0] != 5 or start[3] not in (1, 3, 4):
            raise _junk(self._proxy, start)
        if start[3] == 3:
            start += await self._exactly(1, start)
        rest = {1: 4, 4: 16}.get(start[3], start[-1]) + 2
        data = start + await self._exactly(rest, start)
        if start[1] > 8:
            raise _refused(start[1], "", self._proxy)
        if start[1]:
            data = start[:3] + b"\x01" + bytes(6)  # what stands there in a refusal means nothing
        return self._read(data)

    def _read(self, data: bytes) -> Any:
        from socksio.exceptions import ProtocolError

        try:
            return self._connection.receive_data(data)
        except (ProtocolError, ValueError, IndexError) as error:
            raise _junk(self._proxy, data) from error


async def _sign_in(talk: _Talk, proxy: ProxyAddress) -> None:
    import socksio.socks5 as socks5

    user, password = (proxy.user or "").encode("utf-8"), proxy.password.encode("utf-8")
    if not 0 < len(user) <= MAX_NAME or len(password) > MAX_NAME:
        reason = _("SOCKS allows 1 to {n} bytes for each of them.").format(n=MAX_NAME)
        raise _bad(_("The user name or password cannot be given to the SOCKS proxy"), reason, _("Correct them in the proxy’s address."))
    await talk.say(socks5.SOCKS5UsernamePasswordRequest(user, password))
    if not (await talk.answer(2)).success:
        raise _bad(
            _("The SOCKS proxy did not take the user name and password"),
            _("It refused those of {proxy}.").format(proxy=proxy.named),
            _("Correct them in the proxy’s address."),
        )


def _no_method(proxy: ProxyAddress) -> ConnectingError:
    if proxy.user is None:
        return _bad(
            _("The SOCKS proxy wants a user name and password"),
            _("{proxy} does not let anybody in without.").format(proxy=proxy.named),
            _("Write them into the proxy’s address: socks5://user:password@proxy:1080."),
        )
    return _bad(
        _("The SOCKS proxy takes no user name and password"),
        _("{proxy} accepts neither those nor none.").format(proxy=proxy.named),
        _("Ask its operator how to sign in."),
    )


def _refused(code: int, place: str, proxy: ProxyAddress) -> ConnectingError:
    words = {
        1: (_("The SOCKS proxy failed"), _("It gave no reason but “general failure”."), _("Try again; the proxy’s log says why.")),
        2: (
            _("The SOCKS proxy does not let you reach {place}"),
            _("Its rules forbid it."),
            _("Ask its operator, or add the host to those that are reached without the proxy."),
        ),
        3: (_("The SOCKS proxy cannot reach the network of {place}"), _("It says “network unreachable”."), _("Check the host.")),
        4: (
            _("The SOCKS proxy cannot reach {place}"),
            _("It says “host unreachable”."),
            _("Check the host’s name: with socks5:// it is looked up here, with socks5h:// by the proxy."),
        ),
        5: (_("{place} refused the connection from the SOCKS proxy"), _("Nothing listens there."), _("Is the server running?")),
        6: (_("{place} did not answer the SOCKS proxy in time"), _("It says “TTL expired”."), _("Check the address.")),
        7: (
            _("The SOCKS proxy makes no connections"),
            _("It does not know the command CONNECT."),
            _("Choose another proxy."),
        ),
        8: (
            _("The SOCKS proxy does not know this kind of address"),
            _("It was asked for {place}."),
            _("Try socks5:// in place of socks5h://, or the reverse, or another IP version."),
        ),
    }
    unknown = (_("The SOCKS proxy refused for an unknown reason"), _("It answered with the code {code}."), _("The proxy’s log says why."))
    title, reason, hint = words.get(code, unknown)
    told = _("{proxy}:").format(proxy=proxy.named)
    return _bad(title.format(place=place), f"{told} {reason.format(place=place, code=code)}", hint)


def _closed(proxy: ProxyAddress, data: bytes) -> ConnectingError:
    reason = _("{proxy} ended the connection after {n} bytes of its answer.").format(proxy=proxy.named, n=len(data))
    return _bad(_("The SOCKS proxy closed the connection"), reason, _("Is it a SOCKS proxy? Check the scheme and the port of its address."))


def _junk(proxy: ProxyAddress, data: bytes) -> ConnectingError:
    from curlew.net.head import shown

    reason = _("{proxy} answered {bytes}.").format(proxy=proxy.named, bytes=shown(data[:16]))
    return _bad(_("What answers at the proxy’s address is no SOCKS5 proxy"), reason, _("Check the scheme and the port of its address."))


def _bad(title: str, reason: str, hint: str) -> ConnectingError:
    return ConnectingError("proxy", title, reason, hint, "proxy")
