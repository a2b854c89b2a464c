package io.dynamo.server.observe;

import io.dynamo.api.NodeId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The meters of what a node does by itself: exchanges of trees, scrub, reaping, and the pauses that
 * admission control gives them. Thread-safe.
 */
final class UpkeepMeters {
  final Counter treesEqual;
  final Counter treesMended;
  final Counter treesFailed;
  final Counter keysMended;
  final Counter becameWhole;
  final Counter lostWholeness;
  final Counter recordsSetAside;
  final Counter partitionsSetAside;
  final Counter recordsScrubbed;
  final Counter generationsRaised;
  final Counter recordsReaped;
  final TreeAgreement agreement;

  /** The foreground's 99th percentile by which the last pause was chosen. */
  final AtomicLong foregroundNanos = new AtomicLong();

  private final MeterRegistry registry;
  private final Map<String, Timer> pauses = new ConcurrentHashMap<>();

  UpkeepMeters(MeterRegistry registry, LongSupplier nanoTime) {
    this.registry = registry;
    treesEqual = exchanges("equal");
    treesMended = exchanges("mended");
    treesFailed = exchanges("failed");
    keysMended = counter("dynamo.tree.keys.mended", "Keys that exchanges of trees sent or took");
    becameWhole = wholeness(true);
    lostWholeness = wholeness(false);
    recordsSetAside =
        counter("dynamo.records.set.aside", "Damaged records taken out, to be mended by others");
    partitionsSetAside =
        counter("dynamo.partitions.set.aside", "Partitions of an older disk that were taken out");
    recordsScrubbed = counter("dynamo.scrubbed.records", "Records that the scrub has verified");
    generationsRaised =
        counter("dynamo.generations.raised", "Raised generations of partitions, for a reaping");
    recordsReaped =
        counter("dynamo.reaped.records", "Records that were removed or compacted by proof");
    agreement = new TreeAgreement(nanoTime);
    gauges();
  }

  private void gauges() {
    TimeGauge.builder(
            "dynamo.tree.agreement.age",
            agreement,
            TimeUnit.NANOSECONDS,
            TreeAgreement::maxAgeNanos)
        .description("Time since the oldest last agreement of a partition with another owner")
        .register(registry);
    Gauge.builder("dynamo.tree.agreement.late", agreement, TreeAgreement::late)
        .description("Partitions that agreed with no other owner in the last 10 minutes")
        .register(registry);
    TimeGauge.builder(
            "dynamo.background.foreground.p99",
            foregroundNanos,
            TimeUnit.NANOSECONDS,
            AtomicLong::get)
        .description("99th percentile of clients' store reads that decided the last pause")
        .register(registry);
  }

  /** Counts the slices of this work that ended in a pause, and sums the pauses. */
  Timer pauses(String work) {
    return pauses.computeIfAbsent(
        work,
        name ->
            Timer.builder("dynamo.background.pause")
                .description("Pauses of background work for the sake of clients")
                .tag("work", name)
                .register(registry));
  }

  /** How often this node stood in the way of reaping (rule D2): {@code remove} is the cure. */
  Counter reapingBlocked(NodeId node) {
    return Counter.builder("dynamo.reaping.blocked")
        .description("Times that old tombstones could not be reaped, by who stood in the way")
        .tag("node", node.value())
        .register(registry);
  }

  private Counter exchanges(String outcome) {
    return Counter.builder("dynamo.tree.exchanges")
        .description("Exchanges of trees with another owner")
        .tag("outcome", outcome)
        .register(registry);
  }

  private Counter wholeness(boolean whole) {
    return Counter.builder("dynamo.wholeness.changes")
        .description("Partitions that became whole, or are not whole any more")
        .tag("whole", String.valueOf(whole))
        .register(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }
}
