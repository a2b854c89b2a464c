package io.dynamo.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What a client asks of a node. Not checked yet: keys, contexts and quorums are what came, and the
 * node answers what is wrong with them. Arrays are shared, not copied.
 */
public sealed interface ClientRequest {
  /** "What is under this key?" Answered by {@link ClientReply.Values}. */
  record Get(byte[] key, QuorumWish quorum) implements ClientRequest {}

  /**
   * "This is the value now", or with {@code tombstone}: "it is deleted". Answered by {@link
   * ClientReply.Stored}.
   *
   * @param context as a reply gave it; null for a blind put
   * @param value empty for a tombstone
   * @param requestId names this put among all retries (rule V10), or null
   */
  record Put(
      byte[] key,
      byte @Nullable [] context,
      boolean tombstone,
      byte[] value,
      byte @Nullable [] requestId,
      QuorumWish quorum)
      implements ClientRequest {}

  /** "Who are you?" Answered by {@link ClientReply.Info}. */
  record Info() implements ClientRequest {}

  /**
   * How many replicas shall answer, and for how long the client waits.
   *
   * @param replies R or W; 0 for the cluster's own
   * @param owners {@code pr} or {@code pw}; 0 for no such wish
   * @param sloppy whether fallbacks may stand in for owners (rule Q1)
   * @param timeoutNanos 0 for the node's own
   */
  record QuorumWish(int replies, int owners, boolean sloppy, long timeoutNanos) {
    /** What cluster and node are configured to do. */
    public static final QuorumWish DEFAULTS = new QuorumWish(0, 0, true, 0);
  }
}
