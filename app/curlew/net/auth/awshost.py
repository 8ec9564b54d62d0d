"""Which AWS service and region a host's name stands for."""

from __future__ import annotations

import re

_REGION = re.compile(r"(?:[a-z]{2,4}(?:-[a-z]+)+-\d+)")
_SUFFIXES = (".amazonaws.com.cn", ".amazonaws.com", ".api.aws", ".on.aws", ".amazonaws.eu")
_GLOBAL = {
    "iam": "us-east-1",
    "cloudfront": "us-east-1",
    "route53": "us-east-1",
    "sts": "us-east-1",
    "s3": "us-east-1",
    "organizations": "us-east-1",
    "shield": "us-east-1",
    "budgets": "us-east-1",
    "ce": "us-east-1",
}
_SIGNED_AS = {
    "lambda-url": "lambda",
    "email": "ses",
    "s3-fips": "s3",
    "s3-website": "s3",
    "s3-control": "s3",
    "s3-accesspoint": "s3",
    "appsync-api": "appsync",
    "bedrock-runtime": "bedrock",
    "bedrock-agent": "bedrock",
    "bedrock-agent-runtime": "bedrock",
    "runtime.lex": "lex",
    "iot-data": "iotdata",
    "ats.iot": "iotdata",
}
_FILLERS = frozenset(("dualstack", "vpce", "www"))


def guess(host: str) -> tuple[str, str]:
    """Return service and region, each empty where the name does not tell it."""
    host = host.lower().rstrip(".")
    suffix = next((suffix for suffix in _SUFFIXES if host.endswith(suffix)), "")
    if not suffix:
        return "", ""
    labels = [label for label in host.removesuffix(suffix).split(".") if label not in _FILLERS]
    old = re.fullmatch(rf"(s3)-({_REGION.pattern})", labels[-1]) if labels else None
    if old is not None:  # s3-eu-west-1.amazonaws.com, the older spelling
        return old[1], old[2]
    if not labels:
        return "", ""
    place = next((at for at in range(len(labels) - 1, -1, -1) if _REGION.fullmatch(labels[at])), -1)
    if place < 0:
        service = _service(labels[-1])
        return service, _GLOBAL.get(service, "")
    # the service stands before its region (x.execute-api.eu-west-1) or, for search domains, behind it (x.eu-west-1.es)
    name = labels[place + 1] if place + 1 < len(labels) else labels[place - 1] if place else ""
    return _service(name), labels[place]


def _service(label: str) -> str:
    return _SIGNED_AS.get(label, label)
