package io.dynamo.server.observe;

import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.node.Events;
import io.dynamo.api.versioning.Actor;
import io.dynamo.server.frontend.ResolverFailures;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Makes meters and log lines of what happens in a node. Of what may come in floods one line in 10
 * seconds is written for each subject, with how many it stands for. Thread-safe.
 */
public final class MeteredEvents implements Events, ResolverFailures {
  static final long WARNING_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final Logger LOG = LoggerFactory.getLogger("io.dynamo.events");

  private final EventMeters meters;
  private final ReplicationMeters replication;
  private final UpkeepMeters upkeep;
  private final MoveMeters moves;
  private final WarningLimiter warnings;

  /**
   * Meters of this registry.
   *
   * @param nanoTime monotonic, for the rate of warnings and the age of agreements
   */
  public MeteredEvents(MeterRegistry registry, LongSupplier nanoTime) {
    this.meters = new EventMeters(registry);
    this.replication = new ReplicationMeters(registry);
    this.upkeep = new UpkeepMeters(registry, nanoTime);
    this.moves = new MoveMeters(registry);
    this.warnings = new WarningLimiter(WARNING_INTERVAL_NANOS, nanoTime);
  }

  @Override
  public void getEnded(String outcome, int siblings, long nanos) {
    meters.get(outcome).record(nanos, TimeUnit.NANOSECONDS);
    if (outcome.equals("Answered")) {
      meters.siblings.record(siblings);
    } else {
      meters.quorumFailure(false);
    }
  }

  @Override
  public void putEnded(String outcome, long nanos) {
    meters.put(outcome).record(nanos, TimeUnit.NANOSECONDS);
    switch (outcome) {
      case "Unavailable", "Impossible", "Unknown" -> meters.quorumFailure(true);
      default -> {}
    }
  }

  @Override
  public void manySiblings(Key key, int versions) {
    meters.manySiblings.increment();
    warn("many siblings", "a key has many siblings", "key", key, "versions", versions);
  }

  @Override
  public void batchCommitted(int writes, long nanos) {
    meters.batch.record(nanos, TimeUnit.NANOSECONDS);
    meters.batchWrites.record(writes);
  }

  @Override
  public void batchFailed(int writes, String reason) {
    meters.batchFailures.increment();
    warn("batch", "a batch was not stored", "writes", writes, "reason", reason);
  }

  @Override
  public void recordDamaged(Key key, String detail) {
    meters.damagedRecords.increment();
    LOG.atError()
        .addKeyValue("key", key)
        .addKeyValue("detail", detail)
        .log("a stored record is damaged");
  }

  @Override
  public void incarnationChanged(long incarnation, String reason) {
    meters.incarnationChanges.increment();
    LOG.atInfo()
        .addKeyValue("incarnation", Long.toHexString(incarnation))
        .addKeyValue("reason", reason)
        .log("this node goes on under a new incarnation");
  }

  @Override
  public void actorAhead(Key key, Actor actor) {
    meters.actorsAhead.increment();
    LOG.atError()
        .addKeyValue("key", key)
        .addKeyValue("actor", actor)
        .log("a record is ahead of its local header");
  }

  @Override
  public void replicaFailed(NodeId node, String reason) {
    meters.replicaFailures(node.value()).increment();
    warn("replica " + node, "a replica could not be used", "replica", node, "reason", reason);
  }

  @Override
  public void membershipProgress(String text) {
    LOG.info(text);
  }

  @Override
  public void resolverFailed(Key key, String reason) {
    meters.resolverFailures.increment();
    warn("resolver", "siblings were shown unresolved", "key", key, "reason", reason);
  }

  @Override
  public void answeredSloppily(Key key, boolean read) {
    (read ? replication.sloppyGets : replication.sloppyPuts).increment();
  }

  @Override
  public void hintKept(Key key) {
    replication.hintsKept.increment();
  }

  @Override
  public void hintRefused(Key key, long keptBytes) {
    replication.hintsRefused.increment();
    warn("hints", "a hint was refused: the bound is reached", "key", key, "bytes", keptBytes);
  }

  @Override
  public void hintDelivered(Key key) {
    replication.hintsDelivered.increment();
  }

  @Override
  public void hintsWalked(long oldestMillis) {
    replication.oldestHintMillis.set(oldestMillis);
  }

  @Override
  public void readRepaired(Key key, NodeId owner) {
    replication.readRepairs.increment();
  }

  @Override
  public void treesCompared(int partition, NodeId owner, int mended) {
    (mended == 0 ? upkeep.treesEqual : upkeep.treesMended).increment();
    upkeep.keysMended.increment(mended);
    upkeep.agreement.agreed(partition);
  }

  @Override
  public void treeExchangeFailed(int partition, NodeId owner, String reason) {
    upkeep.treesFailed.increment();
    upkeep.agreement.failed(partition);
    warn("trees " + owner, "trees were not compared", "owner", owner, "reason", reason);
  }

  @Override
  public void wholenessChanged(int partition, boolean whole, String reason) {
    (whole ? upkeep.becameWhole : upkeep.lostWholeness).increment();
    if (whole) {
      limited(
          Level.INFO, "whole", "a partition is whole", "partition", partition, "reason", reason);
    } else {
      warn(
          "not whole",
          "a partition is not whole any more",
          "partition",
          partition,
          "reason",
          reason);
    }
  }

  @Override
  public void partitionSealed(int partition) {
    moves.sealed.increment();
    LOG.atDebug().addKeyValue("partition", partition).log("a partition is sealed");
  }

  /** Several times a second for each partition: what it comes to stands in {@code /admin/moves}. */
  @Override
  public void partitionMoving(int partition, String doing) {
    LOG.atTrace()
        .addKeyValue("partition", partition)
        .addKeyValue("doing", doing)
        .log("a partition moves");
  }

  @Override
  public void partitionHandedOver(int partition, List<NodeId> owners) {
    moves.handedOver.increment();
    limited(
        Level.INFO,
        "handed over",
        "a partition is handed over",
        "partition",
        partition,
        "owners",
        owners);
  }

  @Override
  public void partitionDropped(int partition, long records) {
    moves.dropped.increment();
    moves.recordsDropped.increment((double) records);
    upkeep.agreement.forget(partition);
    limited(
        Level.INFO,
        "dropped",
        "a copy that others own was dropped",
        "partition",
        partition,
        "records",
        records);
  }

  @Override
  public void recordSetAside(Key key, String reason) {
    upkeep.recordsSetAside.increment();
    warn("set aside", "a damaged record was set aside", "key", key, "reason", reason);
  }

  @Override
  public void partitionSetAside(int partition, long records) {
    upkeep.partitionsSetAside.increment();
    LOG.atError()
        .addKeyValue("partition", partition)
        .addKeyValue("records", records)
        .log("this disk is older than the cluster knows it: a partition was set aside");
  }

  @Override
  public void scrubbed(int records) {
    upkeep.recordsScrubbed.increment(records);
  }

  @Override
  public void generationRaised(int partition, long generation) {
    upkeep.generationsRaised.increment();
  }

  @Override
  public void recordsReaped(int partition, int records) {
    upkeep.recordsReaped.increment(records);
  }

  @Override
  public void reapingBlocked(int partition, NodeId node, String reason) {
    upkeep.reapingBlocked(node).increment();
    warn("reaping " + node, "tombstones cannot be reaped", "node", node, "reason", reason);
  }

  @Override
  public void backgroundPaused(String work, long pauseNanos, long foregroundNanos) {
    upkeep.pauses(work).record(pauseNanos, TimeUnit.NANOSECONDS);
    upkeep.foregroundNanos.set(foregroundNanos);
  }

  private void warn(
      String subject, String message, String name1, Object value1, String name2, Object value2) {
    limited(Level.WARN, subject, message, name1, value1, name2, value2);
  }

  private void limited(
      Level level,
      String subject,
      String message,
      String name1,
      Object value1,
      String name2,
      Object value2) {
    long count = warnings.pass(subject);
    if (count == 0) {
      return;
    }
    LoggingEventBuilder line =
        LOG.atLevel(level).addKeyValue(name1, value1).addKeyValue(name2, value2);
    (count == 1 ? line : line.addKeyValue("times", count)).log(message);
  }
}
