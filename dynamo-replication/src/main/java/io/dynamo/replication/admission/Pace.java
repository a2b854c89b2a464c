package io.dynamo.replication.admission;

/** How much of a node's time background work may take (Dynamo §6.5). Belongs to the home loop. */
@FunctionalInterface
public interface Pace {
  /**
   * How long this work must pause now.
   *
   * @param work what it is, for people: "hints", "anti-entropy", "scrub", "reaping"
   * @param workedNanos how long it has worked since its last pause
   * @return at least 0
   */
  long pauseNanos(String work, long workedNanos);

  /** Never pauses. */
  static Pace unhindered() {
    return (work, workedNanos) -> 0;
  }
}
