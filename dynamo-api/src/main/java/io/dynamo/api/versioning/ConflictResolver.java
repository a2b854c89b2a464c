package io.dynamo.api.versioning;

import io.dynamo.api.Key;
import java.util.List;

/**
 * What a reader is shown where a key has several concurrent values (Dynamo §4.4, "semantic
 * reconciliation", §6.1's timestamp based one). Runs on a get, after replicas' states were merged,
 * and only where two or more values are live. Nothing stored changes: the context of the get covers
 * all that went in, so a put with it replaces them.
 *
 * <p>A resolver must be deterministic and free of order: any permutation, repetition or grouping of
 * the same input (its own output among it) gives the same result. It may be called from several
 * threads at once, and must not block.
 */
@FunctionalInterface
public interface ConflictResolver {
  /**
   * The values to show instead of these.
   *
   * @param siblings two or more concurrent values, in no order that means anything
   * @return at least one value
   */
  List<Value> resolve(Key key, List<Value> siblings);

  /**
   * A value as resolvers see it.
   *
   * @param bytes shared: not to be changed
   * @param timestamp as {@link Version#timestamp}; a merged value has the greatest of its sources
   */
  record Value(byte[] bytes, long timestamp) {}
}
