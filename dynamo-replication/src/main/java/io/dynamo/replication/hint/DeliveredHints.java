package io.dynamo.replication.hint;

import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.replication.store.Hint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Which owners have which hint already, as far as is remembered: of the last {@value #MAX_HINTS}
 * hints, in memory only. What is forgotten is sent again, which does no harm. Once a hint's state
 * has grown, nobody has it.
 */
final class DeliveredHints {
  static final int MAX_HINTS = 65_536;

  private final Map<Key, Entry> entries =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Entry> eldest) {
          return size() > MAX_HINTS;
        }
      };

  private record Entry(VersionVector vector, TreeSet<NodeId> owners) {}

  boolean has(Hint hint, NodeId owner) {
    Entry entry = entries.get(hint.key());
    return entry != null
        && entry.vector().equals(hint.state().vector())
        && entry.owners().contains(owner);
  }

  boolean hasAll(Hint hint, List<NodeId> owners) {
    return owners.stream().allMatch(owner -> has(hint, owner));
  }

  void add(Hint hint, NodeId owner) {
    Entry entry = entries.get(hint.key());
    if (entry == null || !entry.vector().equals(hint.state().vector())) {
      entry = new Entry(hint.state().vector(), new TreeSet<>());
      entries.put(hint.key(), entry);
    }
    entry.owners().add(owner);
  }

  void forget(Hint hint) {
    entries.remove(hint.key());
  }
}
