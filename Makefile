.DEFAULT_GOAL := help
SHELL := bash
PORT ?= 5000
PYTHON ?= python3
BIN := .venv/bin
# One more than there are cores: tests wait now and then for a browser or a database.
WORKERS ?= $(shell echo $$((1 + $$(getconf _NPROCESSORS_ONLN))))
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

PO := talent/translations/zh_Hans_CN/LC_MESSAGES/messages.po

.PHONY: help setup run test check bench bench-scale pictures lock translations clean

help: ## what each command does
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /  make \1|/' | column -t -s'|'

setup: .venv/run.done node_modules/.done talent/static/build/app.css $(PO:.po=.mo) ## install what running needs

run: setup ## serve with demo data at http://127.0.0.1:5000 (PORT=… changes it)
	@DEMO=1 PORT=$(PORT) flask --app app demo load --serve

test: setup .venv/dev.done ## every test but those of make check: unit, SQLite, PostgreSQL, browser
	@tests/browser.sh
	@pytest -n $(WORKERS) --dist worksteal --ignore tests/house

check: setup .venv/dev.done ## style, types, imports, templates, catalogues, policies
	ruff check .
	ruff format --check .
	mypy
	lint-imports
	djlint templates --lint --quiet
	flask --app app policy check
	pytest tests/house

bench: setup .venv/bench.done ## measure, and write docs/performance.md (QUICK=1: count less, write nothing)
	python -m benchmarks $(if $(QUICK),--quick)

bench-scale: setup .venv/dev.done ## measure with a million cases on PostgreSQL, and write docs/performance-scale.md (QUICK=1: with ten thousand)
	python -m benchmarks.scale $(if $(QUICK),--quick)

pictures: setup .venv/dev.done ## take the README's pictures anew from a served demo
	python -m docs.pictures

lock: .venv/dev.done ## resolve the requirements anew, with hashes
	uv pip compile -q -U --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml -o requirements/run.txt
	uv pip compile -q -U --python-version 3.11 --generate-hashes --no-header --no-annotate --extra dev -c requirements/run.txt pyproject.toml -o requirements/dev.txt
	uv pip compile -q -U --python-version 3.11 --generate-hashes --no-header --no-annotate -c requirements/dev.txt requirements/bench.in -o requirements/bench.txt

translations: setup ## collect the sentences to translate
	pybabel -q extract --no-location --sort-output --omit-header -F babel.cfg -k _l -k lazy_gettext -o messages.pot .
	pybabel -q update --no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date -i messages.pot -d talent/translations -l zh_Hans_CN
	rm -f messages.pot

clean: ## remove what was installed and made, but not the data under instance/
	rm -rf .venv node_modules talent/static/build

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/run.done: requirements/run.txt | .venv/bin/python
	pip install -q --require-hashes -r $<
	@touch $@

.venv/dev.done: requirements/dev.txt .venv/run.done
	pip install -q --require-hashes -r $<
	@touch $@

.venv/bench.done: requirements/bench.txt .venv/dev.done
	pip install -q --require-hashes -r $<
	@touch $@

node_modules/.done: package-lock.json .venv/run.done
	npm ci --silent
	@touch $@

talent/static/build/app.css: $(wildcard talent/static/source/*.scss) package.json node_modules/.done
	npm run --silent build

%.mo: %.po .venv/run.done
	pybabel -q compile -i $< -o $@ -l zh_Hans_CN
