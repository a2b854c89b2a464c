package io.dynamo.api.node;

import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.versioning.Actor;
import java.util.List;

/** Tells nobody; a class to extend where only some events matter. */
public class NoEvents implements Events {
  @Override
  public void getEnded(String outcome, int siblings, long nanos) {}

  @Override
  public void putEnded(String outcome, long nanos) {}

  @Override
  public void replicaWorked(boolean read) {}

  @Override
  public void manySiblings(Key key, int versions) {}

  @Override
  public void batchCommitted(int writes, long nanos) {}

  @Override
  public void batchFailed(int writes, String reason) {}

  @Override
  public void recordDamaged(Key key, String detail) {}

  @Override
  public void incarnationChanged(long incarnation, String reason) {}

  @Override
  public void actorAhead(Key key, Actor actor) {}

  @Override
  public void replicaFailed(NodeId node, String reason) {}

  @Override
  public void membershipProgress(String text) {}

  @Override
  public void answeredSloppily(Key key, boolean read) {}

  @Override
  public void hintKept(Key key) {}

  @Override
  public void hintRefused(Key key, long keptBytes) {}

  @Override
  public void hintDelivered(Key key) {}

  @Override
  public void hintsWalked(long oldestMillis) {}

  @Override
  public void readRepaired(Key key, NodeId owner) {}

  @Override
  public void treesCompared(int partition, NodeId owner, int mended) {}

  @Override
  public void treeExchangeFailed(int partition, NodeId owner, String reason) {}

  @Override
  public void wholenessChanged(int partition, boolean whole, String reason) {}

  @Override
  public void partitionSealed(int partition) {}

  @Override
  public void partitionMoving(int partition, String doing) {}

  @Override
  public void partitionHandedOver(int partition, List<NodeId> owners) {}

  @Override
  public void partitionDropped(int partition, long records) {}

  @Override
  public void recordSetAside(Key key, String reason) {}

  @Override
  public void partitionSetAside(int partition, long records) {}

  @Override
  public void scrubbed(int records) {}

  @Override
  public void generationRaised(int partition, long generation) {}

  @Override
  public void recordsReaped(int partition, int records) {}

  @Override
  public void reapingBlocked(int partition, NodeId node, String reason) {}

  @Override
  public void backgroundPaused(String work, long pauseNanos, long foregroundNanos) {}
}
