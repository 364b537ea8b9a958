# make demo: three simulated weeks of the whole loop. make test: every test. Both do all that a fresh Debian or Ubuntu
# machine with a Swift 6 toolchain needs.
SWIFT ?= swift
# One build serves both: tests run in release, so that golden training and simulations are quick.
BUILD = $(SWIFT) build -c release -Xswiftc -enable-testing
DEMO_ARGUMENTS ?=
PEERS = .build-peers
PEERS_ARGUMENTS ?=
# The environment that scripts/features-check.sh makes, if it is there.
FEATURES_PYTHON ?= $(firstword $(wildcard .build-features/bin/python) python3)
FEATURES_ARGUMENTS ?=

.PHONY: demo test build setup lint benchmark bench-features bench-peers performance clean

setup:
	@./scripts/setup.sh

build: setup
	$(BUILD) --product polybot

demo: build
	.build/release/polybot demo $(DEMO_ARGUMENTS)

test: setup
	$(SWIFT) test -c release -Xswiftc -enable-testing

lint:
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources Benchmarks/features/Package.swift Benchmarks/features/Sources/features Fuzzing Examples/consumer

benchmark: setup
	$(SWIFT) run -c release --package-path Benchmarks bench

# Features: nanoseconds an event, microseconds a vector, memory of 5,000 tokens, and NumPy beside them where Python
# has it.
bench-features: build
	$(SWIFT) build -c release --package-path Benchmarks/features
	$(FEATURES_PYTHON) Benchmarks/features/run.py --program Benchmarks/features/.build/release/features --polybot .build/release/polybot --data ../shared/data/polymarket-mlb-ws --json .build/bench-features.json $(FEATURES_ARGUMENTS)

# GBDT beside LightGBM, XGBoost, CatBoost, scikit-learn, lleaves, tl2cgen, treelite and oneDAL: hours on two
# processors; PEERS_ARGUMENTS=--quick takes minutes. Benchmarks/peers/README.md has the options.
bench-peers: build
	$(SWIFT) build -c release --package-path Benchmarks --product explaining
	./Benchmarks/peers/setup.sh $(PEERS)/venv
	$(PEERS)/venv/bin/python Benchmarks/peers/run.py --work $(PEERS) $(PEERS_ARGUMENTS)

# Puts what bench-peers has measured into docs/PERFORMANCE.md.
performance:
	$(PEERS)/venv/bin/python Benchmarks/peers/fill.py $(PEERS)/results docs/PERFORMANCE.md

clean:
	rm -rf .build Benchmarks/.build Benchmarks/features/.build
