import gzip
import sys

import pytest

from tests.conftest import REPOSITORY, Folder

sys.path.append(str(REPOSITORY / "benchmarks"))


@pytest.mark.slow
def test_the_page_of_500_opportunities_travels_in_30_kilobytes(project: Folder) -> None:
    from generate import project as write

    folder = Folder(project.root / "generated")
    write(500, folder.root)
    folder.run("export", "--as-of", "2025-12-15")
    published = folder.published()
    assert published["index.html"].count(b"<li id=") == 200, "the others are fetched by a search"
    travels = sum(len(gzip.compress(published[name], 6)) for name in ("index.html", "page.css", "page.js", "icon.svg"))
    assert travels < 30_000
