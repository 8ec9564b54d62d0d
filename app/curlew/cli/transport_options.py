"""Options of `curlew send` about how to send, named as curl names them. To show them takes nothing of what a send takes."""

from __future__ import annotations

import argparse

from curlew.text import _

_VERSIONS = ("1.0", "1.1", "1.2", "1.3")


def add_transport(parser: argparse.ArgumentParser, redirects: argparse._ArgumentGroup) -> None:
    """Add the options, in groups; those about redirects go into the group that is there already."""
    follow = redirects.add_mutually_exclusive_group()
    follow.add_argument("-L", "--location", dest="follow", action="store_true", default=None, help=_("follow redirects (the default)"))
    follow.add_argument("--no-location", dest="follow", action="store_false", default=None, help=_("do not follow redirects"))
    redirects.add_argument("--max-redirs", metavar="NUMBER", help=_("follow so many redirects at most"))
    out = parser.add_argument_group(_("what goes out"))
    out.add_argument("--no-encode", action="store_true", help=_("send the URL exactly as typed"))
    out.add_argument("--as-is", action="store_true", help=_("send headers and body as typed, even if they contradict each other"))
    out.add_argument("--omit", metavar="NAME", action="append", default=[], help=_("leave out a header that is added by itself"))
    limits = parser.add_argument_group(_("time limits"))
    limits.add_argument("-m", "--max-time", metavar="SECONDS", help=_("for the whole send, redirects included"))
    limits.add_argument("--connect-timeout", metavar="SECONDS", help=_("for connecting, and as much for TLS (default: 30; 0: none)"))
    tls = parser.add_argument_group(_("encryption"))
    tls.add_argument("-k", "--insecure", action="store_true", help=_("accept any certificate of the server"))
    tls.add_argument("--cacert", metavar="FILE", action="append", default=[], help=_("trust these, too (PEM; may be repeated)"))
    tls.add_argument("-E", "--cert", metavar="FILE", help=_("the client's certificate"))
    tls.add_argument("--key", metavar="FILE", help=_("the key of --cert, where that holds none"))
    tls.add_argument("--cert-type", metavar="TYPE", help=_("PEM or P12 (default: by the file's name)"))
    tls.add_argument("--pass", dest="passphrase", metavar="TEXT", help=_("what opens the key"))
    for version in _VERSIONS:
        text = _("TLS {version} at least").format(version=version)
        tls.add_argument(f"--tlsv{version}", dest="min_tls", action="store_const", const=version, help=text)
    way = parser.add_argument_group(_("connection"))
    way.add_argument("--resolve", metavar="HOST:PORT:ADDRESS", action="append", default=[], help=_("connect there for this host and port"))
    way.add_argument("-x", "--proxy", metavar="URL", help=_("go through this proxy (http, https, socks5 or socks5h)"))
    way.add_argument("-U", "--proxy-user", metavar="USER:PASSWORD", help=_("credentials for the proxy"))
    way.add_argument("--noproxy", metavar="HOSTS", help=_("reach these hosts directly; * for all of them"))
    way.add_argument("--unix-socket", metavar="FILE", help=_("connect to this socket"))
    versions = way.add_mutually_exclusive_group()
    versions.add_argument("--http1.1", dest="http_version", action="store_const", const="1.1", help=_("speak HTTP/1.1"))
    versions.add_argument("--http2", dest="http_version", action="store_const", const="2", help=_("speak HTTP/2"))
    families = way.add_mutually_exclusive_group()
    families.add_argument("-4", "--ipv4", dest="ip_version", action="store_const", const="4", help=_("use IPv4 only"))
    families.add_argument("-6", "--ipv6", dest="ip_version", action="store_const", const="6", help=_("use IPv6 only"))
