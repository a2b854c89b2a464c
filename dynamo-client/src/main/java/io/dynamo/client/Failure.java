package io.dynamo.client;

/**
 * A request that did nothing.
 *
 * @param message what was wrong and what would be right, for people
 * @param needed how many replicas had to answer, where that is what failed
 * @param answered how many did
 */
public record Failure(Kind kind, String message, int needed, int answered)
    implements GetResult, PutResult {

  /** What went wrong. */
  public enum Kind {
    /** Key, value, context or options are not acceptable; the same request fails again. */
    BAD_REQUEST,
    /** Too few replicas answered, or no node could be reached; another try may succeed. */
    UNAVAILABLE,
    /** The cluster has fewer members than the request needs. */
    QUORUM_IMPOSSIBLE,
    /** Node or client has too much to do. */
    OVERLOADED,
    /** No room on the disks of the owners. */
    DISK_FULL,
    /** The node could not read or write its store, or failed in another way. */
    SERVER_FAILED
  }

  static Failure of(Kind kind, String message) {
    return new Failure(kind, message, 0, 0);
  }

  /** Whether the same request may succeed a little later. */
  public boolean isTransient() {
    return kind == Kind.UNAVAILABLE || kind == Kind.OVERLOADED;
  }
}
