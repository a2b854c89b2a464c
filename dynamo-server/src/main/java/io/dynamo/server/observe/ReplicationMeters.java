package io.dynamo.server.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The meters of fallbacks, hints and repair. Thread-safe. */
final class ReplicationMeters {
  final Counter replicaReads;
  final Counter replicaWrites;
  final Counter sloppyGets;
  final Counter sloppyPuts;
  final Counter hintsKept;
  final Counter hintsRefused;
  final Counter hintsDelivered;
  final Counter readRepairs;

  /** The wall clock of the oldest write among the hints at the last walk; -1 if there was none. */
  final AtomicLong oldestHintMillis = new AtomicLong(-1);

  private final MeterRegistry registry;

  ReplicationMeters(MeterRegistry registry) {
    this.registry = registry;
    replicaReads = work("read");
    replicaWrites = work("write");
    sloppyGets = answers("get");
    sloppyPuts = answers("put");
    hintsKept = counter("dynamo.hints.kept", "States taken as hints for owners that are away");
    hintsRefused =
        counter("dynamo.hints.refused", "Hints that were not kept: the bound is reached");
    hintsDelivered = counter("dynamo.hints.delivered", "Hints that all their owners have now");
    TimeGauge.builder(
            "dynamo.hints.oldest.age",
            oldestHintMillis,
            TimeUnit.MILLISECONDS,
            ReplicationMeters::ageMillis)
        .description("Time since the oldest write among the hints, at the last walk through them")
        .register(registry);
    readRepairs = counter("dynamo.read.repairs", "Owners that a get found behind and mended");
  }

  private static double ageMillis(AtomicLong oldest) {
    long millis = oldest.get();
    return millis < 0 ? 0 : Math.max(0, System.currentTimeMillis() - millis);
  }

  private Counter work(String operation) {
    return Counter.builder("dynamo.replica.work")
        .description("Reads and writes that this node did as a replica, whoever coordinated them")
        .tag("operation", operation)
        .register(registry);
  }

  private Counter answers(String operation) {
    return Counter.builder("dynamo.sloppy.answers")
        .description("Answers in which fallbacks counted for owners")
        .tag("operation", operation)
        .register(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }
}
