package io.dynamo.api.request;

import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.Member;
import io.dynamo.api.versioning.Siblings;
import java.util.List;

/**
 * What one node asks of another. Requests may be lost or come twice; every one is idempotent.
 *
 * <p>What concerns a key names its {@code owners} as the sender sees them, by {@link
 * io.dynamo.api.partitioning.Partition#ownersDigest}. A replica that sees others does not do it,
 * and answers with {@link PeerReply.OtherView} (rule Q5).
 */
public sealed interface PeerRequest {
  /**
   * "What have you under this key?" An owner answers with its record, another node with its hint.
   * Answered by {@link PeerReply.State}.
   */
  record Read(Key key, long owners) implements PeerRequest {}

  /**
   * "You are an owner: merge this into what you have" (rule V2). Answered by {@link
   * PeerReply.Merged} once durable.
   */
  record Merge(Key key, Siblings state, long owners) implements PeerRequest {}

  /**
   * "Keep this as a hint for owners who do not answer me" (Dynamo §4.6, rule Q4). Answered by
   * {@link PeerReply.Merged} once durable, or by {@link Refusal.Reason#HINTS_FULL}.
   */
  record KeepHint(Key key, Siblings state, long owners) implements PeerRequest {}

  /**
   * "Coordinate this put: I am none of its owners" (rule V3). Never passed on again. Answered by
   * {@link PeerReply.PutDone}.
   */
  record CoordinatePut(PutCommand command) implements PeerRequest {}

  /**
   * "Which history have you? I am configured like this." (rule M1). Answered by {@link
   * PeerReply.History}, or by {@link Refusal.Reason#OTHER_CLUSTER} with the option that differs.
   *
   * @param initialMembers as configured, sorted by name
   */
  record AskHistory(NodeId asker, ClusterSettings settings, List<Member> initialMembers)
      implements PeerRequest {
    public AskHistory {
      initialMembers = List.copyOf(initialMembers);
    }
  }

  /**
   * "Take note, durably, that I began my start of this number" (rule V5). Answered by {@link
   * PeerReply.StartAnswer}.
   *
   * @param startNumber one more than at the start before
   * @param nonce random for each start
   */
  record AnnounceStart(NodeId node, long startNumber, long nonce) implements PeerRequest {}

  /** "Are you there, and in which start?" Answered by {@link PeerReply.Pong}. */
  record Ping() implements PeerRequest {}
}
