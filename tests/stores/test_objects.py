"""What OpenDAL asks of a server that breaks off: a list of which the rest cannot be read is none."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from deadlines.stores.address import parse
from deadlines.stores.open import open_store
from deadlines.stores.store import StoreFailure

SERVER = """
from http.server import BaseHTTPRequestHandler, HTTPServer

PAGE = (
    '<?xml version="1.0"?><ListBucketResult><IsTruncated>{more}</IsTruncated>{token}<Contents><Key>calendars/{name}</Key>'
    "<LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>&quot;1&quot;</ETag><Size>1</Size></Contents></ListBucketResult>"
)


class Pages(BaseHTTPRequestHandler):
    def do_GET(self):
        first = "continuation-token" not in self.path
        token = "<NextContinuationToken>x</NextContinuationToken>"
        page = PAGE.format(more="true", token=token, name=".sent.tsv") if first else PAGE.format(more="false", token="", name="all.ics")
        if not first and "/broken" in self.path:
            return self.connection.close()
        self.send_response(200)
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Pages)
print(server.server_port, flush=True)
server.serve_forever()
"""
"""A list in two pages; of a bucket that is called broken, the second cannot be had. OpenDAL lists while no other thread can run."""


@pytest.fixture
def port() -> Iterator[str]:
    with subprocess.Popen([sys.executable, "-S", "-c", SERVER], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield process.stdout.readline().strip()
        process.kill()


@pytest.mark.slow
def test_a_list_is_whole_or_a_failure(port: str) -> None:
    secrets = {"AWS_ACCESS_KEY_ID": "anna", "AWS_SECRET_ACCESS_KEY": "s3cret"}
    with pytest.MonkeyPatch.context() as environment:
        for name, value in secrets.items():
            environment.setenv(name, value)
        more = f"/calendars?region=us-east-1&endpoint=http://127.0.0.1:{port}"
        assert open_store(parse(f"s3://whole{more}"), secrets).look().keys() == {".sent.tsv", "all.ics"}
        for address in (f"s3://broken{more}", "webdav://127.0.0.1:1/calendars"):
            with pytest.raises(StoreFailure):
                open_store(parse(address), secrets).look()
