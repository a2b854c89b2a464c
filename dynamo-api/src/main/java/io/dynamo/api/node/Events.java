package io.dynamo.api.node;

import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.versioning.Actor;
import java.util.List;

/**
 * What a node's logic has to tell to those who watch it: the server makes log lines and metrics of
 * it, a simulation its trace. Methods return at once and throw nothing; they may be called from
 * several threads.
 */
public interface Events {
  /**
   * A get has ended.
   *
   * @param outcome the simple name of its {@link io.dynamo.api.request.GetOutcome}
   * @param siblings how many live values it showed before resolving
   */
  void getEnded(String outcome, int siblings, long nanos);

  /**
   * A put or delete has ended at its coordinator.
   *
   * @param outcome the simple name of its {@link io.dynamo.api.request.PutOutcome}
   */
  void putEnded(String outcome, long nanos);

  /**
   * This node did its part as one of the replicas of a request: it read what it holds, or stored
   * what it was given. What it does as a coordinator is told apart.
   */
  void replicaWorked(boolean read);

  /** A put left a key with so many versions that somebody should look. */
  void manySiblings(Key key, int versions);

  /** The store committed a batch of so many writes. */
  void batchCommitted(int writes, long nanos);

  /** A batch was not stored; its actors are burned (rule V4). */
  void batchFailed(int writes, String reason);

  /** A stored record fails its checksum. */
  void recordDamaged(Key key, String detail);

  /** This node goes on under another incarnation (rules V5, V6). */
  void incarnationChanged(long incarnation, String reason);

  /** The stored header of a record names an actor that the record is ahead of (rule V6). */
  void actorAhead(Key key, Actor actor);

  /** A replica's answer could not be used. */
  void replicaFailed(NodeId node, String reason);

  /** Forming or joining has come this far; for people. */
  void membershipProgress(String text);

  /** An answer counted fallbacks in place of owners (rule Q1). */
  void answeredSloppily(Key key, boolean read);

  /** This node keeps a hint, or more of one (Dynamo §4.6). */
  void hintKept(Key key);

  /** A hint was not kept: the bound is reached (rule Q4). */
  void hintRefused(Key key, long keptBytes);

  /** All owners have a hint now, durably, and it is gone here. */
  void hintDelivered(Key key);

  /**
   * A walk through all hints of this node has ended.
   *
   * @param oldestMillis when the oldest write among them was made, by its coordinator's wall clock;
   *     -1 if there is no hint
   */
  void hintsWalked(long oldestMillis);

  /** A get found this owner behind and sent it what it lacked (Dynamo §5). */
  void readRepaired(Key key, NodeId owner);

  /**
   * An exchange of trees with this owner ended (Dynamo §4.7).
   *
   * @param mended how many keys were sent or taken; 0 if the trees were equal
   */
  void treesCompared(int partition, NodeId owner, int mended);

  /**
   * An exchange of trees with this owner broke off.
   *
   * @param partition or -1 if it failed before it was known which partitions differ
   */
  void treeExchangeFailed(int partition, NodeId owner, String reason);

  /**
   * A partition became whole here, or is not whole any more (rule Q2).
   *
   * @param partition or -1 for all of them
   */
  void wholenessChanged(int partition, boolean whole, String reason);

  /** This node takes nothing more for the present owners of a partition (rule H2). */
  void partitionSealed(int partition);

  /**
   * A partition that moves is going on here, or stands still.
   *
   * @param doing what this node does for it, and why not more; for people
   */
  void partitionMoving(int partition, String doing);

  /**
   * This node has seen that all future owners of a partition hold it, and has made them the present
   * ones (rule H4).
   */
  void partitionHandedOver(int partition, List<NodeId> owners);

  /** This node has dropped what it held of a partition that it does not own (rule H6). */
  void partitionDropped(int partition, long records);

  /** Something that failed its checksum was taken out of the store, to be mended from replicas. */
  void recordSetAside(Key key, String reason);

  /** What an older disk held of a partition was set aside, to be synced anew (rule D5). */
  void partitionSetAside(int partition, long records);

  /** The slow scrub has verified so many records; damaged ones were told apart. */
  void scrubbed(int records);

  /** A partition's generation was raised here (rule D3). */
  void generationRaised(int partition, long generation);

  /** This node removed tombstones, or compacted records, by proof (rules D2, V7). */
  void recordsReaped(int partition, int records);

  /**
   * There are tombstones older than the grace that cannot be reaped now.
   *
   * @param node who stands in the way
   */
  void reapingBlocked(int partition, NodeId node, String reason);

  /**
   * Background work has worked for a while and pauses for a while (Dynamo §6.5).
   *
   * @param foregroundNanos the foreground's 99th percentile by which the pause was chosen
   */
  void backgroundPaused(String work, long pauseNanos, long foregroundNanos);
}
