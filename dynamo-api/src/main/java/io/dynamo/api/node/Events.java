package io.dynamo.api.node;

import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.versioning.Actor;

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

  /** A get found this owner behind and sent it what it lacked (Dynamo §5). */
  void readRepaired(Key key, NodeId owner);
}
