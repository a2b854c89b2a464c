package io.dynamo.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class MeteredEventsTest {
  private static final NodeId N2 = new NodeId("n2");

  private long now;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final MeteredEvents events = new MeteredEvents(registry, () -> now);

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
    events.replicaFailed(N2, "no reply");
    events.replicaFailed(N2, "no reply");
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

  @Test
  void exchangesOfTreesAreCountedByOutcome() {
    events.treesCompared(1, N2, 0);
    events.treesCompared(1, N2, 0);
    events.treesCompared(2, N2, 17);
    events.treeExchangeFailed(3, N2, "no reply");
    assertThat(registry.scrape())
        .contains("dynamo_tree_exchanges_total{outcome=\"equal\"} 2.0")
        .contains("dynamo_tree_exchanges_total{outcome=\"mended\"} 1.0")
        .contains("dynamo_tree_exchanges_total{outcome=\"failed\"} 1.0")
        .contains("dynamo_tree_keys_mended_total 17.0");
  }

  @Test
  void agreementsAge() {
    assertThat(registry.scrape())
        .contains("dynamo_tree_agreement_age_seconds 0.0")
        .contains("dynamo_tree_agreement_late 0.0");
    events.treesCompared(1, N2, 0);
    events.treeExchangeFailed(2, N2, "no reply");
    now += 601_000_000_000L;
    events.treesCompared(1, N2, 3);
    assertThat(registry.scrape())
        .contains("dynamo_tree_agreement_age_seconds 601.0")
        .contains("dynamo_tree_agreement_late 1.0");
  }

  @Test
  void wholenessAndWhatIsSetAsideAreCounted() {
    events.wholenessChanged(1, true, "compared with n2");
    events.wholenessChanged(1, false, "a record was damaged");
    events.wholenessChanged(2, false, "a record was damaged");
    events.recordSetAside(Key.of("k"), "checksum");
    events.partitionSetAside(3, 1_000);
    assertThat(registry.scrape())
        .contains("dynamo_wholeness_changes_total{whole=\"true\"} 1.0")
        .contains("dynamo_wholeness_changes_total{whole=\"false\"} 2.0")
        .contains("dynamo_records_set_aside_total 1.0")
        .contains("dynamo_partitions_set_aside_total 1.0");
  }

  @Test
  void theAgeOfTheOldestHintIsThereWhileThereAreHints() {
    assertThat(registry.scrape()).contains("dynamo_hints_oldest_age_seconds 0.0");
    events.hintsWalked(System.currentTimeMillis() - 90_000_000);
    assertThat(registry.find("dynamo.hints.oldest.age").timeGauge().value(TimeUnit.HOURS))
        .isGreaterThanOrEqualTo(25.0);
    events.hintsWalked(-1);
    assertThat(registry.scrape()).contains("dynamo_hints_oldest_age_seconds 0.0");
  }

  @Test
  void scrubAndReapingAreCounted() {
    events.scrubbed(500);
    events.generationRaised(1, 7);
    events.recordsReaped(1, 30);
    events.reapingBlocked(2, new NodeId("n2"), "is down");
    events.reapingBlocked(3, new NodeId("n2"), "is down");
    assertThat(registry.scrape())
        .contains("dynamo_scrubbed_records_total 500.0")
        .contains("dynamo_generations_raised_total 1.0")
        .contains("dynamo_reaped_records_total 30.0")
        .contains("dynamo_reaping_blocked_total{node=\"n2\"} 2.0");
  }

  @Test
  void pausesOfBackgroundWorkAreCountedAndSummed() {
    events.backgroundPaused("trees", 1_500_000_000, 70_000_000);
    events.backgroundPaused("trees", 500_000_000, 60_000_000);
    events.backgroundPaused("scrub", 10_000_000, 55_000_000);
    assertThat(registry.scrape())
        .contains("dynamo_background_pause_seconds_count{work=\"trees\"} 2")
        .contains("dynamo_background_pause_seconds_sum{work=\"trees\"} 2.0")
        .contains("dynamo_background_pause_seconds_count{work=\"scrub\"} 1")
        .contains("dynamo_background_foreground_p99_seconds 0.055");
  }
}
