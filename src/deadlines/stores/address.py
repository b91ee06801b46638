"""Addresses of stores: ``s3://bucket/prefix``, ``sftp://user@host/path``; shown without what is secret."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

from deadlines.domain.text import Sentence

OPTIONS: Mapping[str, tuple[str, ...]] = {
    "s3": ("region", "endpoint"),
    "gs": ("endpoint",),
    "az": ("account", "endpoint"),
    "webdavs": (),
    "webdav": (),
    "sftp": (),
    "file": (),
}
"""What an address may begin with, and what may stand behind its ``?``."""
PASSWORD = "DEADLINES_STORE_PASSWORD"  # noqa: S105
"""The environment variable with the password of a WebDAV server, or of SSH where no key is used."""
ACCOUNT, KEY = "AZURE_STORAGE_ACCOUNT_NAME", "AZURE_STORAGE_ACCOUNT_KEY"
"""The environment variables with the account of Azure's, where the address names none, and with its key."""
SECRETS: Mapping[str, tuple[str, ...]] = {
    "s3": ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
    "gs": ("GOOGLE_APPLICATION_CREDENTIALS",),
    "az": (ACCOUNT, KEY),
}
"""The environment variables that let somebody in where nothing else does, such as a role of the machine."""
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_ENDPOINT = "?endpoint=https://…"


class BadAddress(ValueError):  # noqa: N818
    """An address that cannot be meant; its argument is a sentence."""


@dataclass(frozen=True)
class Address:
    """An address, taken apart."""

    scheme: str
    host: str
    """The machine, or the bucket."""
    path: str
    """Without slashes around it."""
    port: int | None = None
    username: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return it as it is shown: without its options."""
        user = f"{self.username}@" if self.username else ""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = f":{self.port}" if self.port else ""
        return f"{self.scheme}://{user}{host}{port}/{self.path}".rstrip("/")


def is_address(text: str) -> bool:
    """True for what names a store, and not a folder; also where a slash was forgotten."""
    return "://" in text or text.lower().startswith(tuple(f"{one}:/" for one in OPTIONS))


def parse(text: str) -> Address:
    """Read an address. Raises ``BadAddress``, which names nothing that is secret."""
    scheme = text.partition(":/")[0].lower()
    if scheme not in OPTIONS:
        if scheme in ("http", "https"):
            raise BadAddress(
                Sentence(
                    "{scheme}:// is for reading; write webdavs://, or the address of its store",
                    scheme=scheme,
                )
            )
        known = ", ".join(f"{one}://" for one in OPTIONS)
        raise BadAddress(Sentence("no store has an address in {scheme}://; write {known}", scheme=scheme, known=known))
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
        options = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
    except ValueError:
        raise BadAddress(Sentence("the address cannot be read; write {scheme}://…/…", scheme=scheme)) from None
    _check_options(scheme, options)
    if parts.password is not None:
        variables = ", ".join(SECRETS.get(scheme, (PASSWORD,)))
        raise BadAddress(
            Sentence("a password would be in the history of the shell; set {variable} instead", variable=variables)
        )
    username = parts.username and unquote(parts.username)
    address = Address(scheme, host, unquote(parts.path).strip("/"), port, username, options)
    _check_place(address)
    return address


def _check_place(address: Address) -> None:
    scheme = address.scheme
    if scheme == "file":
        if address.host or not address.path:
            raise BadAddress(Sentence("a folder has three slashes before its name; write file:///…/…"))
    elif not address.host:
        raise BadAddress(Sentence("the address names no place; write {scheme}://…/…", scheme=scheme))
    if scheme == "webdav" and address.host not in _LOOPBACK:
        raise BadAddress(Sentence("webdav:// is not protected, and is for this machine alone; write webdavs://"))
    if scheme in SECRETS and (address.username or address.port):
        raise BadAddress(
            Sentence(
                "in {scheme}:// a bucket comes first, without user and port; write its server at the end, as {option}",
                scheme=scheme,
                option=_ENDPOINT,
            )
        )


def _check_options(scheme: str, options: Mapping[str, str]) -> None:
    for name in options:
        if name not in OPTIONS[scheme]:
            if OPTIONS[scheme]:
                raise BadAddress(
                    Sentence(
                        "{scheme}:// takes {known}, and not {name}; secrets are read from the environment",
                        scheme=scheme,
                        known=OPTIONS[scheme],
                        name=name,
                    )
                )
            raise BadAddress(Sentence("nothing can stand behind ? in {scheme}://", scheme=scheme))
    if "endpoint" in options:
        _check_endpoint(scheme, options["endpoint"])


def _check_endpoint(scheme: str, endpoint: str) -> None:
    """Requests of Google's store and of Azure's may hold what lets in whoever reads them; those of S3 never do."""
    try:
        parts = urlsplit(endpoint)
        is_server = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_server = False
    if not is_server:
        raise BadAddress(Sentence("an endpoint is the address of a server; write {option}", option=_ENDPOINT))
    if parts.scheme == "http" and scheme != "s3" and parts.hostname not in _LOOPBACK:
        raise BadAddress(Sentence("http:// is not protected, and is for this machine alone; write https://"))
