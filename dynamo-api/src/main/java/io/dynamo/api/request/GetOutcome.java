package io.dynamo.api.request;

import io.dynamo.api.NodeId;
import io.dynamo.api.versioning.Siblings;
import java.util.List;

/** How a get ended. */
public sealed interface GetOutcome {
  /**
   * Enough replicas answered.
   *
   * @param state their states merged; its vector is exactly what the answer's context covers (rule
   *     V9). It may be {@link Siblings#NONE}, or have tombstones only: then there is no value.
   * @param repliers whose answers are in it, the fastest first
   */
  record Answered(Siblings state, List<Replier> repliers) implements GetOutcome {
    public Answered {
      repliers = List.copyOf(repliers);
    }

    /** The replica that answered first: the best coordinator of the next put (Dynamo §5). */
    public NodeId fastest() {
      return repliers.get(0).node();
    }
  }

  /** Fewer replicas than needed answered in time; another try may succeed. */
  record Unavailable(int needed, List<Replier> repliers, String reason) implements GetOutcome {
    public Unavailable {
      repliers = List.copyOf(repliers);
    }
  }

  /** The cluster has fewer members than the request needs: no try can succeed. */
  record Impossible(int needed, int members) implements GetOutcome {}
}
