"""`curlew send TARGET`: one request from a file, an address or a curl command; prints what came back."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from curlew.cli.transport_options import add_transport
from curlew.text import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.usage = "curlew send TARGET [options]\n       curlew send --curl 'curl ...' [options]"
    parser.add_argument("target", nargs="?", metavar="TARGET", help=_("a request's .yml file, or a URL"))
    parser.add_argument("--curl", metavar="COMMAND", help=_("send what this curl command would send"))
    request = parser.add_argument_group(_("the request (with a file: in place of what the file says)"))
    request.add_argument("-X", "--method", metavar="METHOD", help=_("the method (default: GET, POST with data)"))
    request.add_argument("-H", "--header", metavar="'NAME: VALUE'", action="append", default=[], help=_("add a header"))
    request.add_argument("-d", "--data", metavar="DATA", action=_InOrder, help=_("the body; @FILE sends a file, @- standard input"))
    request.add_argument("--data-raw", metavar="DATA", action=_InOrder, dest="data", help=_("the body as it is, also with an @ in front"))
    values = parser.add_argument_group(_("variables"))
    values.add_argument(
        "-e",
        "--env",
        metavar="ENV",
        action="append",
        default=[],
        help=_("an environment of the collection or the workspace (may be repeated)"),
    )
    values.add_argument("--env-file", metavar="FILE", action="append", default=[], help=_("variables from a .env file"))
    values.add_argument(
        "--var", metavar="NAME=VALUE", action="append", default=[], help=_("one variable; also gives a secret one its value")
    )
    sending = parser.add_argument_group(_("cookies and redirects"))
    sending.add_argument(
        "--cookie-jar", metavar="FILE", help=_("read cookies from a file of curl's format before, and write it after (made if missing)")
    )
    sending.add_argument("--follow-to-http", action="store_true", help=_("follow a redirect from https to http"))
    sending.add_argument("--resend-body", action="store_true", help=_("send the body again where a redirect leads to another server"))
    add_transport(parser, sending)
    output = parser.add_argument_group(_("output"))
    output.add_argument("-o", "--output", metavar="FILE", help=_("write the body to a file (- for standard output)"))
    output.add_argument("-v", "--verbose", action="store_true", help=_("print heads and times on standard error"))
    output.add_argument("--json", action="store_true", help=_("print request, response, times and notes as one JSON object"))
    parser.epilog = _("Exit code: 0 when a response came, 1 when the send failed, 2 when the call was wrong, 130 when it was interrupted.")


class _InOrder(argparse.Action):
    """Gathers -d and --data-raw in the order they came, as (option, value)."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[object] | None,
        option: str | None = None,
    ) -> None:
        gathered = getattr(namespace, self.dest) or []
        setattr(namespace, self.dest, [*gathered, (option or "", values)])


def run(options: argparse.Namespace) -> int:
    from curlew.cli.sending import send_target  # what sends takes a quarter of a second to import, which --help need not wait for

    return send_target(options)
