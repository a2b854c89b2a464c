package io.dynamo.membership;

import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.node.NodeLog;
import io.dynamo.api.storage.StorageException;
import org.jspecify.annotations.Nullable;

/** This node's own copy of the history, in the entry {@value #ENTRY} of its log. Calls block. */
public final class HistoryLog {
  static final String ENTRY = "history";

  private final NodeLog log;

  public HistoryLog(NodeLog log) {
    this.log = log;
  }

  /**
   * The history that was written last.
   *
   * @return null if there is none yet
   * @throws StorageException if there is one that cannot be read: the node must not start, because
   *     without its history it would form or join again
   */
  public @Nullable MembershipHistory read() {
    byte[] bytes = log.read(ENTRY);
    if (bytes == null) {
      return null;
    }
    try {
      return HistoryCodec.decode(bytes);
    } catch (IllegalArgumentException e) {
      throw new StorageException("entry \"" + ENTRY + "\" of the node's log: " + e.getMessage(), e);
    }
  }

  /**
   * Replaces the history; on return it survives the end of the machine.
   *
   * @throws StorageException if it failed; the old one is still there
   */
  public void write(MembershipHistory history) {
    log.write(ENTRY, HistoryCodec.encode(history));
  }
}
