# The commands of this repository. `make demo` and `make test` are all a newcomer needs;
# `make check` is what somebody who changes something runs most.

weir := .build/release/weir
example := examples/database-queries

# How long `make fuzz`, and so `make test`, fuzzes each of its targets.
FUZZ_SECONDS ?= 15

.PHONY: help
help:
	@echo "make demo     build weir, and judge an example's recorded requests"
	@echo "make check    check the format, build, and run the fast tests"
	@echo "make test     run every test"
	@echo "make policies lint and format-check the examples' policies"
	@echo "make mutants  mutate the examples' policies, and expect their suites to notice"
	@echo "make hosts    play coding agents' hosts with what weir hook installs"
	@echo "make fuzz     fuzz each target for FUZZ_SECONDS ($(FUZZ_SECONDS))"
	@echo "make test-postgres  compare the record of a server's effects with a server"
	@echo "make release  build $(weir)"
	@echo "make benchmarks  measure what judging costs"
	@echo "make bless    accept what the golden tests print today (look at git diff)"
	@echo "make picture  make the README's picture anew"
	@echo "make format   format the sources;  make lint  check them"

# Builds the command and shows what it does. Some of the recorded requests are broken, as they are
# in life: they are denied, and the run ends with status 2.
.PHONY: demo
demo: release
	$(weir) eval -p $(example)/policy --clock request=time --format text $(example)/requests.jsonl \
	  || test $$? -eq 2

# What `make check` leaves out: suites that take 2.5 seconds of a processor or more, because they
# draw thousands of policies or requests, try limits, or run the command and the examples many
# times. The sessions of the command take longer too, and stay: they see most. Measured one by one,
# all suites take some 200 seconds of a processor; what is left takes 45.
slow := AgreementTests BadUseTests CanonicalTests ConstantFoldingTests EquivalenceTests \
  ExactSumTests ExampleAgreementTests ExampleSuitesTests ExamplesTests FixtureLimitTests \
  FormatPropertyTests GenerationPropertyTests GenerationTests GeneratorTests GrammarTests \
  HostileProgramTests JSONGrammarTests LintFixPropertyTests LintProofTests LongLineTests \
  MonotoneTests ParallelTests ParserTests ProbeTests ReportTextsTests RequestReaderTests \
  TermsTests TypeExpansionTests WorkLimitTests

# A debug build and the fast tests: under a minute, once built.
.PHONY: check
check: libraries lint
	swift build --build-tests
	swift test --skip-build $(foreach suite,$(slow),--skip '\.$(suite)/')

.PHONY: test
test: libraries lint
	swift build --build-tests
	swift test --skip-build
	$(MAKE) fuzz
	$(MAKE) release
	echo '{}' | $(weir) eval -p $(example)/policy > /dev/null
	$(MAKE) policies
	$(MAKE) mutants
	.ci/install-libraries --tools
	.ci/picture $(weir) --check
	Tests/Hosts/run.py $(weir)
	Benchmarks/gate

# Edits every example's policy in every way that the suite should notice.
.PHONY: mutants
mutants: release
	@for folder in examples/*/; do \
	  echo "$$folder"; (cd $$folder && ../../$(weir) test --mutate) || exit 1; \
	done

# Lints every example's policy, and holds it to the one layout, as a user's CI does.
.PHONY: policies
policies: release
	$(weir) fmt --check examples
	@for folder in examples/*/; do \
	  echo "$$folder"; (cd $$folder && ../../$(weir) lint) || exit 1; \
	done

# What a PostgreSQL server changes by each text of the reader's cases, against the record of it. Takes
# some minutes, and a server's binaries (Debian: postgresql-15).
.PHONY: test-postgres
test-postgres:
	Tests/Oracles/postgres_effects.py Tests/Cases/readers/sql.txt Tests/Oracles/postgres_schema.sql \
	  > .build/postgres-effects.txt
	diff Tests/Cases/readers/postgres-effects.txt .build/postgres-effects.txt

# The simulated hosts, each with the hook that is installed for it: recorded calls, hostile ones, and
# a hook that is ended at many instants.
.PHONY: hosts
hosts: release
	Tests/Hosts/run.py $(weir)

# Fails where the toolchain cannot fuzz, and says what is missing.
.PHONY: fuzz
fuzz: libraries
	Tests/Fuzzing/run $(FUZZ_SECONDS)

# One file to copy, and its symbols in a file beside it ($(weir).debug; a .dSYM folder on macOS).
.PHONY: release
release: libraries
	flags=$$(.ci/release-flags) && swift build -c release --product weir $$flags
	.ci/split-symbols $(weir)

# What Weir costs, on this machine: takes some minutes.
.PHONY: benchmarks
benchmarks: release
	.ci/install-libraries --tools
	Benchmarks/run --no-build

.PHONY: bless
bless: libraries
	WEIR_BLESS=1 swift test

# The README's picture of a hold, from what the command prints today.
.PHONY: picture
picture: release
	.ci/picture $(weir)

.PHONY: format
format:
	swift format --in-place --recursive Sources Tests Benchmarks Package.swift

.PHONY: lint
lint:
	swift format lint --strict --recursive Sources Tests Benchmarks Package.swift

.PHONY: libraries
libraries:
	@.ci/install-libraries
