"""A certificate for this machine, signed by itself: refused unless SSL_CERT_FILE names it."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Certificate:
    chain: Path
    key: Path


def self_signed(folder: Path, *names: str) -> Certificate:
    chain, key = folder / "certificate.pem", folder / "key.pem"
    said = ",".join(f"{'IP' if name[0].isdigit() else 'DNS'}:{name}" for name in names or ("localhost", "127.0.0.1"))
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "3650",
         "-subj", "/CN=sink", "-addext", f"subjectAltName={said}", "-keyout", key, "-out", chain],
        check=True, capture_output=True,
    )  # fmt: skip
    return Certificate(chain, key)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return self_signed(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def trusted(certificate: Certificate, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The certificate, as if its authority were known to this machine."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.chain))
    return certificate.chain
