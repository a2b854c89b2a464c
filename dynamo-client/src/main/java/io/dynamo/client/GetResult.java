package io.dynamo.client;

import io.dynamo.api.request.Replier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a get ended. */
public sealed interface GetResult permits GetResult.Found, GetResult.NotFound, Failure {
  /**
   * There is a value, or there are several that were written at the same time.
   *
   * @param values at least one; several are siblings, to be resolved by the caller and put back
   *     with the context. The arrays are the caller's.
   * @param context covers all of them
   * @param repliers whose answers are in it, the fastest first
   */
  record Found(List<byte[]> values, CausalContext context, List<Replier> repliers)
      implements GetResult {
    public Found {
      values = List.copyOf(values);
      repliers = List.copyOf(repliers);
    }
  }

  /**
   * There is no value.
   *
   * @param context of the delete, if the key was deleted; null if nothing was ever written
   */
  record NotFound(@Nullable CausalContext context, List<Replier> repliers) implements GetResult {
    public NotFound {
      repliers = List.copyOf(repliers);
    }
  }
}
