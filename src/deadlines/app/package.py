"""The package that a project installs: one wheel and all that it needs, each pinned with its hash, as pip reads it.

The hashes of what it needs are in the wheel, as its release was tested; no index is asked, and none of its names is
written that others could take before there is a release.
"""

import hashlib
import json
import re
import zipfile
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution, version
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urlsplit

from deadlines.app.refusal import Exit, Refusal

FOLDER = "packages"
"""Where a project keeps a wheel that has no address."""
_LOCK = "deadlines/app/scaffold/requirements.lock"
_NAME = re.compile(r"deadlines-([0-9][\w.!+]*)-py3-none-any\.whl")
_ADDRESS = re.compile(r"https://[!-~]+/(?P<name>[^/#?]+)#sha256=(?P<hash>[0-9a-f]{64})")


@dataclass(frozen=True)
class Package:
    """A wheel, and what pip reads to install it."""

    requirements: str
    """Every package with its hashes; pip has to be run in the project's folder."""
    wheel: tuple[str, bytes] | None = None
    """Its name and content where the project keeps it."""


def package_named(typed: str, folder: Path) -> Package:
    """Return the package of a wheel's path, read from ``folder``, or of an address with a hash. Raises ``Refusal``."""
    return _at_address(typed) if "://" in typed else _in_file(folder / typed)


def own_package() -> Package | None:
    """Return the wheel from which this program was installed, where that can still be had (PEP 610)."""
    try:
        origin = json.loads(distribution("deadlines").read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        return None
    address, hashes = str(origin.get("url", "")), (origin.get("archive_info") or {}).get("hashes") or {}
    try:
        if address.startswith("file:") and address.endswith(".whl"):
            return _in_file(Path(unquote(urlsplit(address).path)))
        return _at_address(f"{address}#sha256={hashes.get('sha256')}")
    except Refusal:
        return None


def _at_address(typed: str) -> Package:
    found = _ADDRESS.fullmatch(typed)
    if found is None:
        raise Refusal(
            "--package: {typed} does not say which wheel is meant; write its https address and its hash after it, "
            "…/deadlines-1.0-py3-none-any.whl#sha256=…",
            Exit.USAGE,
            typed=typed,
        )
    its, own = _version_in(unquote(found["name"])), version("deadlines")
    if its != own:
        raise Refusal(
            "--package: that is {its}, and this is {own}; run init with that version", Exit.USAGE, its=its, own=own
        )
    lock = files("deadlines.app") / "scaffold" / "requirements.lock"
    address = typed.partition("#")[0]
    return Package(_pinned(f"deadlines @ {address}", found["hash"], lock.read_text("utf-8")))


def _in_file(file: Path) -> Package:
    _version_in(file.name)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise Refusal("--package: {file}: {why}", Exit.USAGE, file=file, why=error.strerror) from None
    try:
        with zipfile.ZipFile(BytesIO(content)) as wheel:
            lock = wheel.read(_LOCK).decode()
    except (zipfile.BadZipFile, KeyError, UnicodeError):
        raise Refusal("--package: {file} is not a wheel of deadlines", Exit.USAGE, file=file) from None
    requirement = f"./{FOLDER}/{file.name}"
    return Package(_pinned(requirement, hashlib.sha256(content).hexdigest(), lock), (file.name, content))


def _version_in(name: str) -> str:
    found = _NAME.fullmatch(name)
    if found is None:
        raise Refusal(
            "--package: {name} is not a wheel of deadlines; it is called deadlines-1.0-py3-none-any.whl",
            Exit.USAGE,
            name=name,
        )
    return found[1]


def _pinned(requirement: str, hashed: str, lock: str) -> str:
    return f"{requirement} \\\n    --hash=sha256:{hashed}\n{lock}"
