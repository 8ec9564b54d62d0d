"""Saving a body."""

import gzip
import stat
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QAbstractButton, QDialog, QFileDialog
from shiboken6 import isValid

from curlew.engine.body_file import write_body
from curlew.model.content import Content
from curlew.ui.response.last_folder import keep_folder, last_folder
from curlew.ui.response.saving import name_for, save_body
from curlew.ui.response.saving_strip import Saving, SavingStrip
from helpers.exchanges import a_failure, a_response, an_exchange
from helpers.looping import run
from helpers.ui_over import ui_over


@pytest.fixture
def picked(theme, notices, qtbot, tmp_path, monkeypatch):
    """Save an exchange's body, the person picking a file of that name (None: giving up)."""

    def pick(exchange, name, packed=False):
        with ui_over(theme, None, notices) as ui:

            async def answer(_ui, dialog):
                monkeypatch.setattr(QFileDialog, "selectedFiles", lambda _dialog: [str(tmp_path / name)] if name else [])
                return QDialog.DialogCode.Accepted if name else QDialog.DialogCode.Rejected

            monkeypatch.setattr(type(ui), "ask", answer)
            return run(save_body(ui, None, exchange, packed))

    return pick


def test_the_bytes_are_written_and_it_is_told(picked, tmp_path, notices):
    picked(an_exchange(a_response(b"\x00body")), "x.bin")
    assert (tmp_path / "x.bin").read_bytes() == b"\x00body"
    assert not (tmp_path / "x.bin").stat().st_mode & (stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    assert notices.shown[-1][:2] == ("info", "Saved x.bin")


def test_giving_up_writes_nothing(picked, tmp_path):
    assert picked(an_exchange(), "") is None
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_refuses_is_told(picked, notices):
    assert picked(an_exchange(), "no/such/folder/x") is None
    assert notices.shown[-1][0] == "error"


def test_spooled_bodies_are_copied(tmp_path):
    (tmp_path / "spool").write_bytes(b"abc" * 1000)
    write_body(Content(None, tmp_path / "spool", 3000), tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == b"abc" * 1000


def test_H15_the_suggested_name_is_never_a_path():
    headers = (("Content-Disposition", 'attachment; filename="../../.profile"'), ("Content-Type", "text/plain"))
    assert name_for(an_exchange(a_response(headers=headers))) == "profile.txt"
    assert name_for(a_failure()) == "response"


def test_a_save_that_is_stopped_leaves_what_stood_there(tmp_path):
    (tmp_path / "out").write_bytes(b"before")
    body = Content.of(b"x" * 3_000_000)
    assert write_body(body, tmp_path / "out", lambda written: written < 2_000_000) is False
    assert (tmp_path / "out").read_bytes() == b"before"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_H15_a_program_that_is_replaced_is_none_afterwards(tmp_path):
    (tmp_path / "out").write_bytes(b"#!/bin/sh")
    (tmp_path / "out").chmod(0o755)
    write_body(Content.of(b"x"), tmp_path / "out")
    assert not (tmp_path / "out").stat().st_mode & 0o111


def test_a_link_is_written_through_and_a_device_as_it_is(tmp_path):
    (tmp_path / "real").write_bytes(b"")
    (tmp_path / "link").symlink_to("real")
    write_body(Content.of(b"new"), tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"
    assert write_body(Content.of(b"x"), Path("/dev/null"))


def test_a_spool_file_that_became_shorter_is_told(tmp_path):
    (tmp_path / "spool").write_bytes(b"abc")
    with pytest.raises(OSError, match="no longer whole"):
        write_body(Content(None, tmp_path / "spool", 3000), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_it_is_said_which_bytes_were_saved(picked, tmp_path, notices):
    packed = gzip.compress(b"plain")
    headers = (("Content-Encoding", "gzip"), ("Content-Type", "text/plain"))
    response = replace(a_response(b"plain", headers=headers), encoded=Content.of(packed))
    assert name_for(an_exchange(response), packed=True).endswith(".txt.gz")
    picked(an_exchange(response), "plain")
    assert "decoded" in notices.shown[-1][2]
    picked(an_exchange(response), "packed", packed=True)
    assert "as received" in notices.shown[-1][2]
    assert (tmp_path / "packed").read_bytes() == packed


def test_the_folder_of_the_last_save_is_offered_again(theme, notices, tmp_path):
    profile = SimpleNamespace(state=tmp_path / "state")
    with ui_over(theme, SimpleNamespace(profile=profile), notices) as ui:
        first = run(last_folder(ui))
        run(keep_folder(ui, tmp_path))
        assert run(last_folder(ui)) == str(tmp_path) != first
        run(keep_folder(ui, tmp_path / "gone"))
        assert run(last_folder(ui)) == first


def test_a_slow_save_shows_how_far_it_is_and_can_be_stopped(theme, qtbot):
    saving = Saving("big.json", 10_000_000)
    strip = SavingStrip(theme, saving)
    qtbot.addWidget(strip)
    strip.stop_wanted.connect(lambda: setattr(saving, "stopped", True))
    saving.told(5_000_000)
    qtbot.waitUntil(lambda: not strip.isHidden())
    assert "5" in strip._words.text()
    strip.findChild(QAbstractButton, "stop_saving_button").click()
    assert not saving.told(6_000_000)
    saving.ended = True
    qtbot.waitUntil(lambda: not isValid(strip))
