"""Why a store refused, out of all that OpenDAL says of it, and what to do: in a sentence each."""

import re

from deadlines.domain.text import Sentence
from deadlines.stores.address import SECRETS

_NAMES = re.compile(r"\n\s+(?:uri|url|path): .*")
"""Lines with what was asked for, which may be called anything."""
_REACHED = Sentence("see whether it can be reached")
_ADDRESS = Sentence("see how the address is written, and what the environment says of it")
_ALLOWED = Sentence("see whether the credentials in the environment may write there")
_REGION = Sentence("write {option} at the end of the address", option="?region=…")
_UNSIGNED = re.compile("failed to load signing credential")

_REASONS = (
    (_UNSIGNED, Sentence("there are no credentials that can be used")),
    (re.compile("region is missing"), Sentence("no region is named")),
    (re.compile("invalid peer certificate"), Sentence("this machine does not trust its certificate")),
    (re.compile("InvalidContentType"), Sentence("it does not speak TLS")),
    (re.compile("timeout reached"), Sentence("there was no answer in time")),
)
"""What is said better in our own words than in those that stand there."""

_HINTS = (
    (re.compile("[Pp]roxy|tunnel"), Sentence("see whether the proxy in the environment is right")),
    (re.compile("RequestTimeTooSkewed"), Sentence("set the clock of this machine")),
    (
        re.compile("Server failed to authenticate"),
        Sentence("see whether the key in the environment and the clock of this machine are right"),
    ),
    (re.compile("PermanentRedirect|TemporaryRedirect|AuthorizationHeaderMalformed|region is missing"), _REGION),
    (re.compile("NotFound|NoSuchBucket"), Sentence("see how the address is written, or make the bucket first")),
    (
        re.compile("invalid peer certificate"),
        Sentence("see whether its address is right and its certificate valid"),
    ),
    (re.compile("status: 413"), Sentence("let its server take larger files")),
    (re.compile("status: 507|[Nn]o space left|[Qq]uota"), Sentence("make room there")),
    (re.compile("PermissionDenied|ExpiredToken|InvalidToken|status: 40[13]"), _ALLOWED),
    (
        re.compile(
            r"ConfigInvalid|invalid (uri|format|authority)|Invalid(ContentType|ResourceName)|status: (30\d|405|409)"
        ),
        _ADDRESS,
    ),
)
"""What to do where a pattern is found; of several the first."""


def why(text: str, scheme: str) -> tuple[str, Sentence]:
    """Return a reason and a hint for what OpenDAL says when it is asked for something at an address of a scheme."""
    text = _NAMES.sub("", text)
    if _UNSIGNED.search(text):
        variables = ", ".join(SECRETS[scheme])
        hint = Sentence("set {variables}, and see whether what is set there can be used", variables=variables)
    else:
        hint = next((hint for pattern, hint in _HINTS if pattern.search(text)), _REACHED)
    return _reason(text), hint


def _reason(text: str) -> str:
    """Return why: in our own words, or what the server said, its status, or what the system said."""
    for pattern, ours in _REASONS:
        if pattern.search(text):
            return ours
    if said := re.search(r'message: "((?:[^"\\]|\\.)+)"', text):
        return re.sub(r"\s*(\\n)?RequestId:.*", "", said[1], flags=re.DOTALL).removesuffix(".")
    if status := re.search(r"status: (\d{3})", text):
        return Sentence("the server answers {status}", status=status[1])
    if source := re.search(r"\nSource:\n\s+(.+)", text):
        return re.sub(r" \(os error \d+\)", "", source[1]).rpartition(": ")[2]
    return text.partition("\n")[0].rpartition("=> ")[2].removesuffix(".")
