#!/bin/sh
# Export, and keep the memory: commit calendars/ to a branch, whoever else pushes there meanwhile.
#   sh publish.sh main [/srv/www/calendars | s3://our-bucket/calendars]
# What another push has changed is fetched, and the export made anew from it; nothing is merged, and nothing is forced.
# What is exported is pushed before it is published, so that no calendar ever knows a revision that the memory does not:
# the second word names a folder into which rsync then copies what was pushed, each changed file by rename; or the address of
# a store, to which deadlines then sends it.
# Exit code: that of deadlines export (1: a record is broken, the others are exported), or 3: nothing was pushed.
set -eu
branch=$1
folder=${2:-}
publish() {
  case $folder in
  "") ;;
  *://*) .venv/bin/deadlines export --to "$folder" >/dev/null || { code=$?; [ "$code" -le 1 ] || exit "$code"; } ;;
  *) rsync --recursive --checksum --delay-updates --delete-after calendars/ "$folder/" ;;
  esac
}
if [ -n "$(git status --porcelain -- . ':!calendars')" ]; then
  echo "there is work here that is not committed; commit it, or run this in a clone that nobody edits" >&2
  exit 3
fi
for attempt in 1 2 3 4 5; do
  git fetch --quiet origin "$branch"
  git checkout --quiet --force --detach FETCH_HEAD
  code=0
  .venv/bin/deadlines export || code=$?
  [ "$code" -le 1 ] || exit "$code"
  git add --all calendars
  if git diff --cached --quiet; then
    publish
    exit "$code"
  fi
  git -c user.name=deadlines -c user.email=deadlines@localhost commit --quiet --message "calendars: exported"
  if git push --quiet origin "HEAD:refs/heads/$branch"; then
    publish
    exit "$code"
  fi
  echo "attempt $attempt: $branch has moved, or may not be pushed to" >&2
done
exit 3
