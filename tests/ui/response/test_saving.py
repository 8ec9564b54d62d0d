"""Saving a body."""

import stat

import pytest
from PySide6.QtWidgets import QDialog, QFileDialog

from curlew.model.content import Content
from curlew.ui.response.saving import name_for, save_body, write_body
from helpers.exchanges import a_failure, a_response, an_exchange
from helpers.looping import run
from helpers.ui_over import ui_over


@pytest.fixture
def picked(theme, notices, qtbot, tmp_path, monkeypatch):
    """Save an exchange's body, the person picking a file of that name (None: giving up)."""

    def pick(exchange, name):
        with ui_over(theme, None, notices) as ui:

            async def answer(_ui, dialog):
                monkeypatch.setattr(QFileDialog, "selectedFiles", lambda _dialog: [str(tmp_path / name)] if name else [])
                return QDialog.DialogCode.Accepted if name else QDialog.DialogCode.Rejected

            monkeypatch.setattr(type(ui), "ask", answer)
            return run(save_body(ui, None, exchange))

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
