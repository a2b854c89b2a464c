package io.dynamo.api.request;

import io.dynamo.api.HashSum;
import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.versioning.Siblings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one node asks of another. Requests may be lost; all but a {@link CoordinatePut} without a
 * request id are idempotent.
 *
 * <p>What concerns a key names its {@code owners} as the sender sees them, by {@link
 * io.dynamo.api.partitioning.Partition#digest}. A replica that sees others does not do it, and
 * answers with {@link PeerReply.OtherView} (rule Q5).
 */
public sealed interface PeerRequest {
  /**
   * "What have you under this key?" An owner answers with its record, another node with its hint.
   * Answered by {@link PeerReply.State}.
   */
  record Read(Key key, long owners) implements PeerRequest {}

  /**
   * "You are an owner: merge this into what you have" (rule V2). Answered by {@link
   * PeerReply.Merged} once durable, or by {@link PeerReply.Behind} (rule D3).
   */
  record Merge(Key key, Siblings state, Stamp stamp) implements PeerRequest {}

  /**
   * "Keep this as a hint for owners who do not answer me" (Dynamo §4.6, rule Q4). Answered by
   * {@link PeerReply.Merged} once durable, by {@link Refusal.Reason#HINTS_FULL}, or by {@link
   * PeerReply.Behind}.
   */
  record KeepHint(Key key, Siblings state, Stamp stamp) implements PeerRequest {}

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

  /**
   * "This is how far my history has come; take what you lack, and tell what I lack" (Dynamo
   * §4.8.1). Answered by {@link PeerReply.Gossiped}, or by {@link Refusal.Reason#REMOVED} to a node
   * that is no member any more.
   *
   * @param known by origin; empty while only digests are compared
   * @param events at most {@value #MAX_BYTES} bytes of them, those of one origin in their order
   */
  record Gossip(
      NodeId from,
      HashSum digest,
      Software software,
      List<OriginSummary> known,
      List<MembershipEvent> events)
      implements PeerRequest {
    /** About how many bytes of events one message has at most. */
    public static final int MAX_BYTES = 65_536;

    public Gossip {
      known = List.copyOf(known);
      events = List.copyOf(events);
    }
  }

  /**
   * "I want to join your cluster" (rule M1): asked again and again by a node that waits to be
   * admitted. Answered by {@link PeerReply.Waiting} until an administrator has admitted it, then by
   * {@link PeerReply.History}; or by a {@link Refusal}.
   *
   * @param member as it wants to be known
   * @param settings as configured there
   */
  record AskToJoin(Member member, ClusterSettings settings, Software software)
      implements PeerRequest {}

  /**
   * "How far are you in handing these partitions over?" (section H). Answered by {@link
   * PeerReply.Moves}, for those that it sees like the asker.
   *
   * @param partitions at most {@value #MAX_PARTITIONS}
   */
  record AskMoves(List<PartitionView> partitions) implements PeerRequest {
    /** The most partitions of one request. */
    public static final int MAX_PARTITIONS = 1024;

    public AskMoves {
      partitions = List.copyOf(partitions);
      requireAtMost(MAX_PARTITIONS, partitions.size(), "partitions");
    }
  }

  /**
   * "I am sealed, and you hold all that I hold of this partition, as far as your answers tell since
   * your losses were so many: take note, durably, that you have proven it to me" (rules H3, H5).
   * Answered by {@link PeerReply.Confirmed}, or by {@link PeerReply.OtherView}.
   *
   * @param view what the asker believes of the partition
   */
  record Confirm(NodeId asker, PartitionView view, long losses) implements PeerRequest {}

  /**
   * "What are the roots of your trees of these partitions?" (Dynamo §4.7). Answered by {@link
   * PeerReply.Roots}, for those of which the asked node is a present or future owner, if it sees
   * them like the asker (rule Q5).
   *
   * @param ring {@link io.dynamo.api.partitioning.Ring#digest} as the sender sees it, for nodes of
   *     version 0.1
   * @param partitions at most {@value #MAX_PARTITIONS}
   */
  record TreeRoots(long ring, List<PartitionView> partitions) implements PeerRequest {
    /** The most partitions of one request. */
    public static final int MAX_PARTITIONS = 4096;

    public TreeRoots {
      partitions = List.copyOf(partitions);
      requireAtMost(MAX_PARTITIONS, partitions.size(), "partitions");
    }
  }

  /**
   * "What are your sums over these leaves, in so many parts of equal length?" Answered by {@link
   * PeerReply.Sums}, clockwise.
   *
   * @param parts divides {@code leaves}; at most {@value #MAX_PARTS}
   */
  record TreeSums(int firstLeaf, int leaves, int parts) implements PeerRequest {
    /** The most parts of one request. */
    public static final int MAX_PARTS = 4096;

    public TreeSums {
      if (firstLeaf < 0 || leaves < 1 || parts < 1 || parts > MAX_PARTS || leaves % parts != 0) {
        throw new IllegalArgumentException(
            "sums of " + leaves + " leaves from " + firstLeaf + " in " + parts + " parts");
      }
    }
  }

  /**
   * "Which records has this leaf?" Answered by {@link PeerReply.Entries}, in the order of the
   * store.
   *
   * @param after the last key of the answer before, or null from the beginning
   */
  record LeafEntries(int leaf, @Nullable Key after) implements PeerRequest {}

  /**
   * "What have you under these keys of one partition?" Answered by {@link PeerReply.Fetched}, with
   * as many of the first of them as fit.
   *
   * @param keys 1 to {@value #MAX_KEYS}
   */
  record Fetch(int partition, List<Key> keys) implements PeerRequest {
    /** The most keys of one request. */
    public static final int MAX_KEYS = 256;

    public Fetch {
      keys = List.copyOf(keys);
      requireAtMost(MAX_KEYS, keys.size(), "keys");
    }
  }

  /**
   * "Which of these records do you hold exactly so?" (rule D2). Answered by {@link
   * PeerReply.Proven}.
   *
   * @param entries at most {@value #MAX_ENTRIES}
   */
  record Prove(int partition, List<TreeEntry> entries) implements PeerRequest {
    /** The most records of one request. */
    public static final int MAX_ENTRIES = 1024;

    public Prove {
      entries = List.copyOf(entries);
      requireAtMost(MAX_ENTRIES, entries.size(), "records");
    }
  }

  /**
   * "Raise this partition to this generation, durably, and tell what you still have under way"
   * (rule D3). Asked of every member, owner or not. Answered by {@link PeerReply.Raised}, or by
   * {@link PeerReply.OtherView}.
   *
   * @param owners of the partition as the sender sees them
   * @param generation to be raised to, and what the sender knows to be complete: a node that is
   *     behind that has a disk of an older time (rule D5)
   */
  record Raise(int partition, long owners, Generation generation) implements PeerRequest {}

  /**
   * "Every member has raised the generation, nothing is outstanding, and all owners hold these:
   * each that you still hold exactly so is to be removed, or to lose its retired actors" (rules D3,
   * V7). Answered by {@link PeerReply.Reaped}.
   *
   * @param reapings at most {@value Prove#MAX_ENTRIES}
   */
  record Reap(int partition, long generation, List<Reaping> reapings) implements PeerRequest {
    public Reap {
      reapings = List.copyOf(reapings);
      requireAtMost(Prove.MAX_ENTRIES, reapings.size(), "records");
    }
  }

  /**
   * "At which generations are your partitions?" (rule D5): what a node asks when it starts, before
   * it takes anything. Answered by {@link PeerReply.Generations}, also by a node that is not ready.
   *
   * @param ring {@link io.dynamo.api.partitioning.Ring#digest} as the sender sees it
   */
  record AskGenerations(long ring) implements PeerRequest {}

  private static void requireAtMost(int limit, int size, String what) {
    if (size > limit) {
      throw new IllegalArgumentException("at most " + limit + " " + what + ", were " + size);
    }
  }
}
