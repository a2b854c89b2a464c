package io.dynamo.simulation.trace;

import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.node.NoEvents;
import io.dynamo.api.versioning.Actor;
import java.util.List;
import java.util.TreeMap;

/** Puts what one node tells into the trace and counts it. */
public final class TracedEvents extends NoEvents {
  private static final int SIBLINGS_WORTH_COUNTING = 3;

  private final NodeId node;
  private final Trace trace;
  private final Counters counters;
  private final TreeMap<Integer, String> moving = new TreeMap<>();

  public TracedEvents(NodeId node, Trace trace, Counters counters) {
    this.node = node;
    this.trace = trace;
    this.counters = counters;
  }

  private void tell(String name, String detail) {
    counters.add(name);
    trace.event(node, detail.isEmpty() ? name : name + ": " + detail);
  }

  @Override
  public void getEnded(String outcome, int siblings, long nanos) {
    counters.add("get " + outcome);
    if (siblings >= SIBLINGS_WORTH_COUNTING) {
      counters.add("three siblings seen");
    }
  }

  @Override
  public void putEnded(String outcome, long nanos) {
    counters.add("put " + outcome);
  }

  @Override
  public void manySiblings(Key key, int versions) {
    tell("many siblings", key + " has " + versions);
  }

  @Override
  public void batchCommitted(int writes, long nanos) {
    counters.add("batch committed");
  }

  @Override
  public void batchFailed(int writes, String reason) {
    tell("batch failed", writes + " writes, " + reason);
  }

  @Override
  public void recordDamaged(Key key, String detail) {
    tell("record damaged", key + ", " + detail);
  }

  @Override
  public void incarnationChanged(long incarnation, String reason) {
    tell("incarnation changed", Long.toHexString(incarnation) + ", " + reason);
  }

  @Override
  public void actorAhead(Key key, Actor actor) {
    tell("actor ahead", key + ", " + actor);
  }

  @Override
  public void replicaFailed(NodeId replica, String reason) {
    counters.add("replica failed");
  }

  @Override
  public void membershipProgress(String text) {
    tell("membership", text);
  }

  @Override
  public void answeredSloppily(Key key, boolean read) {
    tell(read ? "sloppy get" : "sloppy put", key.toString());
  }

  @Override
  public void hintKept(Key key) {
    tell("hint kept", key.toString());
  }

  @Override
  public void hintRefused(Key key, long keptBytes) {
    tell("hint refused", key.toString());
  }

  @Override
  public void hintDelivered(Key key) {
    tell("hint delivered", key.toString());
  }

  @Override
  public void readRepaired(Key key, NodeId owner) {
    tell("read repaired", key + " at " + owner);
  }

  @Override
  public void treesCompared(int partition, NodeId owner, int mended) {
    if (mended > 0) {
      tell("trees mended", "partition " + partition + " with " + owner + ", " + mended + " keys");
    }
  }

  @Override
  public void treeExchangeFailed(int partition, NodeId owner, String reason) {
    counters.add("tree exchange failed");
  }

  @Override
  public void wholenessChanged(int partition, boolean whole, String reason) {
    tell(whole ? "partition whole" : "partition not whole", partition + ", " + reason);
  }

  @Override
  public void partitionSealed(int partition) {
    tell("partition sealed", String.valueOf(partition));
  }

  @Override
  public void partitionHandedOver(int partition, List<NodeId> owners) {
    tell("partition handed over", partition + " to " + owners);
  }

  @Override
  public void partitionDropped(int partition, long records) {
    tell("partition dropped", partition + ", " + records + " records");
  }

  @Override
  public void partitionMoving(int partition, String doing) {
    if (!doing.equals(moving.put(partition, doing))) {
      trace.event(node, "moving " + partition + ": " + doing);
    }
  }

  @Override
  public void recordSetAside(Key key, String reason) {
    tell("record set aside", key + ", " + reason);
  }

  @Override
  public void partitionSetAside(int partition, long records) {
    tell("partition set aside", partition + ", " + records + " records");
  }

  @Override
  public void scrubbed(int records) {
    counters.add("scrubbed");
  }

  @Override
  public void generationRaised(int partition, long generation) {
    tell("generation raised", partition + " to " + generation);
  }

  @Override
  public void recordsReaped(int partition, int records) {
    tell("records reaped", records + " of partition " + partition);
  }

  @Override
  public void reapingBlocked(int partition, NodeId node, String reason) {
    counters.add("reaping blocked");
  }

  @Override
  public void backgroundPaused(String work, long pauseNanos, long foregroundNanos) {
    counters.add("background paused");
  }
}
