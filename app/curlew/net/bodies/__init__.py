"""The table of body kinds."""

from __future__ import annotations

from curlew.net.bodies.file import FILE
from curlew.net.bodies.form import FORM
from curlew.net.bodies.graphql import GRAPHQL
from curlew.net.bodies.kind import BodyContext, BodyKind
from curlew.net.bodies.multipart import MULTIPART
from curlew.net.bodies.raw import JSON, SPARQL, TEXT, XML
from curlew.registry import Registry
from curlew.text import _

__all__ = ["BODY_KINDS", "BodyContext", "BodyKind"]

NONE = BodyKind("none", _("No body"), "none", lambda _body, _context: None)

BODY_KINDS: Registry[BodyKind] = Registry([NONE, JSON, TEXT, XML, SPARQL, FORM, MULTIPART, FILE, GRAPHQL])
