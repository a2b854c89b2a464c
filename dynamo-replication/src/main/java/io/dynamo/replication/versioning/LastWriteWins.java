package io.dynamo.replication.versioning;

import io.dynamo.api.Key;
import io.dynamo.api.versioning.ConflictResolver;
import java.util.List;

/**
 * Shows the one value of the greatest timestamp (Dynamo §6.1, "timestamp based reconciliation"); of
 * equal ones that whose bytes are greater, unsigned. It decides only among concurrent values: a
 * value that replaced another knowingly wins whatever the clocks say, because the other is not
 * stored any more.
 */
public final class LastWriteWins implements ConflictResolver {
  @Override
  public List<Value> resolve(Key key, List<Value> siblings) {
    Value last = siblings.get(0);
    for (Value value : siblings) {
      if (ValueOrder.compare(value, last) > 0) {
        last = value;
      }
    }
    return List.of(last);
  }
}
