"""H15: what a server says about a file's name is a suggestion, never a path."""

import pytest

from curlew.preview.file_name import packed_name, suggested_name


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


@pytest.mark.parametrize(
    "said",
    [
        "..", "...", "/", "\\", "~/.bashrc", "-rf", "a/b\\c/..", "con", "CON .txt", "COM¹.log", "conin$", "x" * 5000, "好" * 200 + ".json",
        "name.\u202etxt.exe", "a\nb\r\n.txt", "\ud800.txt", "a" * 99 + " .txt", "nul.", ". .", "%2e%2e%2f", "file\x7f", "trailing...",
        "🏳️‍🌈" * 60, "a" * 300 + "." + "b" * 300, "\u2028line", "C:\\Windows\\x.dll", "aux.tar.gz", "C:", "\\\\server\\share\\f",
    ],
)  # fmt: skip
@pytest.mark.parametrize("how", ['attachment; filename="{}"', "attachment; filename={}", "attachment; filename*=UTF-8''{}"])
def test_H15_no_name_leads_out_of_the_folder_or_hurts_a_system(said: str, how: str) -> None:
    name = suggested_name("https://host/list", "application/json", how.format(said))
    assert name
    assert name not in (".", "..")
    assert not set(name) & set('/\\:*?"<>|\x00\n\r\x7f\u202e\u2028')
    assert name.strip(" .") == name
    assert name[0] not in "-~"
    assert len(name.encode()) <= 120
    assert name.split(".")[0].strip().lower() not in ("con", "nul", "aux", "com¹", "conin$")


@pytest.mark.parametrize(
    ("encoding", "name"), [("gzip", "a.json.gz"), ("br", "a.json.br"), ("gzip, zstd", "a.json.gz.zst"), ("odd", "a.json")]
)
def test_H15_bytes_as_received_are_named_for_how_they_are_packed(encoding: str, name: str) -> None:
    assert packed_name("a.json", encoding) == name
