package io.dynamo.server.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;

/**
 * The meters of a node's events. Names are in Micrometer's style; Prometheus shows {@code
 * dynamo.get} as {@code dynamo_get_seconds}. Thread-safe.
 */
final class EventMeters {
  /** From half a millisecond, a read from memory, to a minute, the longest timeout. */
  private static final Duration[] LATENCIES =
      LongStream.of(
              500,
              1_000,
              2_000,
              5_000,
              10_000,
              20_000,
              50_000,
              100_000,
              200_000,
              500_000,
              1_000_000,
              2_000_000,
              5_000_000,
              10_000_000,
              30_000_000,
              60_000_000)
          .mapToObj(micros -> Duration.ofNanos(micros * 1_000))
          .toArray(Duration[]::new);

  final DistributionSummary siblings;
  final DistributionSummary batchWrites;
  final Timer batch;
  final Counter batchFailures;
  final Counter damagedRecords;
  final Counter incarnationChanges;
  final Counter actorsAhead;
  final Counter manySiblings;
  final Counter resolverFailures;

  private final MeterRegistry registry;
  private final Map<String, Timer> gets = new ConcurrentHashMap<>();
  private final Map<String, Timer> puts = new ConcurrentHashMap<>();
  private final Map<String, Counter> replicaFailures = new ConcurrentHashMap<>();
  private final Counter getQuorumFailures;
  private final Counter putQuorumFailures;

  EventMeters(MeterRegistry registry) {
    this.registry = registry;
    siblings =
        DistributionSummary.builder("dynamo.get.siblings")
            .description("Live values that a get found, before resolving")
            .serviceLevelObjectives(1, 2, 3, 5, 10, 25, 50, 100)
            .register(registry);
    batchWrites =
        DistributionSummary.builder("dynamo.batch.writes")
            .description("Writes that one batch of the store made durable together")
            .serviceLevelObjectives(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000)
            .register(registry);
    batch = latency("dynamo.batch", "Time to commit one batch of the store").register(registry);
    batchFailures = counter("dynamo.batch.failures", "Batches that were not stored");
    damagedRecords = counter("dynamo.damaged.records", "Stored records that fail their checksum");
    incarnationChanges = counter("dynamo.incarnation.changes", "New incarnations of this node");
    actorsAhead = counter("dynamo.actors.ahead", "Records ahead of their local header");
    manySiblings = counter("dynamo.many.siblings", "Puts that left a key with many versions");
    resolverFailures = counter("dynamo.resolver.failures", "Resolvings that failed or were late");
    getQuorumFailures = quorumFailures("get");
    putQuorumFailures = quorumFailures("put");
  }

  Timer get(String outcome) {
    return gets.computeIfAbsent(
        outcome, name -> latency("dynamo.get", "Gets").tag("outcome", name).register(registry));
  }

  Timer put(String outcome) {
    return puts.computeIfAbsent(
        outcome,
        name -> latency("dynamo.put", "Puts and deletes").tag("outcome", name).register(registry));
  }

  /** Counts gets and puts that did not get enough replicas. */
  void quorumFailure(boolean put) {
    (put ? putQuorumFailures : getQuorumFailures).increment();
  }

  Counter replicaFailures(String node) {
    return replicaFailures.computeIfAbsent(
        node,
        name ->
            Counter.builder("dynamo.replica.failures")
                .description("Answers of replicas that could not be used")
                .tag("node", name)
                .register(registry));
  }

  private Counter quorumFailures(String operation) {
    return Counter.builder("dynamo.quorum.failures")
        .description("Requests that too few replicas answered")
        .tag("operation", operation)
        .register(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  private static Timer.Builder latency(String name, String description) {
    return Timer.builder(name).description(description).serviceLevelObjectives(LATENCIES);
  }
}
