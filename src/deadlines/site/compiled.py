"""Templates as they were compiled before: compiling them takes longer than filling one with a record."""

from contextlib import suppress
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from deadlines.files import write
from deadlines.site.drawn import DIGEST, digest


class Compiled(BytecodeCache):
    """Compiled templates in a folder of the user's; one that is another, or damaged, is compiled again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load what was kept of a template, if it is what was put there."""
        with suppress(OSError):
            content = self._file_of(bucket).read_bytes()
            if content[:DIGEST] == digest(content[DIGEST:]):
                bucket.bytecode_from_string(content[DIGEST:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template, as far as that can be."""
        content = bucket.bytecode_to_string()
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            write(self._file_of(bucket), (digest(content), content), durably=False, mode=0o600)

    def _file_of(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}.template"
