#!/bin/sh
# The tests on several Pythons, with baokan installed from its wheel and the checkout out of sight.
# usage: wheels.sh FONTS [PYTHON...]     default: python3.11, python3.12, python3.13, as far as they start
#        PYTEST="tests/read -x" wheels.sh FONTS python3.13     only some of them
set -eu
fonts=$1
shift
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
[ $# -gt 0 ] || set -- python3.11 python3.12 python3.13
"$root/.venv/bin/python" -m hatchling build -d "$work/built" >/dev/null
tested=0
for python in "$@"; do
    if ! "$python" --version >/dev/null 2>&1; then
        echo "$python: not on this machine, skipped" >&2
        continue
    fi
    here=$work/run/$(basename "$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')")
    mkdir -p "$here/project"
    "$python" -m venv "$here/venv"
    # As tools/venv.sh does, but for baokan itself.
    "$here/venv/bin/pip" install --quiet --no-deps --require-hashes -r "$root/tools/dev.lock"
    "$here/venv/bin/pip" install --quiet --no-deps "$work"/built/*.whl "$fonts"
    "$root/.venv/bin/python" - "$root" "$here/project" <<'END'
import shutil, sys
from pathlib import Path
root, project = map(Path, sys.argv[1:])
kept = [p for p in root.iterdir() if p.name not in ("src", "xslt", "schemas", ".git", ".venv", "dist") and not p.name.endswith("_cache")]
for path in kept:
    if path.is_dir():
        shutil.copytree(path, project / path.name, symlinks=True)
    else:
        shutil.copy(path, project)
if (shared := root.parent / "shared").is_dir():
    (project.parent / "shared").symlink_to(shared.resolve())
END
    echo "== $("$python" --version), baokan from the wheel"
    # shellcheck disable=SC2086 - a list of arguments
    (cd "$here/project" && "$here/venv/bin/python" -m pytest ${PYTEST:--n auto --maxprocesses 4 --dist loadfile})
    tested=$((tested + 1))
done
[ "$tested" -gt 0 ] || { echo "none of these Pythons is on this machine: $*" >&2; exit 1; }
