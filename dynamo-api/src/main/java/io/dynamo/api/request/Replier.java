package io.dynamo.api.request;

import io.dynamo.api.NodeId;

/** A node whose answer counted, and as what (rule Q1). */
public record Replier(NodeId node, boolean owner) {
  @Override
  public String toString() {
    return node + (owner ? "=owner" : "=fallback");
  }
}
