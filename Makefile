# make edition: the main job. make test: all checks. make bench: speed and memory by pages. All make .venv when there is none.
.PHONY: edition test bench clean
PYTHON ?= python3
BIN := .venv/bin
# Only the two Noto CJK fonts of mplfonts are used, so what it would import is left out.
FONTS := mplfonts==0.0.11

edition: .venv/edition
	$(BIN)/baokan build
	@echo "open dist/web/index.html and dist/print/"

test: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest

.venv/edition: pyproject.toml
	sh tools/venv.sh "$(PYTHON)" "print,pdf" "$(FONTS)"
	@touch $@

.venv/dev: pyproject.toml
	sh tools/venv.sh "$(PYTHON)" "print,dev" "$(FONTS)"
	sh tools/browser.sh
	@touch $@ .venv/edition

bench: .venv/dev
	$(BIN)/python bench/scale.py

clean:
	rm -rf .venv dist
