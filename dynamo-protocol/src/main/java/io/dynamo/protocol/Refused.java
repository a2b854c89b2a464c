package io.dynamo.protocol;

/**
 * Why an end closes the connection: its last frame.
 *
 * @param detail what differs, with both values; for people
 */
public record Refused(Reason reason, String detail) {
  /** What was wrong. */
  public enum Reason {
    /** The ends speak other versions of the protocol. */
    VERSION,
    /** A client on the peers' port, or the other way round. */
    ROLE,
    /** The ends belong to different clusters. */
    CLUSTER,
    /** The node is not the one that was looked for, or was removed, or runs twice. */
    NODE,
    /** The ends have no cluster secret in common, or sign with one the other lacks (rule V8). */
    KEYS,
    /** A frame was too long, no envelope, or not due. */
    BAD_FRAME,
    /** The port has as many connections as it may. */
    TOO_MANY_CONNECTIONS,
    /** The node is starting or stopping. */
    NOT_READY,
    /** A reason of a newer version. */
    OTHER
  }

  @Override
  public String toString() {
    return reason + ": " + detail;
  }
}
