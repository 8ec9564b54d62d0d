from __future__ import annotations

import hashlib
import re
import shutil
import subprocess

import pytest

from curlew.engine.tokens import Tokens
from curlew.model.auth import Auth
from curlew.model.prepared import FilePart, Header, Payload, Prepared
from curlew.net.access import AuthContext
from curlew.net.address import parse
from curlew.net.auth.awshost import guess
from curlew.net.auth.awsv4 import canonical_path, canonical_query, sign
from curlew.net.errors import SendingError
from curlew.net.headers import values
from helpers.rawserver import OK, raw_server

SUITE = {
    "accessKeyId": "AKIDEXAMPLE",
    "secretAccessKey": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    "region": "us-east-1",
    "service": "service",
}
S3 = {"accessKeyId": "AKIAIOSFODNN7EXAMPLE", "secretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}
SUITE_TIME, S3_TIME = 1440938160.0, 1369353600.0  # 2015-08-30T12:36:00Z, 2013-05-24T00:00:00Z


def context(now: float = SUITE_TIME) -> tuple[AuthContext, list[str]]:
    said: list[str] = []

    async def nothing(_prepared: Prepared) -> object:
        raise AssertionError("nothing is sent to sign")

    return AuthContext(nothing, Tokens().within(""), None, lambda: now, lambda n: b"r" * n, said.append), said  # type: ignore[arg-type]


def request(method: str, url: str, *headers: tuple[str, str], body: bytes = b"") -> Prepared:
    where = parse(url, encode=False)
    sent = (Header("Host", where.host_header, "auto"), Header("User-Agent", "x", "auto"), *(Header(*one) for one in headers))
    payload = Payload((body,), "", len(body)) if body else None
    return Prepared(method, where.url, where.scheme, where.host, where.port, where.target, sent, payload)


async def signature(fields: dict[str, str], prepared: Prepared, now: float) -> tuple[str, str]:
    ready = await sign(Auth("awsv4", fields), prepared, context(now)[0])
    found = re.search(r"SignedHeaders=([^,]+), Signature=([0-9a-f]+)", values(ready.headers, "authorization")[0])
    assert found
    return found[1], found[2]


FORM = ("Content-Type", "application/x-www-form-urlencoded")


@pytest.mark.parametrize(
    ("prepared", "names", "expected"),
    [
        (
            request("GET", "https://example.amazonaws.com/"),
            "host;x-amz-date",
            "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        ),
        (
            request("GET", "https://example.amazonaws.com/?Param2=value2&Param1=value1"),
            "host;x-amz-date",
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
        ),
        (
            request("GET", "https://example.amazonaws.com/example/.."),
            "host;x-amz-date",
            "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        ),
        (
            request("POST", "https://example.amazonaws.com/"),
            "host;x-amz-date",
            "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
        ),
        (
            request("POST", "https://example.amazonaws.com/", FORM, body=b"Param1=value1"),
            "content-type;host;x-amz-date",
            "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
        ),
        (
            request("POST", "https://example.amazonaws.com/", ("My-Header1", "VALUE1")),
            "host;my-header1;x-amz-date",
            "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d",
        ),
    ],
)
async def test_amazons_test_suite(prepared: Prepared, names: str, expected: str) -> None:
    assert await signature(SUITE, prepared, SUITE_TIME) == (names, expected)


async def test_amazons_example_for_iam() -> None:
    prepared = request(
        "GET",
        "https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08",
        ("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
    )
    names, found = await signature({**SUITE, "service": "", "region": ""}, prepared, SUITE_TIME)
    assert names == "content-type;host;x-amz-date"
    assert found == "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"


@pytest.mark.parametrize(
    ("prepared", "expected"),
    [
        (
            request("GET", "https://examplebucket.s3.amazonaws.com/test.txt", ("Range", "bytes=0-9")),
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
        ),
        (
            request(
                "PUT",
                "https://examplebucket.s3.amazonaws.com/test$file.text",
                ("Date", "Fri, 24 May 2013 00:00:00 GMT"),
                ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
                body=b"Welcome to Amazon S3.",
            ),
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
        ),
        (
            request("GET", "https://examplebucket.s3.amazonaws.com/?lifecycle"),
            "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
        ),
        (
            request("GET", "https://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J"),
            "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
        ),
    ],
)
async def test_amazons_examples_for_s3(prepared: Prepared, expected: str) -> None:
    assert (await signature(S3, prepared, S3_TIME))[1] == expected


async def test_a_session_token_is_sent_and_signed_and_the_body_of_a_file_is_hashed(tmp_path) -> None:
    file = tmp_path / "big.bin"
    file.write_bytes(b"x" * 300_000)
    prepared = request("PUT", "https://b.s3.eu-west-1.amazonaws.com/k")
    payload = Payload((FilePart(file, 300_000),), "", 300_000)
    fields = {**S3, "sessionToken": "tok"}
    ready = await sign(Auth("awsv4", fields), Prepared(**{**_as_dict(prepared), "payload": payload}), context()[0])
    assert values(ready.headers, "x-amz-content-sha256") == [hashlib.sha256(b"x" * 300_000).hexdigest()]
    assert values(ready.headers, "x-amz-security-token") == ["tok"]
    assert "x-amz-security-token" in values(ready.headers, "authorization")[0]
    assert "/eu-west-1/s3/" in values(ready.headers, "authorization")[0]


def _as_dict(prepared: Prepared) -> dict[str, object]:
    return {name: getattr(prepared, name) for name in Prepared.__slots__}


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("s3.amazonaws.com", ("s3", "us-east-1")),
        ("s3.eu-west-1.amazonaws.com", ("s3", "eu-west-1")),
        ("s3-us-west-2.amazonaws.com", ("s3", "us-west-2")),
        ("bucket.name.s3.dualstack.eu-central-1.amazonaws.com", ("s3", "eu-central-1")),
        ("abc123.execute-api.ap-southeast-2.amazonaws.com", ("execute-api", "ap-southeast-2")),
        ("search-x-y.us-east-1.es.amazonaws.com", ("es", "us-east-1")),
        ("abc.lambda-url.eu-west-1.on.aws", ("lambda", "eu-west-1")),
        ("dynamodb.cn-north-1.amazonaws.com.cn", ("dynamodb", "cn-north-1")),
        ("ec2.us-gov-west-1.amazonaws.com", ("ec2", "us-gov-west-1")),
        ("sts.amazonaws.com", ("sts", "us-east-1")),
        ("example.com", ("", "")),
        ("amazonaws.com.evil.example", ("", "")),
    ],
)
def test_service_and_region_are_told_by_the_host(host: str, expected: tuple[str, str]) -> None:
    assert guess(host) == expected


def test_paths_and_queries() -> None:
    assert canonical_path(b"/a//b/./c/../d%20e", "execute-api") == "/a/b/d%2520e"
    assert canonical_path("/a//b/../d%20e~ü".encode(), "s3") == "/a//b/../d%20e~%C3%BC"
    assert canonical_path(b"", "es") == "/"
    assert canonical_path(b"/\xff", "s3") == "/%FF"
    assert canonical_query(b"b=2&a=%7e+x&a&a=!") == "a=&a=%21&a=~%20x&b=2"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "keys are missing"),
        ({"profileName": "prod"}, "keys are missing"),
        ({**S3}, "service is not known"),
        ({**S3, "service": "x"}, "region is not known"),
    ],
)
async def test_what_is_missing_is_said_before_anything_is_sent(fields: dict[str, str], said: str) -> None:
    with pytest.raises(SendingError) as raised:
        await sign(Auth("awsv4", fields), request("GET", "http://localhost/"), context()[0])
    assert said in str(raised.value)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
async def test_curl_signs_the_same() -> None:
    async with raw_server(OK) as server:
        url = f"{server.url}/a/b?x=1&y=2"
        pair = f"{SUITE['accessKeyId']}:{SUITE['secretAccessKey']}"
        command = [
            "curl",
            "-s",
            "-X",
            "POST",
            "--aws-sigv4",
            "aws:amz:eu-west-1:execute-api",
            "-u",
            pair,
            "-H",
            "X-Mine: one",
            "-H",
            "Content-Type: text/plain",
            "-d",
            "a=b",
            url,
        ]
        import asyncio

        process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.DEVNULL)
        assert await process.wait() == 0
        sent = server.requests[0].decode()
        when = re.search(r"(?i)x-amz-date: (\S+)", sent)
        theirs = re.search(r"SignedHeaders=([^,]+), Signature=([0-9a-f]+)", sent)
        assert when
        assert theirs
        headers = [("Content-Type", "text/plain"), ("X-Mine", "one"), ("X-Amz-Date", when[1])]
        ours = request("POST", url, *headers, body=b"a=b")
        fields = {**SUITE, "region": "eu-west-1", "service": "execute-api"}
        assert await signature(fields, ours, 0.0) == (theirs[1], theirs[2])
