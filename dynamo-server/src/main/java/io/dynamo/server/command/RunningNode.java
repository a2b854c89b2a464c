package io.dynamo.server.command;

import java.util.concurrent.CompletionStage;

/** A node that runs in this process. Its methods may be called on any thread. */
public interface RunningNode {
  /** Where it answers HTTP, as {@code host:port} with the port that it got. */
  String httpAddress();

  /**
   * Stops it gracefully: requests under way are finished, what was acknowledged is kept. Blocks
   * until that is done, at most for {@code dynamo.timeouts.stop} and a little. A second call waits
   * for the first.
   */
  void stop();

  /** Completed when the node has ended: normally after a stop, exceptionally if it cannot go on. */
  CompletionStage<Void> ended();
}
