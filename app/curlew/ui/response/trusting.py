"""Trusting one certificate for one host on this machine, after it was looked at."""

from __future__ import annotations

from urllib.parse import urlsplit

from PySide6.QtWidgets import QDialog, QWidget

from curlew.model.exchange import Certificate, Hop
from curlew.preview.certificates import fingerprint_text, main_fault, problem_word
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.response.chain_view import lines_of
from curlew.ui.response.fact_grid import FactGrid
from curlew.ui.response.texts import host_name
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import Picture, TextButton, column, frame, label, row
from curlew.ui.widgets.sheet import Sheet


def place_of(hop: Hop) -> tuple[str, int]:
    """Return host and port of a hop's server."""
    parts = urlsplit(hop.request.url)
    return (parts.hostname or host_name(hop.request.url)).strip("[]"), parts.port or 443


class TrustSheet(Sheet):
    """Shows the whole fingerprint and what is wrong. Accepting means trust; Enter does not."""

    def __init__(self, theme: Theme, parent: QWidget, certificate: Certificate, host: str, port: int, main: str = "") -> None:
        """Ask. main: for what it was refused, see `main_fault`."""
        super().__init__(theme, parent, _("Trust {host}?").format(host=host))
        self.setFixedWidth(theme.px(520))
        self.setObjectName("trust_sheet")
        title = label(_("Trust this certificate for {host}:{port}?").format(host=host, port=port), "title", wrap=True)
        about = label(
            _("Compare the fingerprint with the one that the server’s operator tells you. All other hosts are verified as before."),
            "muted",
            wrap=True,
        )
        word = problem_word(certificate, host, failed=True, main=main) or certificate.problem or _("not trusted")
        warning = label(word, "badge_err")
        half = len(certificate.fingerprint) // 2
        shown = (fingerprint_text(certificate.fingerprint[:half]), fingerprint_text(certificate.fingerprint[half:]))
        self.fingerprint = label("\n".join(shown))
        self.fingerprint.setFont(theme.font(13, mono=True))
        self.fingerprint.setAccessibleName(_("SHA-256 fingerprint: {text}").format(text=" ".join(shown)))
        heading = row(Picture(theme, "shield_off", "err", 16), label(_("SHA-256 fingerprint"), "strong"), None, warning)
        facts = FactGrid(theme, 76)
        facts.show_lines([line for line in lines_of(certificate, host, short=True, failed=True, main=main) if line.name != _("SHA-256")])
        card = frame("card", layout=column(heading, self.fingerprint, 4, facts, margins=(16, 12, 16, 12), spacing=8))
        keep = TextButton(theme, _("Do not trust"), "", "", self.reject)
        self.trust_button = TextButton(theme, _("Trust and send again"), "danger", "", self.accept)
        self.trust_button.setObjectName("trust_button")
        self.setLayout(column(title, about, 2, card, 6, row(None, keep, self.trust_button), margins=(20, 18, 20, 16), spacing=8))
        keep.setDefault(True)
        keep.setFocus()


async def ask_to_trust(ui: Ui, parent: QWidget, hop: Hop, code: str = "") -> bool:
    """Ask, and note the trust for this machine; return whether it was given. code: as in `SendError`."""
    if not hop.connection.certificates:
        return False
    (host, port), certificate = place_of(hop), hop.connection.certificates[0]
    sheet = TrustSheet(ui.theme, parent, certificate, host, port, main_fault(code))
    accepted = await ui.ask(sheet) == QDialog.DialogCode.Accepted
    sheet.deleteLater()
    if accepted:
        ui.session.trusted.trust(host, port, certificate)
    return accepted
