package io.dynamo.api.request;

/** A node's clear "no": what was asked did not happen there. */
public record Refusal(Reason reason, String detail) implements PeerReply {
  @Override
  public String brief() {
    return reason + ", " + detail;
  }

  /** Why. */
  public enum Reason {
    /** No room on its disk. */
    DISK_FULL,
    /** Its store cannot be read or written. */
    STORAGE_FAILED,
    /** What it has under the key fails its checksum; it is an error, never "not found". */
    RECORD_DAMAGED,
    /** Its queue is full. */
    OVERLOADED,
    /** It keeps as many bytes of hints as it may (rule Q4). */
    HINTS_FULL,
    /** It does not keep this key, as it sees the ring. */
    NOT_OWNER,
    /** It has not joined its cluster yet, or is stopping. */
    NOT_READY,
    /** It is configured for another cluster, or with other options. */
    OTHER_CLUSTER,
    /** The asker is no member any more: it left, or was removed as dead. */
    REMOVED,
    /** It does not know this kind of request. */
    NOT_UNDERSTOOD
  }
}
