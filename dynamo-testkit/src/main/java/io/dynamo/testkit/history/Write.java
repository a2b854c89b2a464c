package io.dynamo.testkit.history;

import io.dynamo.testkit.history.Operation.Kind;
import io.dynamo.testkit.history.Operation.Outcome;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * One put or delete of a key with all its attempts, and the writes that its writer had seen, as far
 * as clients can know.
 */
final class Write {
  private final int index;
  private final BitSet seen;
  private final List<Operation> attempts = new ArrayList<>();

  /**
   * A write with its first attempt.
   *
   * @param index of the write among those of its key
   * @param seen by their index: transitive, without the write itself
   */
  Write(int index, Operation first, BitSet seen) {
    this.index = index;
    this.seen = seen;
    attempts.add(first);
  }

  /** Another attempt, with the same request id and so with the same context. */
  void addAttempt(Operation retry) {
    Operation first = attempts.get(0);
    if (retry.kind() != first.kind() || retry.contextOf() != first.contextOf()) {
      throw new IllegalArgumentException(
          "one write id for two different writes:\n  %s\n  %s".formatted(first, retry));
    }
    attempts.add(retry);
  }

  int index() {
    return index;
  }

  String id() {
    return attempts.get(0).writeId();
  }

  List<Operation> attempts() {
    return attempts;
  }

  boolean isPut() {
    return attempts.get(0).kind() == Kind.PUT;
  }

  BitSet seen() {
    return seen;
  }

  boolean hasSeen(Write other) {
    return seen.get(other.index);
  }

  boolean isAcknowledged() {
    return attempts.stream().anyMatch(attempt -> attempt.outcome() == Outcome.ACKNOWLEDGED);
  }

  boolean mayHaveHappened() {
    return attempts.stream().anyMatch(Operation::mayHaveWritten);
  }

  /** Whether more than one attempt may have written. */
  boolean mayHaveHappenedTwice() {
    return attempts.stream().filter(Operation::mayHaveWritten).count() > 1;
  }

  /** When the first attempt that may have written was sent; later than all else if none was. */
  long startNanos() {
    return attempts.stream()
        .filter(Operation::mayHaveWritten)
        .mapToLong(Operation::startNanos)
        .min()
        .orElse(Long.MAX_VALUE);
  }
}
