package io.dynamo.api.request;

import io.dynamo.api.HashSum;
import io.dynamo.api.NodeId;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.versioning.Siblings;
import java.util.List;
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
        PeerReply.Behind,
        PeerReply.Roots,
        PeerReply.Sums,
        PeerReply.Entries,
        PeerReply.Fetched,
        PeerReply.Proven,
        PeerReply.Raised,
        PeerReply.Reaped,
        PeerReply.Generations,
        PeerReply.Gossiped,
        PeerReply.Waiting,
        PeerReply.Moves,
        PeerReply.Confirmed,
        PeerReply.Sealed,
        Refusal {
  /** What kind of answer it is, and why a refusal; for people, and without what else it carries. */
  default String brief() {
    return "answered with a " + getClass().getSimpleName();
  }

  /**
   * All that this replica has of the key; {@link Siblings#NONE} if nothing.
   *
   * @param owner whether it answers as an owner; else it is a fallback, and the state is its hint
   * @param whole whether it is an owner whose partition is whole (rule Q2), or a future one that
   *     has been filled
   * @param generation of the partition there, before the state was read (rule D4)
   * @param sealed whether it has sealed the partition (rule H2): then future owners must be asked
   *     too (rule H4)
   */
  record State(Siblings state, boolean owner, boolean whole, Generation generation, boolean sealed)
      implements PeerReply {
    /** Of a partition that is not sealed. */
    public State(Siblings state, boolean owner, boolean whole, Generation generation) {
      this(state, owner, whole, generation, false);
    }
  }

  /**
   * It is merged, and as durable as this node is configured.
   *
   * @param sealed whether the partition was sealed there by then: it counts as a future owner's
   *     answer only (rules H2, H4)
   * @param apart whether it was sealed for a hand-over that did not come about: for now it counts
   *     only in place of an owner that fails
   */
  record Merged(boolean sealed, boolean apart) implements PeerReply {
    /** Where nothing is sealed. */
    public Merged() {
      this(false, false);
    }

    /** Of an owner that does not stand apart. */
    public Merged(boolean sealed) {
      this(sealed, false);
    }
  }

  /** Not merged: it has sealed the partition and will not own it any more (rule H2). */
  record Sealed() implements PeerReply {}

  /** The put that it coordinated has ended. */
  record PutDone(PutOutcome outcome) implements PeerReply {}

  /**
   * Its history, or null if it has none yet.
   *
   * @param formed whether it formed the cluster in this start, so that whoever was empty then has
   *     missed nothing (rule Q2)
   */
  record History(@Nullable MembershipHistory history, boolean formed) implements PeerReply {}

  /**
   * Not done: here the partition has other owners, or others to come (rule Q5). The two reconcile
   * their histories, and try again.
   *
   * @param digest of the history there
   */
  record OtherView(HashSum digest) implements PeerReply {}

  /**
   * How far its history has come, with all that the asker has told.
   *
   * @param known by origin, if the digests differed and the asker had told none
   * @param events that the asker lacks, as far as they fit
   */
  record Gossiped(
      HashSum digest, Software software, List<OriginSummary> known, List<MembershipEvent> events)
      implements PeerReply {
    public Gossiped {
      known = List.copyOf(known);
      events = List.copyOf(events);
    }
  }

  /**
   * No administrator has admitted the asker yet.
   *
   * @param members whom else to ask
   */
  record Waiting(List<Member> members) implements PeerReply {
    public Waiting {
      members = List.copyOf(members);
    }
  }

  /** What was asked about, of the partitions that it sees like the asker. */
  record Moves(List<MoveState> partitions) implements PeerReply {
    public Moves {
      partitions = List.copyOf(partitions);
    }
  }

  /** It is noted durably. */
  record Confirmed() implements PeerReply {}

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

  /**
   * Who is there, and in which start.
   *
   * @param ready whether it serves data; true of nodes that do not tell
   */
  record Pong(NodeId node, long nonce, boolean ready) implements PeerReply {
    /** Of a node that serves data, or does not tell. */
    public Pong(NodeId node, long nonce) {
      this(node, nonce, true);
    }
  }

  /**
   * Not taken: the state was formed under an older generation, and here its key is absent, or was
   * begun or compacted since (rule D3). The sender reads again and sends what it has under the
   * present one.
   */
  record Behind(Generation generation) implements PeerReply {}

  /** The roots that were asked for, in that order; of partitions that it does not own, none. */
  record Roots(List<TreeRoot> roots) implements PeerReply {
    public Roots {
      roots = List.copyOf(roots);
    }
  }

  /** One sum for each part. */
  record Sums(List<HashSum> sums) implements PeerReply {
    public Sums {
      sums = List.copyOf(sums);
    }
  }

  /** Records of a leaf, and whether there are more behind the last. */
  record Entries(List<TreeEntry> entries, boolean more) implements PeerReply {
    public Entries {
      entries = List.copyOf(entries);
    }
  }

  /**
   * What it has under the first of the keys that were asked for, at least one.
   *
   * @param generation of the partition, before they were read
   */
  record Fetched(List<KeyState> states, Generation generation) implements PeerReply {
    public Fetched {
      states = List.copyOf(states);
    }
  }

  /**
   * Those of the records that it holds exactly so, on its disk.
   *
   * @param generation of the partition there
   */
  record Proven(List<Proof> proofs, Generation generation) implements PeerReply {
    public Proven {
      proofs = List.copyOf(proofs);
    }
  }

  /**
   * The generation is raised.
   *
   * @param now whether this request raised it, or it was there before
   * @param outstanding how many hints of the partition this node keeps
   */
  record Raised(Generation generation, boolean now, long outstanding) implements PeerReply {}

  /**
   * The generations of all partitions, in their order.
   *
   * @param ready whether this node has compared them with others in this start
   */
  record Generations(List<Generation> generations, boolean ready) implements PeerReply {
    public Generations {
      generations = List.copyOf(generations);
    }
  }

  /** So many records are removed or compacted, durably. */
  record Reaped(int records) implements PeerReply {}
}
