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

# Runs whole clusters in virtual time: `make sim SEEDS=1..1000`, and `make sim SEED=7 TRACE=1` to see one.
SEEDS ?= 1..100
SIM_CLASSES = target/simulation-classpath
.PHONY: sim
sim:
	$(MVN) -B -q -pl dynamo-simulation -am -Dmaven.test.skip compile dependency:build-classpath -Dmdep.outputFile=$(SIM_CLASSES)
	java -cp dynamo-simulation/target/classes:$$(cat dynamo-simulation/$(SIM_CLASSES)) \
	  io.dynamo.simulation.command.SimulationCommand $(if $(SEED),seed=$(SEED),seeds=$(SEEDS)) $(if $(TRACE),trace)

# Runs the JMH benchmarks, quickly: two short rounds, one fork. ARGS picks some: make bench ARGS=Ring
.PHONY: bench
bench:
	dynamo-bench/bin/bench jmh -f 1 -wi 2 -i 3 -w 1 -r 1 $(ARGS)

# Puts a cluster that runs (make run) under load: make load ARGS="--rate 1000 --seconds 60"
.PHONY: load
load:
	dynamo-bench/bin/bench load $(ARGS)

# Kills two of five nodes under load, brings them back, says what clients saw: make drill RUNS=3
.PHONY: drill
drill:
	RUNS=$(or $(RUNS),1) dynamo-bench/drills/kill-two.sh
