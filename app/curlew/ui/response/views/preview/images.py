"""Reading images: pictures, drawings that are whole in themselves, and what can be said of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter
from PySide6.QtSvg import QSvgRenderer

from curlew.preview.exif import exif_lines
from curlew.preview.kinds import image_type
from curlew.text import _

_FOREIGN = re.compile(rb"<!ENTITY|<image|<foreignObject|<script|(?:href|src)\s*=\s*[\"'](?!#)|url\(\s*[\"']?(?!#)|@import", re.IGNORECASE)
LARGEST_SVG = 2_000_000
LONGEST_SIDE = 4096
LARGEST_FILE = 256 * 1024 * 1024
FACTS_IN = 256 * 1024
"""Bytes at the beginning in which facts about a photograph are looked for."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An image with what can be said of it: (name, value). animated: it has several frames. detail: how much finer than its own size."""

    image: QImage
    lines: tuple[tuple[str, str], ...] = ()
    animated: bool = False
    detail: float = 1.0


def read_picture(data: bytes) -> Picture | str:
    """Return the image, or why it cannot be shown. May take a while: for a thread."""
    if len(data) > LARGEST_FILE:
        return _("This image is too large to be drawn here.")
    kind = image_type(data)
    if kind == "image/svg+xml":
        return _read_svg(data)
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    frames, name = reader.imageCount(), bytes(reader.format().data()).decode("ascii", "replace").upper()
    texts = [(key[:60], reader.text(key)[:300]) for key in reader.textKeys()[:20]]
    image = reader.read()
    if image.isNull():
        return _("The image cannot be read: {reason}.").format(reason=reader.errorString())
    animated = reader.supportsAnimation() and frames != 1
    lines = [(_("Format"), name), (_("Size"), _measures(image)), (_("Colours"), _colours(image))]
    if animated and frames > 1:
        lines.append((_("Frames"), f"{frames:,}"))
    density = round(image.dotsPerMeterX() * 0.0254)
    if density > 0 and _tells_density(data[:FACTS_IN]):
        lines.append((_("Density"), _("{n} dots an inch").format(n=density)))
    if image.colorSpace().isValid() and image.colorSpace().description():
        lines.append((_("Colour space"), image.colorSpace().description()[:80]))
    return Picture(image, (*lines, *exif_lines(data[:FACTS_IN]), *texts), animated)


def _tells_density(start: bytes) -> bool:
    """Whether an image says how many dots an inch it has; for one that does not, Qt gives the screen's."""
    jfif = start.find(b"JFIF\0", 0, 64)
    return b"pHYs" in start[:4096] if start.startswith(b"\x89PNG") else jfif > 0 and start[jfif + 7 : jfif + 8] in (b"\1", b"\2")


def _measures(image: QImage) -> str:
    size = _("{width} × {height} px").format(width=f"{image.width():,}", height=f"{image.height():,}")
    return f"{size}, {image.width() * image.height() / 1e6:,.1f} MP" if image.width() * image.height() >= 100_000 else size


def _colours(image: QImage) -> str:
    kind = _("grey") if image.isGrayscale() and image.depth() <= 16 else _("colour table") if image.depth() <= 8 else _("colours")
    words = _("{n} bits a pixel, {kind}").format(n=image.bitPlaneCount(), kind=kind)
    return _("{words}, transparency").format(words=words) if image.hasAlphaChannel() else words


def _read_svg(data: bytes) -> Picture | str:
    """Draw an SVG that is whole in itself: one that refers to files or the network is not drawn."""
    if len(data) > LARGEST_SVG:
        return _("This SVG is too large to be drawn here.")
    if _FOREIGN.search(data):
        return _("This SVG refers to something outside itself, so it is not drawn.")
    renderer = QSvgRenderer(QByteArray(data))
    if not renderer.isValid():
        return _("The SVG cannot be read.")
    size = renderer.defaultSize()
    side = max(size.width(), size.height(), 1)
    scale = min(LONGEST_SIDE / side, max(1.0, 1024 / side))
    drawn = QSize(max(1, round(size.width() * scale)), max(1, round(size.height() * scale)))
    image = QImage(drawn, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    measures = _("{width} × {height} px").format(width=f"{size.width():,}", height=f"{size.height():,}")
    return Picture(image, ((_("Format"), "SVG"), (_("Size"), measures)), detail=scale)
