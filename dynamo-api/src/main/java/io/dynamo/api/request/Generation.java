package io.dynamo.api.request;

/**
 * How far the reaping of tombstones has come in one partition on one node (rule D3): it begins at
 * zero, and each reaping raises it by one on every member before any owner removes anything.
 *
 * @param raised what this node raised itself to: it takes no state that was formed under an older
 *     one for a key that is absent, or whose record was compacted later
 * @param completed the highest that, as far as this node knows, every member had raised itself to:
 *     only under it can something have been removed. A node whose {@code raised} is below another's
 *     {@code completed} has a disk of an older time (rule D5)
 */
public record Generation(long raised, long completed) {
  /** Nothing was ever reaped. */
  public static final Generation ZERO = new Generation(0, 0);

  public Generation {
    if (completed < 0 || raised < completed) {
      throw new IllegalArgumentException(
          "generation must be 0 <= completed <= raised, was " + completed + " and " + raised);
    }
  }

  /** Whether a node at this generation has missed a removal that one at the other may have done. */
  public boolean isBehind(Generation other) {
    return raised < other.completed;
  }
}
