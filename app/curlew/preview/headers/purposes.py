"""What each well-known header is for, in a sentence, and to which subject it belongs."""

from __future__ import annotations

from curlew.text import _

_CACHING = {
    "cache-control": _("Who may keep this response, and for how long."),
    "age": _("How long the response has been in a cache on the way."),
    "expires": _("Until when the response is fresh; Cache-Control: max-age counts for more."),
    "pragma": _("An old word for Cache-Control: no-cache."),
    "etag": _("A mark of this version, to ask later whether it has changed (If-None-Match)."),
    "last-modified": _("When it was last changed, to ask later whether it has changed (If-Modified-Since)."),
    "vary": _("Which request headers the answer depends on: caches keep one answer for each of their values."),
    "date": _("When the server made the response."),
    "warning": _("A note by a cache, no longer used."),
    "cache-status": _("What each cache on the way did with the request."),
    "cdn-cache-control": _("Who may keep this response: for content delivery networks only."),
    "surrogate-control": _("Who may keep this response: for content delivery networks only."),
    "surrogate-key": _("Names by which a content delivery network can drop this response."),
    "x-cache": _("Whether a cache on the way had the response."),
    "x-cache-hits": _("How often a cache on the way has given this response."),
    "x-served-by": _("Which machines of a content delivery network answered."),
    "cf-cache-status": _("Whether Cloudflare’s cache had the response."),
    "clear-site-data": _("What browsers are to forget of this site."),
}
_CORS = {
    "access-control-allow-origin": _("Which sites’ scripts may read this response."),
    "access-control-allow-credentials": _("Whether scripts of other sites may send cookies and read the answer."),
    "access-control-allow-methods": _("Which methods scripts of other sites may use; the answer to a preflight request."),
    "access-control-allow-headers": _("Which headers scripts of other sites may send; the answer to a preflight request."),
    "access-control-expose-headers": _("Which response headers scripts of other sites may read, beside the simple ones."),
    "access-control-max-age": _("How long browsers may remember the answer to a preflight request."),
    "access-control-allow-private-network": _("Whether public sites may ask this server of a private network."),
    "timing-allow-origin": _("Which sites’ scripts may see how long this took."),
    "cross-origin-resource-policy": _("Which sites may embed this response."),
    "cross-origin-opener-policy": _("Whether the page shares a window group with pages that opened it."),
    "cross-origin-embedder-policy": _("Whether the page loads only what agrees to be embedded."),
    "origin-agent-cluster": _("Asks browsers to keep the pages of this origin apart from others."),
}
_SECURITY = {
    "strict-transport-security": _("Browsers are to come back by HTTPS only."),
    "content-security-policy": _("What a page may load and run."),
    "content-security-policy-report-only": _("What a page should load and run; breaches are only reported."),
    "permissions-policy": _("Which abilities of the browser a page and its frames may use."),
    "feature-policy": _("The older form of Permissions-Policy."),
    "referrer-policy": _("How much of the address browsers tell the next site."),
    "x-content-type-options": _("Whether browsers may guess another type than the declared one."),
    "x-frame-options": _("Which sites may show the page in a frame; Content-Security-Policy: frame-ancestors counts for more."),
    "x-xss-protection": _("Switched an old filter of browsers, which is gone."),
    "x-permitted-cross-domain-policies": _("Whether old plug-ins may load data from here."),
    "x-download-options": _("Kept old browsers from opening downloads at once."),
    "expect-ct": _("Asked for certificates in public logs, which all now are."),
    "public-key-pins": _("Tied the site to certain keys, no longer used."),
    "www-authenticate": _("How to prove who asks."),
    "proxy-authenticate": _("How to prove to the proxy who asks."),
    "authentication-info": _("The server’s part of a completed authentication."),
    "set-cookie": _("A cookie to be sent back with later requests."),
    "report-to": _("Where browsers send reports of breaches and errors."),
    "reporting-endpoints": _("Where browsers send reports of breaches and errors."),
    "nel": _("Which network errors browsers report."),
}
_LIMITS = {
    "ratelimit": _("How much of the request quota is left, and when it is renewed."),
    "ratelimit-policy": _("How many requests are allowed in which time."),
    "ratelimit-limit": _("How many requests are allowed in the present span."),
    "ratelimit-remaining": _("How many requests are left in the present span."),
    "ratelimit-reset": _("When the request quota is renewed."),
    "ratelimit-used": _("How many requests were made in the present span."),
    "ratelimit-resource": _("Which quota this request counted to."),
    "retry-after": _("When to come back."),
}
_CONTENT = {
    "content-type": _("What the body is."),
    "content-length": _("How many bytes the body has, as it was sent."),
    "content-encoding": _("How the body is packed."),
    "content-language": _("The language of the body."),
    "content-location": _("The address of exactly this form of the content."),
    "content-disposition": _("Whether to show or to save the body, and under which name."),
    "content-range": _("Which part of the whole the body is."),
    "accept-ranges": _("Whether parts of it can be asked for."),
    "content-md5": _("A checksum of the body, no longer used."),
    "digest": _("A checksum of the body."),
    "content-digest": _("A checksum of the body as it was sent."),
    "repr-digest": _("A checksum of the whole content."),
    "transfer-encoding": _("How the body is framed on the wire."),
    "trailer": _("Which headers come after the body."),
    "link": _("Where related things are: pages of a list, documentation, things to load early."),
    "sourcemap": _("Where the source of a packed script is."),
    "accept-patch": _("In which types PATCH is understood here."),
    "accept-post": _("In which types POST is understood here."),
    "last-event-id": _("Where a broken stream of events is to go on."),
}
_WAY = {
    "location": _("Where to go instead, or where what was made can be found."),
    "allow": _("Which methods are allowed here."),
    "refresh": _("Where browsers go after a while."),
    "server": _("The software of the server."),
    "via": _("Which proxies the response came through."),
    "connection": _("What becomes of the connection afterwards."),
    "keep-alive": _("How long, and for how many requests, the connection is kept."),
    "upgrade": _("Other protocols that the server would speak."),
    "alt-svc": _("Other ways to reach this server."),
    "server-timing": _("How long the server’s own steps took."),
    "x-powered-by": _("The software behind the server."),
    "x-runtime": _("How long the server worked on it, in seconds."),
    "x-response-time": _("How long the server worked on it."),
    "x-request-id": _("A name for this request, for looking it up in the server’s logs."),
    "x-correlation-id": _("A name for this request, for looking it up in the server’s logs."),
    "x-trace-id": _("A name for this request, for looking it up in the server’s logs."),
    "x-amzn-requestid": _("A name for this request, for looking it up in the server’s logs."),
    "x-amzn-trace-id": _("A name for this request, for looking it up in the server’s logs."),
    "x-amz-request-id": _("A name for this request, for looking it up in the server’s logs."),
    "traceparent": _("The place of this request in a trace across services."),
    "cf-ray": _("Cloudflare’s name for this request, and the place that answered."),
    "deprecation": _("Since when, or from when on, this should no longer be used."),
    "sunset": _("When this is expected to go away."),
    "dnt": _("Asked not to be tracked, no longer used."),
    "x-robots-tag": _("What search engines may do with the page."),
    "accept-ch": _("Which hints about the device browsers may send."),
    "x-total-count": _("How many entries there are in all."),
    "x-next-page": _("The next page of a list."),
    "x-prev-page": _("The page before, of a list."),
    "x-page": _("Which page of a list this is."),
    "x-per-page": _("How many entries a page of a list has."),
    "x-total-pages": _("How many pages a list has."),
    "speculation-rules": _("What browsers may load early."),
    "service-worker-allowed": _("For which addresses a service worker may act."),
    "grpc-status": _("How the gRPC call ended; 0 is success."),
    "grpc-message": _("Why the gRPC call failed."),
}
SUBJECTS = (
    (_("Caching"), _CACHING),
    (_("Cross-origin access"), _CORS),
    (_("Security"), _SECURITY),
    (_("Rate limit"), _LIMITS),
    (_("Content"), _CONTENT),
    (_("Way and server"), _WAY),
)


def purpose(name: str) -> str:
    """Return in a sentence what a header is for, empty for one that is not known."""
    return _found(name)[1]


def subject(name: str) -> str:
    """Return the subject that a header belongs to, such as “Caching”; empty for one that is not known."""
    return _found(name)[0]


def _found(name: str) -> tuple[str, str]:
    key = name.lower()
    for title, known in SUBJECTS:
        for form in (key, key.removeprefix("x-"), key.replace("x-rate-limit", "ratelimit")):
            if form in known:
                return title, known[form]
    return "", ""
