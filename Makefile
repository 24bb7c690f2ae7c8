# The front door. `make` alone lists what can be done. Everything is built under build/.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run build test check bench fuzz soak package types desk clean
export PATH := $(CURDIR)/.cache/node/bin:$(PATH)
JOBS ?= $(shell nproc)
ARGS ?=
FUZZ_S ?= 60
SOAK_S ?= 600

help: ## this list
	@echo 'Okno: a contact centre and a CRM in one program. What make can do:'
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' Makefile | column -t -s '|' 2>/dev/null || \
	  sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1 - \2/p' Makefile

run: ## installs what is missing, builds, starts the demo (ARGS="--http 127.0.0.1:9090" and so on)
	@tools/install run
	@$(MAKE) --no-print-directory -s release
	@exec build/okno demo $(ARGS)

build: ## installs what is missing and leaves the release program, desk inside, at build/okno
	@tools/install build
	@$(MAKE) --no-print-directory -s release

.PHONY: release
release:
	@tools/build release
	@ln -sf release/okno build/okno
	@echo "build: build/okno is ready, $$(build/okno --version)"

test: ## installs, builds with sanitizers, runs every test there is, ends with one total line
	@tools/install test
	@python3 tools/test.py

check: ## formatting, house rules, clang-tidy on changed files (ALL=1: on every file)
	@tools/install test
	@python3 tools/check.py $(if $(ALL),--all)

bench: ## micro-benchmarks of every room, then bench/run (results: bench/RESULTS.md)
	@tools/install test
	@tools/bench $(ARGS)

fuzz: ## every fuzzer for FUZZ_S seconds (60), findings in build/fuzz/findings
	@tools/install test
	@FUZZ_S=$(FUZZ_S) tools/fuzz $(ARGS)

soak: ## the demo under calls for SOAK_S seconds (600), watching its memory; then days of simulated towns
	@tools/install test
	@$(MAKE) --no-print-directory -s release
	@SOAK_S=$(SOAK_S) python3 tools/soak.py $(ARGS)

package: ## build/okno_*.deb and .tar.gz with the licences of everything linked
	@tools/install build
	@$(MAKE) --no-print-directory -s release
	@python3 tools/package.py

types: ## the desk's TypeScript types, made from the C++ ones
	@tools/build types

desk: ## only the web desk, into web/desk/dist
	@tools/build desk

clean: ## forgets what was built (what was installed stays)
	rm -rf build web/desk/dist
