package io.dynamo.server.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** The meters of partitions that move to other owners (section H). */
final class MoveMeters {
  final Counter sealed;
  final Counter handedOver;
  final Counter dropped;
  final Counter recordsDropped;

  MoveMeters(MeterRegistry registry) {
    sealed =
        counter(
            registry,
            "dynamo.partitions.sealed",
            "Partitions sealed here so that others can own them");
    handedOver =
        counter(
            registry,
            "dynamo.partitions.handed.over",
            "Partitions whose new owners this node has made the present ones");
    dropped =
        counter(
            registry, "dynamo.partitions.dropped", "Copies dropped here because others own them");
    recordsDropped =
        counter(registry, "dynamo.records.dropped", "Records of the copies that were dropped");
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }
}
