package io.dynamo.server.frontend;

import io.dynamo.api.request.Replier;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** How a request of a client ended. */
public sealed interface KeyValueResult {
  /**
   * A get was answered.
   *
   * @param context covers exactly what the answer was made of (rule V9); null only if nothing was
   *     ever written under the key. Without values it stands for tombstones.
   * @param values what a reader is shown, after resolving; shared, not copied. None, one or
   *     several.
   * @param repliers whose states are in it, the fastest first
   */
  record Values(byte @Nullable [] context, List<byte[]> values, List<Replier> repliers)
      implements KeyValueResult {
    public Values {
      values = List.copyOf(values);
      repliers = List.copyOf(repliers);
    }
  }

  /**
   * A put or delete was stored.
   *
   * @param context null if the key has siblings that the writer has not seen (rule V9)
   * @param siblings how many versions the key has now
   * @param repliers who has it, the coordinator first
   */
  record Stored(byte @Nullable [] context, int siblings, List<Replier> repliers)
      implements KeyValueResult {
    public Stored {
      repliers = List.copyOf(repliers);
    }
  }

  /**
   * A request failed.
   *
   * @param message for people; names the limit and the value
   * @param numbers what programs may want, by name: {@code needed}, {@code answered}, {@code
   *     members}, {@code siblings}, {@code limit}
   * @param context of the state as it is, with {@link Failure#TOO_MANY_SIBLINGS} alone
   */
  record Failed(
      Failure failure, String message, SortedMap<String, Long> numbers, byte @Nullable [] context)
      implements KeyValueResult {}
}
