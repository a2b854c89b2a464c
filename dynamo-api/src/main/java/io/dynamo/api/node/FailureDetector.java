package io.dynamo.api.node;

import io.dynamo.api.NodeId;

/**
 * This node's own opinion of who answers (Dynamo §4.8.3). It decides whom to ask first, never what
 * is true.
 */
@FunctionalInterface
public interface FailureDetector {
  /** Whether it is worth asking this node now. */
  boolean isUp(NodeId node);
}
