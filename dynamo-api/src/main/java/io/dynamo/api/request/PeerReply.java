package io.dynamo.api.request;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.versioning.Siblings;
import org.jspecify.annotations.Nullable;

/** What a node answers to a {@link PeerRequest}. */
public sealed interface PeerReply
    permits PeerReply.State,
        PeerReply.Merged,
        PeerReply.PutDone,
        PeerReply.History,
        PeerReply.StartAnswer,
        PeerReply.Pong,
        Refusal {
  /** All that this replica has of the key; {@link Siblings#NONE} if nothing. */
  record State(Siblings state) implements PeerReply {}

  /** It is merged, and as durable as this node is configured. */
  record Merged() implements PeerReply {}

  /** The put that it coordinated has ended. */
  record PutDone(PutOutcome outcome) implements PeerReply {}

  /** Its history, or null if it has none yet. */
  record History(@Nullable MembershipHistory history) implements PeerReply {}

  /** What it knows of the starts of the node that asked. */
  record StartAnswer(Verdict verdict, long highestKnown) implements PeerReply {}

  /** Judgement on a start (rule V5). */
  enum Verdict {
    /** It is noted durably, and no equal or higher one was known. */
    TAKEN,
    /** An equal or higher start is known: the asker's directory is older than its name. */
    KNOWN_HIGHER,
    /** Another living process goes by this name: the asker must stop. */
    TWIN_ALIVE
  }

  /** Who is there, and in which start. */
  record Pong(NodeId node, long nonce) implements PeerReply {}
}
