"""OpenCollection's own schema, where the shared folder with it is at hand: does it accept a file?"""

from __future__ import annotations

import json
import os
from functools import lru_cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator

from curlew.storage.opencollection.reader import read
from curlew.storage.opencollection.scalars import Plain, as_bool, as_number, is_null

CORPORA = Path(os.environ.get("CURLEW_CORPORA") or Path(__file__).resolve().parents[3] / "shared" / "corpora")
SCHEMA = CORPORA.parent / "design" / "opencollection.schema.json"
_BY_TYPE = {"http": "HttpRequest", "graphql": "GraphQLRequest", "grpc": "GrpcRequest", "websocket": "WebSocketRequest", "app": "App"}


def as_json(tree: Any) -> Any:
    """Turn a file's tree into what YAML 1.2 reads."""
    if isinstance(tree, dict):
        return {str(key): as_json(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [as_json(value) for value in tree]
    if isinstance(tree, Plain):
        if is_null(tree):
            return None
        truth = as_bool(tree)
        return truth if truth is not None else as_number(tree)
    return str(tree)


def accepted(path: Path, text: str) -> bool:
    """Whether the schema accepts a file, its top-level `extensions` set aside; False too where there is no schema here."""
    data = as_json(read(text).data)
    data.pop("extensions", None)
    name = _definition(path, data)
    return bool(name) and SCHEMA.is_file() and bool(_validator(name).is_valid(data))


def _definition(path: Path, data: dict[str, Any]) -> str:
    if path.parent.name == "environments":
        return "Environment"
    if path.stem == "opencollection":
        return "Collection"
    if path.stem == "folder":
        return "Folder"
    return _BY_TYPE.get(str((data.get("info") or {}).get("type")), "")


@lru_cache
def _validator(name: str) -> Draft7Validator:
    schema = json.loads(SCHEMA.read_text())
    if name == "Collection":
        return Draft7Validator(schema)
    return Draft7Validator({"$defs": schema["$defs"], "$ref": f"#/$defs/{name}"})
