package io.dynamo.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

final class MeteredEventsTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final MeteredEvents events = new MeteredEvents(registry, () -> 0);

  @Test
  void latenciesAreHistogramsByOutcome() {
    events.getEnded("Answered", 1, 3_000_000);
    events.putEnded("Stored", 700_000_000);
    assertThat(registry.scrape())
        .contains("dynamo_get_seconds_bucket{outcome=\"Answered\",le=\"0.005\"} 1")
        .contains("dynamo_get_seconds_bucket{outcome=\"Answered\",le=\"0.002\"} 0")
        .contains("dynamo_get_seconds_sum{outcome=\"Answered\"} 0.003")
        .contains("dynamo_put_seconds_bucket{outcome=\"Stored\",le=\"1.0\"} 1")
        .contains("dynamo_put_seconds_bucket{outcome=\"Stored\",le=\"0.5\"} 0");
  }

  @Test
  void onlyAnsweredGetsCountSiblings() {
    events.getEnded("Answered", 3, 1);
    events.getEnded("Unavailable", 0, 1);
    assertThat(registry.scrape())
        .contains("dynamo_get_siblings_count 1")
        .contains("dynamo_get_siblings_sum 3.0");
  }

  @Test
  void requestsWithoutAQuorumAreCounted() {
    assertThat(registry.scrape()).contains("dynamo_quorum_failures_total{operation=\"get\"} 0.0");
    events.getEnded("Unavailable", 0, 1);
    events.getEnded("Impossible", 0, 1);
    events.getEnded("Answered", 1, 1);
    events.putEnded("Unknown", 1);
    events.putEnded("Stored", 1);
    events.putEnded("TooManySiblings", 1);
    assertThat(registry.scrape())
        .contains("dynamo_quorum_failures_total{operation=\"get\"} 2.0")
        .contains("dynamo_quorum_failures_total{operation=\"put\"} 1.0")
        .contains("dynamo_put_seconds_count{outcome=\"TooManySiblings\"} 1");
  }

  @Test
  void whatGoesWrongInANodeIsCounted() {
    events.batchCommitted(7, 2_000_000);
    events.batchFailed(7, "disk full");
    events.recordDamaged(Key.of("k"), "checksum");
    events.incarnationChanged(1, "unclean stop");
    events.replicaFailed(new NodeId("n2"), "no reply");
    events.replicaFailed(new NodeId("n2"), "no reply");
    events.manySiblings(Key.of("k"), 30);
    events.resolverFailed(Key.of("k"), "it threw");
    assertThat(registry.scrape())
        .contains("dynamo_batch_writes_sum 7.0")
        .contains("dynamo_batch_seconds_count 1")
        .contains("dynamo_batch_failures_total 1.0")
        .contains("dynamo_damaged_records_total 1.0")
        .contains("dynamo_incarnation_changes_total 1.0")
        .contains("dynamo_replica_failures_total{node=\"n2\"} 2.0")
        .contains("dynamo_many_siblings_total 1.0")
        .contains("dynamo_resolver_failures_total 1.0");
  }
}
