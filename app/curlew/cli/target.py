"""What `curlew send` is to send: the request, what surrounds it, where its variables come from."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from curlew.cli.transport import transport_from
from curlew.engine.filling import empty_secrets
from curlew.engine.send import SendJob, preview
from curlew.engine.standalone import Place, find_place, read_request
from curlew.errors import BrokenFileError, CurlewError, UsageError
from curlew.formats.curl import CurlImport, from_arguments, parse_curl
from curlew.formats.curl.command import Command
from curlew.formats.dotenv import parse_dotenv
from curlew.model.body import Body, FileBody, MultipartBody, RawBody
from curlew.model.inherit import Surroundings, scope_for, settled_auth
from curlew.model.request import Request
from curlew.model.template import Layer
from curlew.model.variables import Environment, Variable
from curlew.net.auth import AUTH_KINDS
from curlew.net.bodies.raw import RAW_TYPES
from curlew.text import _


@dataclass(frozen=True, slots=True)
class Target:
    """A send that is ready to go; `notes` say what was understood differently than it was written."""

    job: SendJob
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Found:
    """A request with its place; `files` are those that the person named on the command line."""

    request: Request
    place: Place
    folder: Path
    files: frozenset[Path] = frozenset()
    notes: list[str] = field(default_factory=list)


def find_target(options: argparse.Namespace) -> Target:
    """Find the request that the options name. Raises UsageError, told in words."""
    try:
        found = _find(options)
        around = _surroundings(found.place, options)
    except BrokenFileError as error:
        raise _unreadable(error) from error
    transport = transport_from(options)
    request = replace(found.request, settings=transport.settings(found.request.settings))
    job = SendJob(request, transport.around(around), folder=found.folder, allowed_files=found.files | transport.files)
    return Target(job, (*found.notes, *_unset_secrets(job), *_empty_fields(job)))


def _unreadable(error: BrokenFileError) -> UsageError:
    """Return the error for a broken file, which a terminal lets one jump to by `path:line`."""
    if not error.path:
        return UsageError(error.title, error.reason, error.hint)
    place = f"{error.path}:{error.line}" if error.line else error.path
    return UsageError(_("{path} cannot be read").format(path=error.path), f"{place}: {error.reason}", error.hint)


def _find(options: argparse.Namespace) -> _Found:
    if options.curl is not None:
        if options.target is not None:
            raise UsageError(_("Give either a TARGET or --curl, not both"))
        return _overlaid(_from_import(parse_curl(options.curl)), options)
    if not (options.target or "").strip():
        raise UsageError(
            _("There is nothing to send"), _("TARGET is missing."), _("Give a request's .yml file, a URL, or --curl 'curl ...'.")
        )
    path = Path(options.target)
    if "://" not in options.target and path.is_dir():
        raise UsageError(
            _("{path} is a folder").format(path=path), _("One request is sent at a time."), _("Give the .yml file of a request in it.")
        )
    if "://" in options.target or not path.is_file():
        return _from_address(options)
    place = find_place(path.absolute().parent)
    found = _Found(read_request(path), place, place.collection or path.absolute().parent)
    return _overlaid(found, options)


def _from_address(options: argparse.Namespace) -> _Found:
    found = _from_import(from_arguments([*_curl_options(options), "--globoff", "--url", options.target], _standard_input(options)))
    found.request = replace(found.request, url=options.target, auth=None)  # `user:password@` still stands in the URL
    if options.target.endswith((".yml", ".yaml")) and "://" not in options.target:
        found.notes.append(_("There is no file {path}, so it was taken as a URL.").format(path=options.target))
    return found


def _from_import(imported: CurlImport) -> _Found:
    here = _here()
    files = frozenset(here / name for name in _file_names(imported.request))
    place = find_place(here)
    # An address stands in no folder: it inherits nothing, but may use the environments of the collection that we are in.
    return _Found(imported.request, replace(place, above=(), gives=None), here, files, list(imported.notes))


def _here() -> Path:
    try:
        return Path.cwd()
    except OSError as error:
        raise UsageError(_("The current folder is gone"), error.strerror or str(error), _("Change to another one.")) from error


def _file_names(request: Request) -> list[str]:
    match request.body:
        case FileBody(files=files):
            return [file.path for file in files]
        case MultipartBody(parts=parts):
            return [name for part in parts if part.kind == "file" for name in part.values]
    return []


def _overlaid(found: _Found, options: argparse.Namespace) -> _Found:
    """Put what -X, -H and -d say in place of what the request says."""
    arguments = _curl_options(options)
    if not arguments:
        return found
    given = from_arguments([*arguments, *_body_type(found.request, options), "--url", "http://overlay"], _standard_input(options))
    names = {row.name.lower() for row in given.request.headers}
    kept = tuple(row for row in found.request.headers if row.name.lower() not in names)
    found.request = replace(
        found.request,
        method=options.method or (given.request.method if options.data and found.request.method == "GET" else found.request.method),
        headers=(*kept, *given.request.headers),
        body=_from_here(given.request.body) if options.data else found.request.body,
    )
    found.files |= frozenset(_here() / name for name in _file_names(given.request))
    found.notes += given.notes
    return found


def _from_here(body: Body | None) -> Body | None:
    """Return a body whose file is found from the current folder, not from the collection's."""
    if not isinstance(body, FileBody):
        return body
    return replace(body, files=tuple(replace(file, path=str(_here() / file.path)) for file in body.files))


def _body_type(request: Request, options: argparse.Namespace) -> list[str]:
    """Return the option that lets data which replace a text keep its type: JSON in place of JSON is no form."""
    named = any(row.enabled and row.name.lower() == "content-type" for row in request.headers)
    given = any(header.partition(":")[0].strip().lower() == "content-type" for header in options.header)
    if not options.data or given or not (named or isinstance(request.body, RawBody)):
        return []
    own = next((row.value for row in request.headers if row.enabled and row.name.lower() == "content-type"), "")
    kind = request.body.kind if isinstance(request.body, RawBody) else ""
    return ["--header", f"Content-Type: {own or RAW_TYPES.get(kind, RAW_TYPES['text'])}"]


def _curl_options(options: argparse.Namespace) -> list[str]:
    arguments = ["--request", options.method] if options.method else []
    for header in options.header:
        if not header.startswith("@") and ":" not in header and not header.rstrip().endswith(";"):
            raise UsageError(
                _("-H {text} is no header").format(text=repr(header)),
                hint=_("Write it like -H 'Name: value', or 'Name;' for an empty one."),
            )
        arguments += ["--header", header]
    pieces = options.data or ()
    for option, data in pieces:
        if len(pieces) > 1 and option != "--data-raw" and data.startswith("@") and data != "@-":
            raise UsageError(
                _("-d {data} cannot be joined with other data").format(data=data), hint=_("A file is the whole body; give one -d @FILE.")
            )
        arguments += ["--data-raw" if option == "--data-raw" else "--data-binary", data]
    return arguments


def _standard_input(options: argparse.Namespace) -> Command:
    if not any(option != "--data-raw" and data == "@-" for option, data in options.data or ()):
        return Command(())
    try:
        return Command((), sys.stdin.buffer.read().decode())
    except UnicodeDecodeError as error:
        raise UsageError(_("Standard input is no UTF-8 text"), hint=_("Send bytes from a file: -d @FILE.")) from error


def _surroundings(place: Place, options: argparse.Namespace) -> Surroundings:
    environment: Environment | None = None
    workspace: Environment | None = None
    for name in options.env:
        found, is_workspace = place.environment(name)
        if (workspace if is_workspace else environment) is not None:
            raise UsageError(
                _("“{name}” is one environment too many").format(name=name), _("A collection and a workspace have one at a time.")
            )
        if is_workspace:
            workspace = found
        else:
            environment = found
    runtime = [_layer("--var", dict(_pair(text) for text in options.var))] if options.var else []
    runtime += [_layer(name, _read_env_file(name)) for name in reversed(options.env_file)]
    return Surroundings(place.above, environment, workspace, tuple(runtime), place.gives)


def _layer(label: str, values: Mapping[str, str]) -> Layer:
    return Layer("runtime", label, tuple(Variable(name, value) for name, value in values.items()))


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise UsageError(_("--var {text} names no value").format(text=text), hint=_("Write it like --var name=value."))
    return name.strip(), value


def _read_env_file(name: str) -> dict[str, str]:
    try:
        return parse_dotenv(Path(name).read_text(encoding="utf-8"))
    except UsageError as error:
        raise UsageError(error.title, f"{name}: {error.reason}", error.hint) from error
    except (OSError, UnicodeDecodeError) as error:
        reason = (error.strerror or str(error)) if isinstance(error, OSError) else _("It is no UTF-8 text.")
        raise UsageError(_("The file {path} cannot be read").format(path=name), reason) from error


def _empty_fields(job: SendJob) -> Iterable[str]:
    """Name the secret fields of the authorization that are empty in the file: the window may have their values in the keyring."""
    auth, _giver = settled_auth(job.request.auth, job.around)
    kind = AUTH_KINDS.get(auth.kind) if auth is not None else None
    for name in empty_secrets(auth):
        field = kind.field(name) if kind is not None else None
        if auth is None or field is None or (field.when is not None and auth.text(field.when[0]) not in field.when[1]):
            continue
        text = _("{field} is empty in the file. What was typed in the window is in its keyring, which this command does not read.")
        yield text.format(field=field.label)


def _unset_secrets(job: SendJob) -> Iterable[str]:
    """Name the secret variables that are used and have no value: no file holds one."""
    scope = scope_for(job.request, job.around)
    try:
        missing = preview(job).missing
    except CurlewError:  # the send itself will say what is wrong; a secret in the address may be the reason
        missing = scope.expand(job.request.url).missing
    secret: Callable[[str], bool] = lambda name: (binding := scope.find(name)) is not None and binding.variable.secret  # noqa: E731
    for name in filter(secret, missing):
        yield _("{name} is a secret variable, whose value no file holds: give it with --var {name}=… or --env-file.").format(name=name)
