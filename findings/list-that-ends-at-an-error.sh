#!/bin/sh
# A list of files on a WebDAV server that cannot be reached, asked for with retries.
#
# OpenDAL 0.47.12 for Python raises the error where its RetryLayer is not used. With it, the list is tried again, and ends: the place looks
# empty. Whoever compares with that takes everything there for deleted.
# Seen on 2026-11-28:
#   without Unexpected
#   with []
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet opendal==0.47.12

cat > list.py <<'END'
import opendal
from opendal.layers import RetryLayer

plain = opendal.Operator("webdav", endpoint="http://127.0.0.1:1", root="/")
for name, operator in (("without", plain), ("with", plain.layer(RetryLayer(max_times=1, min_delay=0.1)))):
    try:
        print(name, [entry.path for entry in operator.list("", recursive=True)])
    except Exception as error:
        print(name, type(error).__name__)
END
seen=$(venv/bin/python list.py)
echo "$seen"
test "$seen" = "without Unexpected
with []"
