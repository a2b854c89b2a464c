package io.dynamo.server.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** The meters of fallbacks, hints and repair. Thread-safe. */
final class ReplicationMeters {
  final Counter sloppyGets;
  final Counter sloppyPuts;
  final Counter hintsKept;
  final Counter hintsRefused;
  final Counter hintsDelivered;
  final Counter readRepairs;

  private final MeterRegistry registry;

  ReplicationMeters(MeterRegistry registry) {
    this.registry = registry;
    sloppyGets = answers("get");
    sloppyPuts = answers("put");
    hintsKept = counter("dynamo.hints.kept", "States taken as hints for owners that are away");
    hintsRefused =
        counter("dynamo.hints.refused", "Hints that were not kept: the bound is reached");
    hintsDelivered = counter("dynamo.hints.delivered", "Hints that all their owners have now");
    readRepairs = counter("dynamo.read.repairs", "Owners that a get found behind and mended");
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
