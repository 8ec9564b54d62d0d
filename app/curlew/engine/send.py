"""The one place where a send is put in order: scope, prepare, auth, the wire; later scripts before and tests after."""

from __future__ import annotations

import asyncio
import secrets
import shutil
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from curlew.engine.dynamic import dynamic_value
from curlew.engine.tokens import Tokens
from curlew.model.body import FileBody, MultipartBody
from curlew.model.control import Control
from curlew.model.exchange import Exchange, SendError
from curlew.model.inherit import Surroundings, code_from, scope_for
from curlew.model.prepared import Prepared, SendSettings
from curlew.model.request import Request
from curlew.model.sendevent import Phase, SendEvent, unheard
from curlew.model.settling import givers
from curlew.model.template import Layer, Scope
from curlew.net.access import AuthContext, CookieAccess, TokenStore
from curlew.net.blocking import in_daemon_thread
from curlew.net.errors import SendingError
from curlew.net.files import Files
from curlew.net.outlook import with_expected
from curlew.net.prepare import prepare
from curlew.net.sender import IN_FLIGHT, Sending, unforeseen
from curlew.text import _

if TYPE_CHECKING:
    from curlew.net.http import Wire

CLOSE_WITHIN_S = 1.0

Emit = Callable[[SendEvent], None]


def _no_secret(_layer: Layer, _name: str) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class SendOptions:
    """What counts for this send beyond the request. fallbacks: settings where nothing says otherwise.

    notes: what a person should know already. secrets: values that were put into the request, to be masked.
    """

    fallbacks: SendSettings = SendSettings()  # noqa: RUF009 - frozen
    notes: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SendJob:
    """One request in its surroundings.

    secret_value: the value entered for a secret variable of a layer, None if none was.
    folder: the collection's folder, to which paths of file bodies are relative and outside of which no file is sent,
    but for `allowed_files`: those that the user picked on this machine, or named on the command line.
    control: how a front end steers the send. cookies: the jar, None for none. tokens: kept OAuth tokens, None: for this sender only.
    open_browser: shows a page to the person who signs in; None where nobody could see it.
    """

    request: Request
    around: Surroundings = Surroundings()  # noqa: RUF009 - frozen
    secret_value: Callable[[Layer, str], str | None] = _no_secret
    folder: Path | None = None
    allowed_files: frozenset[Path] = frozenset()
    options: SendOptions = field(default_factory=SendOptions)
    control: Control = field(default_factory=Control)
    cookies: CookieAccess | None = None
    tokens: TokenStore | None = None
    open_browser: Callable[[str], Awaitable[None]] | None = None


def preview(job: SendJob) -> Prepared:
    """Return the request as it would be sent, touching neither network nor disk. Raises SendingError if it cannot be sent.

    With the jar's cookies, and a placeholder for credentials that are worked out while sending.
    """
    return with_expected(prepare(job.request, job.around, _scope(job), fallbacks=job.options.fallbacks), job.cookies)


def _scope(job: SendJob) -> Scope:
    return scope_for(job.request, job.around, job.secret_value, dynamic_value)


class Sender:
    """Owns the connections and the spool folder; one for a session or a run of the command line.

    spool: where bodies past 1 MB are kept; None: a temporary folder that `close` removes.
    """

    def __init__(self, spool: Path | None = None) -> None:
        self._wire: Wire | None = None
        self._loading = asyncio.Lock()
        self._own_spool = spool is None
        self._spool = spool
        self._turns = asyncio.Semaphore(IN_FLIGHT)
        self._tokens = Tokens()
        self._under_way: set[asyncio.Task[Any]] = set()

    async def send(self, job: SendJob, emit: Emit = unheard) -> Exchange:
        """Send, announcing what happens; `Done` is the last event. Never raises for a failed send: the exchange carries the error.

        Cancelling the task ends the send at once, and the exchange is returned with the error `cancelled` and what came until then.
        """
        sending = Sending(self._spool_folder(), emit, job.control, job.cookies)
        prepared: Prepared | None = None
        task = asyncio.current_task()
        assert task is not None
        self._under_way.add(task)
        try:
            waits = self._turns.locked()
            if waits:
                emit(Phase(0.0, "queue"))
            async with self._turns:
                if waits:
                    sending.took_turn()
                with_files = isinstance(job.request.body, (FileBody, MultipartBody)) or names_files(job)
                prepared = await in_daemon_thread(lambda: self._prepared(job)) if with_files else self._prepared(job)
                if prepared.auth is not None:
                    sending.auth = self.auth_context(job, sending)
                return await sending.run(prepared, self._loaded_wire)
        except SendingError as failure:
            return sending.ended(failure.as_error("prepare"))
        except Exception as fault:
            return sending.ended(unforeseen(fault, "prepare"))
        except asyncio.CancelledError:
            task.uncancel()
            return sending.ended(_cancelled(sending.phase), prepared.secrets if prepared else ())
        finally:
            self._under_way.discard(task)

    def auth_context(self, job: SendJob, sending: Sending | None = None) -> AuthContext:
        """Return what an auth kind may use during a send, or (None) outside of one."""
        own = sending or Sending(self._spool_folder(), unheard)
        tokens = job.tokens or self._tokens.within(str(job.folder or ""))
        show = job.open_browser

        async def open_page(url: str) -> None:
            own.emit(Phase(own.at(), "prepare", _("Waiting for you to sign in in the browser")))
            assert show is not None
            await show(url)

        browser = open_page if show is not None else None
        return AuthContext(
            self.send_bare,
            tokens,
            browser,
            time.time,
            secrets.token_bytes,
            own.notes.append,
            patiently=own.patiently,
            mark=own.mark_early,
            hide=own.hide,
        )

    async def send_bare(self, prepared: Prepared) -> Exchange:
        """Send what an auth kind needs for itself: without auth, cookies and history."""
        return await Sending(self._spool_folder(), unheard).run(prepared, self._loaded_wire)

    async def warm_up(self) -> None:
        """Load what the first send needs, off the loop's thread."""
        await self._loaded_wire()

    def _prepared(self, job: SendJob) -> Prepared:
        files = Files(job.folder, job.allowed_files)
        prepared = prepare(job.request, job.around, _scope(job), files, job.options.fallbacks)
        if job.options.notes or job.options.secrets:
            notes, secrets = (*job.options.notes, *prepared.notes), (*prepared.secrets, *job.options.secrets)
            prepared = replace(prepared, notes=notes, secrets=secrets)
        places = code_from(job.request, job.around)
        if places:
            text = _("Scripts, assertions and actions do not run yet. There are some in: {places}.")
            prepared = replace(prepared, notes=(*prepared.notes, text.format(places=", ".join(places))))
        return prepared

    async def _loaded_wire(self) -> Wire:
        """Return the wire. Its libraries take 100 ms to import: on the first send, and off the loop's thread."""
        if self._wire is None:
            async with self._loading:
                if self._wire is None:
                    self._wire = await in_daemon_thread(_new_wire)
        return self._wire

    def _spool_folder(self) -> Path:
        if self._spool is None:
            self._spool = Path(tempfile.gettempdir()) / f"curlew-{secrets.token_hex(8)}"
        return self._spool

    async def close(self) -> None:
        """Cancel what is under way, close all connections, and remove the spool folder if it is the sender's own."""
        others = self._under_way - {asyncio.current_task()}
        for task in others:
            task.cancel()
        if others:
            await asyncio.wait(others, timeout=CLOSE_WITHIN_S)
        if self._wire is not None:
            await self._wire.aclose()
        if self._own_spool and self._spool is not None:
            shutil.rmtree(self._spool, ignore_errors=True)


def _new_wire() -> Wire:
    from curlew.net.http import Wire

    return Wire()


def _cancelled(phase: str) -> SendError:
    return SendError("cancelled", _("The send was cancelled"), _("You ended it."), "", phase)


def names_files(job: SendJob) -> bool:
    """Whether settings of a send name files of certificates, which are looked at off the loop's thread."""
    fallbacks, around = job.options.fallbacks, job.around
    if fallbacks.ca_files or fallbacks.client_certificates:
        return True
    if any("caFiles" in settings.own for settings in (job.request.settings, *(above.defaults.settings for above in givers(around)))):
        return True
    environments = (around.environment, around.workspace)
    return any("clientCertificates" in above.config for above in around.above) or any(e and e.client_certificates for e in environments)
