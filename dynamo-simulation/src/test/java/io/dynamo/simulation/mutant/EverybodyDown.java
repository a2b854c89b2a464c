package io.dynamo.simulation.mutant;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.FailureDetector;
import io.dynamo.simulation.node.Wrapping;

/** A node believes that it is alone. */
final class EverybodyDown implements Wrapping {
  @Override
  public FailureDetector detector(NodeId node, FailureDetector detector) {
    return other -> false;
  }
}
