package io.dynamo.server.frontend;

import java.util.List;

/** Whether this node takes part in its cluster. May be asked from any thread. */
@FunctionalInterface
public interface Readiness {
  /** What the node still waits for, for people ("waiting for n2, n3"); empty once it is ready. */
  List<String> obstacles();
}
