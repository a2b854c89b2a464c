package io.dynamo.client;

import io.dynamo.api.request.Replier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a put or delete ended. */
public sealed interface PutResult
    permits PutResult.Stored, PutResult.TooManySiblings, PutResult.Unknown, Failure {
  /**
   * Enough replicas have it.
   *
   * @param context to replace what was just written; null if the key has siblings that this writer
   *     has not seen: get it first
   * @param siblings how many versions the key has now, as far as the coordinator knows
   * @param repliers who has it
   */
  record Stored(@Nullable CausalContext context, int siblings, List<Replier> repliers)
      implements PutResult {
    public Stored {
      repliers = List.copyOf(repliers);
    }
  }

  /**
   * Nothing was written: the key is at its bound of siblings; a put with this context replaces
   * them.
   */
  record TooManySiblings(CausalContext context, int siblings) implements PutResult {}

  /**
   * It may have happened, or may yet. To put the same again is safe with the same request id, which
   * {@link DynamoClient#update} and the client's own second try use; otherwise it may become a
   * sibling of itself.
   */
  record Unknown(String message) implements PutResult {}
}
