package io.dynamo.api.request;

import io.dynamo.api.versioning.VersionVector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a put or delete ended. */
public sealed interface PutOutcome {
  /**
   * Enough replicas have it, as durably as they are configured.
   *
   * @param context covers the resulting state if that holds exactly what was just written, else
   *     null: the writer has not seen its siblings (rule V9)
   * @param siblings how many versions the key has now, as far as the coordinator knows
   * @param repliers who has it, in the order in which they said so
   */
  record Stored(@Nullable VersionVector context, int siblings, List<Replier> repliers)
      implements PutOutcome {
    public Stored {
      repliers = List.copyOf(repliers);
    }
  }

  /**
   * It may have happened, or may yet: fewer replicas than needed have told that they have it, but
   * some may (rule Q6). A retry with the same request id is known as one where that is possible;
   * one without may become a sibling of itself.
   */
  record Unknown(int needed, List<Replier> repliers, String reason) implements PutOutcome {
    public Unknown {
      repliers = List.copyOf(repliers);
    }
  }

  /** Nothing was written anywhere: too few replicas could be reached. Another try may succeed. */
  record Unavailable(int needed, int reachable, String reason) implements PutOutcome {}

  /** Nothing was written: the cluster has fewer members than the request needs. */
  record Impossible(int needed, int members) implements PutOutcome {}

  /**
   * Nothing was written: the key is at its bound of siblings and the put covers none of them (rule
   * V11).
   *
   * @param context of the state as it is; a put with it replaces them all
   */
  record TooManySiblings(VersionVector context, int siblings, long bytes) implements PutOutcome {}

  /** Nothing was written: the nodes that may coordinate refused, each for a reason of its own. */
  record Refused(Refusal.Reason reason, String detail) implements PutOutcome {}
}
