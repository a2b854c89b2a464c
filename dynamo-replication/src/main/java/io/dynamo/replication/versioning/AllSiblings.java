package io.dynamo.replication.versioning;

import io.dynamo.api.Key;
import io.dynamo.api.versioning.ConflictResolver;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows every concurrent value and leaves the choice to the application (Dynamo §4.4, "semantic
 * reconciliation"); the default. Values come in the order of their timestamps; those that are the
 * same in bytes and timestamp come once.
 */
public final class AllSiblings implements ConflictResolver {
  @Override
  public List<Value> resolve(Key key, List<Value> siblings) {
    List<Value> sorted = new ArrayList<>(siblings);
    sorted.sort(ValueOrder::compare);
    List<Value> shown = new ArrayList<>(sorted.size());
    for (Value value : sorted) {
      if (shown.isEmpty() || ValueOrder.compare(shown.get(shown.size() - 1), value) != 0) {
        shown.add(value);
      }
    }
    return shown;
  }
}
