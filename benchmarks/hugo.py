"""Hugo, with the records of a project as its content: a page for each, and a list of each kind."""

import shutil
import tomllib
from pathlib import Path

import tomli_w

PAGE = """\
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head><body>
<h1>{{ .Title }}</h1><p>{{ .Params.organisation }}</p>
{{ range .Params.deadlines }}<p>{{ .label }} <time>{{ .due }}</time> {{ .timezone }} {{ .stated }}</p>{{ end }}
<p>{{ .Params.summary }}</p><p>{{ .Params.eligibility }}</p><p><a href="{{ .Params.link }}">{{ .Params.link }}</a></p>
<ul>{{ range .Params.topics }}<li>{{ . }}</li>{{ end }}</ul><ul>{{ range .Params.regions }}<li>{{ . }}</li>{{ end }}</ul>
{{ with .Params.apply }}<p>{{ .url }} {{ .email }} {{ .reference }}</p>{{ range .documents }}<p>{{ . }}</p>{{ end }}{{ end }}
</body></html>
"""
LIST = """\
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head><body><ul>
{{ range .RegularPages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ .Params.organisation }}
{{ range .Params.deadlines }}<time>{{ .due }}</time>{{ end }}</li>{{ end }}</ul></body></html>
"""


def prepared(folder: Path, site: Path) -> Path:
    """Return a site with the records of a project."""
    layouts = site / "layouts" / "_default"
    layouts.mkdir(parents=True)
    (layouts / "single.html").write_text(PAGE)
    (layouts / "list.html").write_text(LIST)
    (site / "hugo.toml").write_text(
        'baseURL = "https://example.org/"\ntitle = "Generated"\ndisableKinds = ["taxonomy", "term"]\n'
    )
    for file in sorted((folder / "opportunities").rglob("*.toml")):
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        page = site / "content" / table["kind"] / f"{file.stem}.md"
        page.parent.mkdir(parents=True, exist_ok=True)
        table["link"] = table.pop("url")
        page.write_text(f"+++\n{tomli_w.dumps(table)}+++\n", encoding="utf-8")
    return site


def emptied(site: Path) -> None:
    """Take away what an earlier run made."""
    for name in ("public", "resources"):
        shutil.rmtree(site / name, ignore_errors=True)
