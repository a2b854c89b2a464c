package io.dynamo.api.membership;

import io.dynamo.api.NodeId;

/**
 * When, in the order of causes, and at which node an event was made (rule M2): its place in every
 * history that has it.
 *
 * @param lamportTime greater than that of every event its origin knew, at least 1
 * @param origin the node that made it
 */
public record EventId(long lamportTime, NodeId origin) implements Comparable<EventId> {
  public EventId {
    if (lamportTime < 1) {
      throw new IllegalArgumentException(
          "the time of an event must be at least 1, was " + lamportTime);
    }
  }

  /** By time, then by origin. */
  @Override
  public int compareTo(EventId other) {
    int byTime = Long.compare(lamportTime, other.lamportTime);
    return byTime != 0 ? byTime : origin.compareTo(other.origin);
  }

  /** As in {@code 17@n2}. */
  @Override
  public String toString() {
    return lamportTime + "@" + origin;
  }
}
