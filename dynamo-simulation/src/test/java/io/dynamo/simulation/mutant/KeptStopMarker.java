package io.dynamo.simulation.mutant;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.NodeLog;
import io.dynamo.simulation.node.Wrapping;

/** The mark of a clean stop outlives the start that it was for (rule V5). */
final class KeptStopMarker implements Wrapping {
  @Override
  public NodeLog log(NodeId node, NodeLog log) {
    return new NodeLog() {
      @Override
      public byte[] read(String name) {
        return log.read(name);
      }

      @Override
      public void write(String name, byte[] content) {
        log.write(name, content);
      }

      @Override
      public void remove(String name) {
        if (!name.equals("clean-stop")) {
          log.remove(name);
        }
      }
    };
  }
}
