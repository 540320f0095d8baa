# make edition: the main job. make test: all checks. make bench: speed and memory by pages. make docs: the documentation as a site.
# All make .venv when there is none. make lock: the development set anew. make audit: known vulnerabilities in it.
# make wheels: the tests from the wheel on each Python, the checkout out of sight (PYTHONS="python3.12 python3.13").
.PHONY: edition test bench docs lock audit wheels clean
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
	$(BIN)/pytest -n auto --maxprocesses 4 --dist loadfile

.venv/edition: pyproject.toml
	sh tools/venv.sh "$(PYTHON)" "print,pdf" "$(FONTS)"
	@touch $@

.venv/dev: pyproject.toml tools/dev.lock
	sh tools/venv.sh "$(PYTHON)" --locked "$(FONTS)"
	sh tools/browser.sh
	@touch $@ .venv/edition

bench: .venv/dev
	$(BIN)/python bench/scale.py

docs: .venv/dev
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict
	@echo "open dist/docs/index.html"

lock: .venv/dev
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade --extra dev \
		--custom-compile-command "make lock" pyproject.toml -o tools/dev.lock

# An advisory service that can't be reached is a failure, not a pass.
audit: .venv/dev
	$(BIN)/pip install --quiet pip-audit
	$(BIN)/pip-audit --strict --require-hashes --disable-pip -r tools/dev.lock

wheels: .venv/dev
	sh tools/wheels.sh "$(FONTS)" $(PYTHONS)

clean:
	rm -rf .venv dist
