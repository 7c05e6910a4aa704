.DEFAULT_GOAL := help
.PHONY: help run test soak bench coverage check fmt icons bindings pictures

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run:  ## build and start an upstream and a desk with sample units (a window, or in the browser)
	@scripts/run.sh

test:  ## every check and every test; installs what is missing
	@scripts/test.sh

soak:  ## many more seeds of the simulation: ten minutes, or ZHIBAN_MINUTES, or ZHIBAN_SEEDS of them
	@scripts/soak.sh

bench:  ## our figures beside a reference measured in the same run
	@scripts/bench.sh

coverage:  ## which lines of the rules and of the desk's file their own tests reach, file by file
	@scripts/coverage.sh

check:  ## format, lints, types and licences, without running a test
	@scripts/check.sh

fmt:  ## format the Rust code
	@cargo fmt --all

icons:  ## render icons/zhiban.svg again
	@scripts/icons.sh

bindings:  ## write ui/src/backend/bindings.ts again from the command list
	@UPDATE_BINDINGS=1 cargo test --quiet --locked --package workstation --test bindings

pictures:  ## take the README's pictures again, in the real window
	@ZHIBAN_PICTURES="$(CURDIR)/docs/pictures" cargo test --locked --package tests --test journey sample
