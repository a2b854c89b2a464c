package io.dynamo.server.data;

import io.dynamo.api.node.NodeLog;

/**
 * Whether this node's store has all that the node ever acknowledged (rule Q2), durably. What it
 * answers counts towards R only then. It becomes so when the cluster is formed, and no more once
 * its store was lost.
 */
public final class Wholeness {
  private static final String ENTRY = "whole";

  private final NodeLog log;

  public Wholeness(NodeLog log) {
    this.log = log;
  }

  /** Notes that the store is whole. */
  public void note() {
    log.write(ENTRY, new byte[] {1});
  }

  /** Notes that it is not; comes before the loss itself. */
  void clear() {
    log.remove(ENTRY);
  }

  /** Whether it is whole. */
  public boolean isWhole() {
    return log.read(ENTRY) != null;
  }
}
