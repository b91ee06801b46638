"""What a store says when it refuses, as OpenDAL prints it, becomes a sentence and what to do."""

import pytest

from deadlines.stores.refused import why

SKEWED = """PermissionDenied (permanent) at list => S3Error { code: "RequestTimeTooSkewed", message: "The difference between the request time and the server's time is too large.", resource: "", request_id: "" }

Context:
   service_operation: ListObjectsV2
   uri: http://127.0.0.1:37231/bucket?list-type=2
   response: Parts { status: 403, version: HTTP/1.1, headers: {"content-length": "181"} }
   service: s3
   path: /
   listed: 0"""
REGION = """Unexpected (permanent) at list => S3Error { code: "AuthorizationHeaderMalformed", message: "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-central-1'", resource: "", request_id: "" }"""
OLD = """PermissionDenied (permanent) at list => AzblobError { code: "AuthenticationFailed", message: "Server failed to authenticate the request. RequestId:1 Time:2" }"""
NO_CONTAINER = """NotFound (permanent) at list => AzblobError { code: "ContainerNotFound", message: "The specified container does not exist. RequestId:1 Time:2" }"""
DENIED = """PermissionDenied (permanent) at list => GcsErrorResponse { error: GcsError { code: 403, message: "a@b does not have storage.objects.list access", errors: [GcsErrorDetail { domain: "global", message: "x", reason: "forbidden" }] } }"""
UNSIGNED = """Unexpected (permanent) at list => signing http request

Context:
   called: reqsign::Sign
   service: gcs
   path: /

Source:
   failed to load signing credential
"""
CERTIFICATE = """Unexpected (temporary) at list => send http request

Context:
   url: https://127.0.0.1:34339/bucket?list-type=2
   called: reqwest::send

Source:
   error sending request: client error (Connect): invalid peer certificate: UnknownIssuer
"""
REFUSED = CERTIFICATE.replace(
    "invalid peer certificate: UnknownIssuer", "tcp connect error: Connection refused (os error 111)"
)
PROXY = CERTIFICATE.replace("invalid peer certificate: UnknownIssuer", "tunnel error: proxy authorization required")
STATUS = """Unexpected (permanent) at write

Context:
   service_operation: Put
   uri: http://127.0.0.1:37231/quota-NotFound.ics
   response: Parts { status: 413, version: HTTP/1.1, headers: {} }
   path: quota-NotFound.ics"""


@pytest.mark.parametrize(
    ("text", "reason", "hint"),
    [
        (SKEWED, "The difference between the request time and the server's time is too large", "set the clock of this machine"),
        (REGION, "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-central-1'", "?region=…"),
        (OLD, "Server failed to authenticate the request", "the clock of this machine"),
        (NO_CONTAINER, "The specified container does not exist", "or make the bucket first"),
        (DENIED, "a@b does not have storage.objects.list access", "the credentials in the environment"),
        (UNSIGNED, "there are no credentials that can be used", "set GOOGLE_APPLICATION_CREDENTIALS"),
        (CERTIFICATE, "this machine does not trust its certificate", "its certificate valid"),
        (REFUSED, "Connection refused", "see whether it can be reached"),
        (PROXY, "proxy authorization required", "the proxy in the environment"),
        (STATUS, "the server answers 413", "let its server take larger files"),
        (STATUS.replace("413", "507"), "the server answers 507", "make room there"),
        (STATUS.replace("413", "405"), "the server answers 405", "see how the address is written"),
        (STATUS.replace("413", "502"), "the server answers 502", "see whether it can be reached"),
    ],
)  # fmt: skip
def test_what_a_store_says_becomes_a_sentence_and_what_to_do(text: str, reason: str, hint: str) -> None:
    said, to_do = why(text, "gs")
    assert said == reason and hint in to_do
