#!/bin/sh
# What the web edition's tests are run with: Chromium, xsltproc, and the checkers of tests/editions/web/package.json.
# Installs what is absent where it may (root on Debian); the tests that need the rest are skipped and say so.
set -u
packages=
command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || packages="chromium"
command -v xsltproc >/dev/null 2>&1 || packages="$packages xsltproc"
command -v npm >/dev/null 2>&1 || packages="$packages nodejs npm"
if [ -n "$packages" ]; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        # shellcheck disable=SC2086 - a list of words
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages; } >/dev/null ||
            echo "could not install:$packages; tests that need them are skipped" >&2
    else
        echo "not installed: $packages (apt-get install $packages); tests that need them are skipped" >&2
    fi
fi
if command -v npm >/dev/null 2>&1; then
    npm install --prefix tests/editions/web --no-package-lock --no-fund --no-audit --silent ||
        echo "npm install in tests/editions/web failed; tests that need it are skipped" >&2
fi
exit 0
