package io.dynamo.server.frontend;

import io.dynamo.api.Key;
import io.dynamo.api.versioning.ConflictResolver;
import io.dynamo.api.versioning.ConflictResolver.Value;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs the configured {@link ConflictResolver} without stopping the loop. Confined to one loop; the
 * consumer is called exactly once, on that loop, maybe before the call returns. A resolver that
 * fails or is late costs the reader nothing but the resolving: the answer is then the siblings as
 * they were.
 */
@FunctionalInterface
public interface ResolverRunner {
  /** The built-in {@code siblings}: shows them all, and needs nothing to be run. */
  ResolverRunner SIBLINGS = (key, siblings, answer) -> answer.accept(siblings);

  /** Runs a resolver of ours, which is quick and does not fail, on the loop. */
  static ResolverRunner direct(ConflictResolver resolver) {
    return (key, siblings, answer) -> answer.accept(resolver.resolve(key, siblings));
  }

  /**
   * Resolves.
   *
   * @param siblings two or more
   * @param answer is given at least one value
   */
  void resolve(Key key, List<Value> siblings, Consumer<List<Value>> answer);
}
