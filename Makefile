# Each entry point is one Maven call.
MVN ?= mvn

# Compiles everything and assembles the distribution in dynamo-server/target/dynamo.
.PHONY: build
build:
	$(MVN) -B -DskipTests package

# Runs every test and every check, as CI does.
.PHONY: test
test:
	$(MVN) -B verify

# Rewrites the Java sources in google-java-format.
.PHONY: format
format:
	$(MVN) -B spotless:apply

# Starts a cluster on this machine.
.PHONY: run
run:
	bin/dynamo cluster
