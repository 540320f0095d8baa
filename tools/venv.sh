#!/bin/sh
# Make .venv if there is none and install baokan with its extras and a Chinese font into it.
# usage: venv.sh PYTHON EXTRAS FONTS       what the package index has today
#        venv.sh PYTHON --locked FONTS     the development set exactly as in tools/dev.lock, each file by its hash
# Uses uv when present, else python -m venv and pip.
set -eu
python=$1 extras=$2 fonts=$3
if command -v uv >/dev/null 2>&1; then
    [ -x .venv/bin/python ] || uv venv --python "$python" .venv
    install() { uv pip install --python .venv/bin/python "$@"; }
else
    if ! [ -x .venv/bin/pip ]; then
        rm -rf .venv
        # Debian keeps venv's pip in a package of its own.
        "$python" -m venv .venv || { echo "python3 -m venv failed: on Debian, apt-get install python3-venv" >&2; exit 1; }
    fi
    install() { .venv/bin/python -m pip install --quiet "$@"; }
fi
if [ "$extras" = --locked ]; then
    install --no-deps --require-hashes -r tools/dev.lock
    install --no-deps --no-build-isolation -e .
else
    install -e ".[$extras]"
fi
install --no-deps "$fonts"
