#!/bin/sh
# Build a release into dist/: wheel, sdist, SHA256SUMS, and an SBOM (CycloneDX) of the core install.
#   sh docs/release/build.sh
# In an action for a tag, the tag has to be the version, and on main. The same commit gives the same bytes everywhere.
set -eu
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' pyproject.toml)
if [ "${GITHUB_REF_TYPE:-}" = tag ]; then
  [ "$GITHUB_REF_NAME" = "v$version" ] || { echo "the tag is $GITHUB_REF_NAME, and the version $version" >&2; exit 1; }
  git merge-base --is-ancestor HEAD origin/main || { echo "$GITHUB_REF_NAME is not on main" >&2; exit 1; }
fi
rm -rf dist
python3 -m venv .release
.release/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes -r requirements-release.lock
.release/bin/python -m hatchling build -t wheel -t sdist -d dist
.release/bin/cyclonedx-py requirements src/deadlines/app/scaffold/requirements.lock --pyproject pyproject.toml \
  --output-reproducible --output-format JSON --output-file "dist/deadlines-$version.cdx.json"
cd dist
files=$(ls)
# shellcheck disable=SC2086 # names without spaces
sha256sum -- $files >SHA256SUMS
cat SHA256SUMS
