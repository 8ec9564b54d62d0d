"""What options of `curlew send` say about how to send."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from curlew.cli.send import add_arguments
from curlew.cli.transport import transport_from
from curlew.errors import UsageError
from curlew.model.inherit import Surroundings
from curlew.model.prepared import ClientCertificate, SendSettings
from curlew.model.request import Settings
from curlew.model.settling import settle


def parsed(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return parser.parse_args(["http://a.test", *arguments])


def settled(*arguments: str, own: Settings = Settings()) -> SendSettings:
    transport = transport_from(parsed(*arguments))
    return settle(transport.settings(own), transport.around(Surroundings()), SendSettings())


def test_options_stand_in_place_of_what_the_file_says() -> None:
    own = Settings(timeout=9, verify_tls=True, follow_redirects=True, own={"httpVersion": "2", "ipVersion": "6"})
    found = settled("-m", "2.5", "-k", "--no-location", "--http1.1", "--max-redirs=-1", own=own)
    assert (found.timeout_s, found.verify_tls, found.follow_redirects, found.http_version) == (2.5, False, False, "1.1")
    assert (found.max_redirects, found.ip_version) == (1000, "6")
    assert settled("--connect-timeout", "1", "-4", "--tlsv1.3").connect_timeout_s == 1


def test_the_limit_of_connecting_covers_encryption_too_as_in_curl_and_can_be_taken_off() -> None:
    found = settled("--connect-timeout", "1")
    assert (found.connect_timeout_s, found.tls_timeout_s) == (1, 1)
    found = settled("--connect-timeout", "0")
    assert (found.connect_timeout_s, found.tls_timeout_s) == (None, None)


def test_what_goes_out_can_be_sent_as_typed() -> None:
    found = settled("--no-encode", "--as-is", "--omit", "User-Agent", "--omit", "host")
    assert (found.encode_url, found.as_is, found.omit) == (False, True, ("user-agent", "host"))
    assert settled() == SendSettings()


def test_addresses_sockets_and_proxies() -> None:
    found = settled("--resolve", "a.test:80:127.0.0.1", "--resolve", "b.test:443:[::1]", "--unix-socket", "/s")
    assert found.resolve == ("a.test:80:127.0.0.1", "b.test:443:[::1]")
    assert found.unix_socket == str(Path("/s").absolute())
    proxy = settled("-x", "px:3128", "-U", "me:p@ss", "--noproxy", "c.test, .d.test").proxy
    assert proxy is not None
    assert (proxy.url, proxy.bypass) == ("http://me:p%40ss@px:3128", ("c.test", ".d.test"))
    assert settled("-x", "socks5://px", "--noproxy", "*").proxy is None
    assert settled("-x", "", own=Settings(own={"proxy": "http://file"})).proxy is None


def test_certificates_that_are_named_may_be_read_wherever_they_lie(tmp_path: Path) -> None:
    for name in ("c.pem", "k.pem", "me.p12", "ca.pem"):
        (tmp_path / name).write_text("x")
    named = ("-E", f"{tmp_path}/c.pem", "--key", f"{tmp_path}/k.pem", "--pass", "open", "--cacert", f"{tmp_path}/ca.pem")
    pem = transport_from(parsed(*named))
    assert pem.files == {tmp_path / "c.pem", tmp_path / "k.pem", tmp_path / "ca.pem"}
    found = settle(pem.settings(Settings()), pem.around(Surroundings()), SendSettings())
    assert found.client_certificates == (ClientCertificate("*", "pem", tmp_path / "c.pem", tmp_path / "k.pem", "open"),)
    assert found.ca_files == (tmp_path / "ca.pem",)
    p12 = transport_from(parsed("--cert", f"{tmp_path}/me.p12"))
    assert p12.certificate is not None
    assert p12.certificate["type"] == "pkcs12"


@pytest.mark.parametrize(
    "arguments",
    [
        ("--resolve", "nonsense"),
        ("--resolve", "a.test:0:1.2.3.4"),
        ("-m", "soon"),
        ("--max-time=-1",),
        ("--max-redirs", "x"),
        ("-x", "ftp://px"),
        ("-U", "a:b"),
        ("--cacert", "/no/such/file"),
        ("--key", "k.pem"),
        ("--pass", "open"),
        ("--resolve", "a.test:80:nonsense"),
        ("--resolve", "a.test:80:127.0.0.1,"),
        ("--omit", "no header"),
        ("-E", __file__, "--cert-type", "DER"),
    ],
)
def test_what_cannot_be_is_a_wrong_call_in_words(arguments: tuple[str, ...]) -> None:
    with pytest.raises(UsageError) as caught:
        transport_from(parsed(*arguments))
    assert caught.value.title
