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
        PeerReply.OtherView,
        Refusal {
  /**
   * All that this replica has of the key; {@link Siblings#NONE} if nothing.
   *
   * @param owner whether it answers as an owner; else it is a fallback, and the state is its hint
   * @param whole whether it is an owner whose partition is whole (rule Q2)
   */
  record State(Siblings state, boolean owner, boolean whole) implements PeerReply {}

  /** It is merged, and as durable as this node is configured. */
  record Merged() implements PeerReply {}

  /** The put that it coordinated has ended. */
  record PutDone(PutOutcome outcome) implements PeerReply {}

  /**
   * Its history, or null if it has none yet.
   *
   * @param formed whether it formed the cluster in this start, so that whoever was empty then has
   *     missed nothing (rule Q2)
   */
  record History(@Nullable MembershipHistory history, boolean formed) implements PeerReply {}

  /** Not done: here the partition has other owners, by this history (rule Q5). */
  record OtherView(MembershipHistory history) implements PeerReply {}

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
