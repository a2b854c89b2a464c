package io.dynamo.api.membership;

import io.dynamo.api.HashSum;
import io.dynamo.api.NodeId;
import java.util.List;

/**
 * What a history came to, in place of the events that every member has acknowledged (rule M2). A
 * history that begins with one folds to the same ring as one that still has all events, and has the
 * same digest.
 *
 * @param lamportTime of the last event that is in it
 * @param digest {@link MembershipHistory#digest} of all that is in it, the create event too
 * @param roster all that are or were members, in the order of their names
 * @param tokens who has which token, in the order of the ring
 * @param partitions what is known of each partition, in their order
 */
public record Checkpoint(
    long lamportTime,
    HashSum digest,
    List<Roster.Entry> roster,
    List<Token> tokens,
    List<Holding> partitions) {
  public Checkpoint {
    roster = List.copyOf(roster);
    tokens = List.copyOf(tokens);
    partitions = List.copyOf(partitions);
  }

  /** A token and who has it. */
  public record Token(int token, NodeId node) {}

  /**
   * Who owns a partition.
   *
   * @param chain {@link io.dynamo.api.partitioning.Partition#chain}
   */
  public record Holding(List<NodeId> owners, long chain) {
    public Holding {
      owners = List.copyOf(owners);
    }
  }
}
