"""H15: what a server says about a file's name is a suggestion, never a path."""

import pytest

from curlew.preview.file_name import suggested_name


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('attachment; filename="report.pdf"', "report.pdf"),
        ("attachment; filename=report.pdf", "report.pdf"),
        ("attachment; filename=../../.ssh/authorized_keys", "authorized_keys.json"),
        (r'attachment; filename="..\\..\\Startup\\evil.bat"', "evil.bat"),
        ('attachment; filename="/etc/passwd"', "passwd.json"),
        ('attachment; filename=".bashrc"', "bashrc.json"),
        ('attachment; filename="a\x00b\x1b.txt"', "a_b_.txt"),
        ('attachment; filename="CON.txt"', "_CON.txt"),
        ('attachment; filename="a:b?.txt"', "a_b_.txt"),
        ("attachment; filename*=UTF-8''%E5%A5%BD%2F..%2Fx.txt", "x.txt"),
        ("attachment; filename=\"x.txt\"; filename*=UTF-8''na%C3%AFve.txt", "naïve.txt"),
        ('attachment; filename="  "', "list.json"),
        ("inline", "list.json"),
    ],
)
def test_H15_names_from_a_header(disposition: str, name: str) -> None:
    assert suggested_name("https://host/api/list", "application/json", disposition) == name


@pytest.mark.parametrize(
    ("url", "content_type", "name"),
    [
        ("https://host/a/photo.png?x=1", "image/png", "photo.png"),
        ("https://host/", "text/html; charset=utf-8", "response.html"),
        ("https://host/..", "", "response"),
        ("https://host/%2e%2e%2fsecret", "", "secret"),
        ("https://host/v1/items/12", "application/vnd.api+json", "12.json"),
        ("http://[broken", "", "response"),
        ("https://host/" + "x" * 500 + ".json", "application/json", "x" * 95 + ".json"),
    ],
)
def test_H15_names_from_the_url(url: str, content_type: str, name: str) -> None:
    assert suggested_name(url, content_type) == name
