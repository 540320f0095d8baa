#!/bin/sh
# Make .venv if there is none and install baokan with its extras and a Chinese font into it.
# usage: venv.sh PYTHON EXTRAS FONTS; uses uv when present, else python -m venv and pip.
set -eu
python=$1 extras=$2 fonts=$3
if command -v uv >/dev/null 2>&1; then
    [ -x .venv/bin/python ] || uv venv --python "$python" .venv
    uv pip install --python .venv/bin/python -e ".[$extras]"
    uv pip install --python .venv/bin/python --no-deps "$fonts"
    exit
fi
if ! [ -x .venv/bin/pip ]; then
    rm -rf .venv
    # Debian keeps venv's pip in a package of its own.
    "$python" -m venv .venv || { echo "python3 -m venv failed: on Debian, apt-get install python3-venv" >&2; exit 1; }
fi
.venv/bin/python -m pip install --quiet -e ".[$extras]"
.venv/bin/python -m pip install --quiet --no-deps "$fonts"
