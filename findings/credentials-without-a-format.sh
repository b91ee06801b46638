#!/bin/sh
# The credentials that a pipeline shows to Google's store (an external account, AIP-4117), in which "format" is left out: the token is text then.
#
# google-auth 2.40.3 gets a token with such a file. OpenDAL 0.47.12 for Python asks for none, and says that no credentials could be loaded;
# with "format" it gets one.
# Seen on 2026-11-28:
#   without format: google-auth a token, OpenDAL none
#   with format: google-auth a token, OpenDAL a token
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet opendal==0.47.12 google-auth==2.40.3 requests==2.32.5

cat > server.py <<'END'
import json
from http.server import BaseHTTPRequestHandler, HTTPServer


class Google(BaseHTTPRequestHandler):
    """Gives a token to everybody, and lists nothing for whoever has one."""

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        kind = "urn:ietf:params:oauth:token-type:access_token"
        self.say(200, {"access_token": "a-token", "issued_token_type": kind, "token_type": "Bearer", "expires_in": 3600})

    def do_GET(self):
        self.say(200 if self.headers["Authorization"] == "Bearer a-token" else 401, {"kind": "storage#objects"})

    def say(self, status, what):
        content = json.dumps(what).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Google)
print(server.server_port, flush=True)
server.serve_forever()
END
cat > ask.py <<'END'
import atexit
import json
import os
import subprocess
import sys
from pathlib import Path

import opendal
from google.auth.identity_pool import Credentials
from google.auth.transport.requests import Request

server = subprocess.Popen([sys.executable, "server.py"], stdout=subprocess.PIPE, text=True)
port = server.stdout.readline().strip()
Path("token").write_text("of the pipeline")
os.environ["GOOGLE_APPLICATION_CREDENTIALS"] = "credentials.json"
atexit.register(server.kill)
for name, more in (("without", {}), ("with", {"format": {"type": "text"}})):
    Path("credentials.json").write_text(json.dumps({
        "type": "external_account",
        "audience": "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/a/providers/b",
        "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
        "token_url": f"http://127.0.0.1:{port}/token",
        "credential_source": {"file": "token", **more},
    }))
    known = Credentials.from_file("credentials.json", scopes=["https://www.googleapis.com/auth/devstorage.read_write"])
    known.refresh(Request())
    try:
        list(opendal.Operator("gcs", bucket="bucket", endpoint=f"http://127.0.0.1:{port}").list(""))
        other = "a token"
    except opendal.exceptions.Unexpected as error:
        assert "failed to load signing credential" in str(error)
        other = "none"
    print(f"{name} format: google-auth {'a token' if known.token == 'a-token' else 'none'}, OpenDAL {other}")
END
seen=$(venv/bin/python ask.py)
echo "$seen"
test "$seen" = "without format: google-auth a token, OpenDAL none
with format: google-auth a token, OpenDAL a token"
