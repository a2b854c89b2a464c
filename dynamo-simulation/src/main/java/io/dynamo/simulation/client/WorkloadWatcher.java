package io.dynamo.simulation.client;

import io.dynamo.api.request.GetCommand;
import io.dynamo.api.request.GetOutcome;
import io.dynamo.api.request.PutCommand;
import io.dynamo.api.request.PutOutcome;
import io.dynamo.simulation.node.SimulatedNode;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Judges operations by what it sees at their beginning and at their end. */
public interface WorkloadWatcher {
  /**
   * A get begins.
   *
   * @return takes its outcome; null if nobody answered
   */
  Consumer<@Nullable GetOutcome> onGet(SimulatedNode entry, GetCommand command);

  /**
   * A put or delete begins.
   *
   * @param write the name of the write, the same for a retry
   * @return takes its outcome; null if nobody answered
   */
  Consumer<@Nullable PutOutcome> onPut(SimulatedNode entry, String write, PutCommand command);
}
