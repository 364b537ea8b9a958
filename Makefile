# make demo: three simulated weeks of the whole loop. make test: every test. Both do all that a fresh Debian or Ubuntu
# machine with a Swift 6 toolchain needs.
SWIFT ?= swift
# One build serves both: tests run in release, so that golden training and simulations are quick.
BUILD = $(SWIFT) build -c release -Xswiftc -enable-testing
DEMO_ARGUMENTS ?=

.PHONY: demo test build setup lint benchmark clean

setup:
	@./scripts/setup.sh

build: setup
	$(BUILD) --product polybot

demo: build
	.build/release/polybot demo $(DEMO_ARGUMENTS)

test: setup
	$(SWIFT) test -c release -Xswiftc -enable-testing

lint:
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources Fuzzing

benchmark: setup
	$(SWIFT) run -c release --package-path Benchmarks bench

clean:
	rm -rf .build Benchmarks/.build
