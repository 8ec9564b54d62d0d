# Curlew: `make run` opens the window, `make test` passes the tests; both install what they need.
VENV := .venv
PY := $(VENV)/bin/python
STAMP := $(VENV)/.ready
JOBS ?= 2

.PHONY: setup run test check bench pictures dist check-bruno catalogue kill-series campaigns fuzz-http view-everything clean

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml packaging/setup.sh
	@bash packaging/setup.sh $(VENV)
	@touch $@

run: $(STAMP)
	@$(PY) -m curlew --sample

test: $(STAMP) check
	@bash packaging/with-display.sh $(PY) -m pytest -n $(JOBS) --dist loadgroup

check: $(STAMP)
	@$(VENV)/bin/ruff check app tests packaging
	@$(VENV)/bin/ruff format --check app tests packaging
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports --no-logo

bench: $(STAMP)
	@bash packaging/with-display.sh $(PY) tests/benchmarks/__main__.py $(BENCH)

pictures: $(STAMP)
	@$(PY) packaging/pictures.py

dist: $(STAMP)
	@bash packaging/dist.sh $(VENV)

check-bruno: $(STAMP)
	@bash packaging/check-bruno.sh $(VENV)

# Slow campaigns; the suite holds a short slice of each.
kill-series: $(STAMP)
	@bash packaging/with-display.sh $(PY) -m pytest -o addopts="-q --import-mode=importlib" -p no:xdist tests/campaigns -k kill

campaigns: $(STAMP)
	@bash packaging/with-display.sh $(PY) -m pytest -o addopts="-q --import-mode=importlib" -n $(JOBS) tests/campaigns

# Opens bodies of every sort in every view; WHAT is a group (group:cut) or corpora:FOLDER, all groups by default.
view-everything: $(STAMP)
	@PYTHONPATH=app:tests QT_QPA_PLATFORM=offscreen $(PY) tests/campaigns/view_everything.py $(WHAT)

# FUZZ_COUNT mutated responses (100000 by default); FUZZ_SEED repeats a run.
fuzz-http: $(STAMP)
	@PYTHONPATH=app:tests $(PY) tests/campaigns/fuzz_http.py

catalogue: $(STAMP)
	@$(PY) tests/meta/catalogue.py

clean:
	rm -rf $(VENV) build dist node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis
