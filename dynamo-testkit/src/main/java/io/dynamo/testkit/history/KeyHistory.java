package io.dynamo.testkit.history;

import io.dynamo.testkit.history.Operation.Kind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one key, and who had seen what, from outside: a write that handed in the context
 * of a get has seen the values that this returned and all that their writers had seen; with the
 * context of an acknowledged write, that write and all that it had seen. The cluster's own context
 * may cover more (a delete that a get shows as "not found"), but nothing that is gone at the end
 * without one of these reasons.
 */
final class KeyHistory {
  private final String key;
  private final Map<Integer, Operation> operations = new TreeMap<>();
  private final Map<String, Write> writes = new LinkedHashMap<>();
  private final List<Write> byIndex = new ArrayList<>();

  KeyHistory(String key) {
    this.key = key;
  }

  /** The next operation of this key in the order of numbers. */
  void add(Operation operation) {
    operations.put(operation.number(), operation);
    if (operation.kind() == Kind.GET) {
      return;
    }
    BitSet seen = seen(operation);
    Write known = writes.get(operation.writeId());
    if (known != null) {
      known.addAttempt(operation);
      return;
    }
    Write write = new Write(byIndex.size(), operation, seen);
    writes.put(write.id(), write);
    byIndex.add(write);
  }

  private BitSet seen(Operation write) {
    BitSet seen = new BitSet();
    if (write.contextOf() == Operation.NO_CONTEXT) {
      return seen;
    }
    Operation source = operations.get(write.contextOf());
    if (source == null || !source.mayReturnContext()) {
      throw new IllegalArgumentException(
          "%s%n  has a context that nobody returned: %s"
              .formatted(write, source == null ? "not of key " + key : source));
    }
    List<String> covered = source.kind() == Kind.GET ? source.values() : List.of(source.writeId());
    for (String id : covered) {
      Write parent = writes.get(id);
      if (parent != null) {
        seen.set(parent.index());
        seen.or(parent.seen());
      }
    }
    return seen;
  }

  String key() {
    return key;
  }

  /** In the order of their first attempts. */
  List<Write> writes() {
    return byIndex;
  }

  /** The put of this value; null if there is none. */
  @Nullable Write putOf(String value) {
    Write write = writes.get(value);
    return write != null && write.isPut() ? write : null;
  }

  /** The gets that were answered, in the order of their starts. */
  List<Operation> answers() {
    return operations.values().stream()
        .filter(operation -> operation.outcome() == Operation.Outcome.ANSWERED)
        .toList();
  }

  /** The writes that may have happened and whose writers had seen this one. */
  List<Write> observersOf(Write seen) {
    return byIndex.stream()
        .filter(write -> write.mayHaveHappened() && write.hasSeen(seen))
        .toList();
  }
}
