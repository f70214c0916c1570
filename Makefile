# What a newcomer can do here. Needs a JDK 17 or later and Maven 3.8 or later; 'make corpus' also npm.

JAVA := $(if $(JAVA_HOME),$(JAVA_HOME)/bin/java,java)
MVN := mvn --batch-mode --no-transfer-progress
DEMO_JAR := demo/target/procpool-demo.jar
# FST uses Unsafe, of which JDK 24 and later warn in four lines.
UNSAFE := $(shell "$(JAVA)" -version 2>&1 | awk -F'[".]' '/version/ {if ($$2 >= 24) print "--sun-misc-unsafe-memory-access=allow"}')
DEMO := "$(JAVA)" $(UNSAFE) -jar $(DEMO_JAR)
# Also: make demo ARGS="--poems 1000", make bench ARGS=--short
ARGS :=

.PHONY: help demo test bench bench-peers bench-stores corpus format clean install jar tools
.DEFAULT_GOAL := help

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | awk -F'\t' '{printf "  make %-12s %s\n", $$1, $$2}'

demo: jar ## builds, runs the main job on the embedded sample; leaves demo/target/annotate.json
	$(DEMO) annotate --json demo/target/annotate.json $(ARGS)

test: tools ## every test, on the JDK in JAVA_HOME or on the PATH; leaves Surefire reports
	$(MVN) verify

bench: jar ## floors and pool measured in one run; leaves demo/target/bench.json
	$(DEMO) bench --json demo/target/bench.json $(ARGS)

bench-peers: tools ## pool beside its goals, PP4J and CPython's pools; leaves demo/target/bench-peers.json and .svg
	$(MVN) --quiet -DskipTests -Ppeers package
	$(DEMO) bench-peers --json demo/target/bench-peers.json --svg demo/target/bench-peers.svg $(ARGS)

bench-stores: tools ## shared files beside HashMaps, Lucene, Sparkey; leaves demo/target/bench-stores.json
	$(MVN) --quiet -DskipTests -Pstores package
	$(DEMO) bench-stores --json demo/target/bench-stores.json $(ARGS)

corpus: jar ## gets the whole poem corpus through npm; leaves demo/target/corpus/
	@command -v npm >/dev/null || { echo "make corpus: npm is missing; install Node.js 18 or later" >&2; exit 2; }
	$(DEMO) corpus --directory demo/target/corpus $(ARGS)

format: tools ## formats the sources
	$(MVN) --quiet spotless:apply

clean: tools ## removes what was built
	$(MVN) --quiet clean

install: tools ## puts the jars into the local Maven repository
	$(MVN) --quiet -DskipTests install

jar: tools
	$(MVN) --quiet -DskipTests package

tools:
	@command -v "$(JAVA)" >/dev/null || { echo "make: no java at '$(JAVA)'; install a JDK 17 or later, or set JAVA_HOME" >&2; exit 2; }
	@"$(JAVA)" -version 2>&1 | awk -F'[".]' '/version/ {exit !($$2 >= 17)}' || { echo "make: '$(JAVA)' is too old; procpool needs JDK 17 or later" >&2; exit 2; }
	@command -v mvn >/dev/null || { echo "make: mvn is missing; install Maven 3.8 or later" >&2; exit 2; }
