package io.dynamo.replication.handover;

import io.dynamo.api.partitioning.Partition;

/**
 * What this node does for one partition under one view of it (rule H5). It is given up when the
 * view is another; what it has done is in the store.
 */
interface MoveTask {
  /** The partition as it was when the task began. */
  Partition partition();

  /** Does what can be done now; called again and again until {@link #isDone}. */
  void proceed();

  /** Whether there is nothing more to do. */
  boolean isDone();

  /** The view is another: what is under way must change nothing any more. */
  void giveUp();

  /** What it does, or why it stands still; for people. */
  String doing();

  /** How many bytes of values it has sent or taken. */
  long bytes();
}
