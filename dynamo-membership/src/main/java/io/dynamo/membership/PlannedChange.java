package io.dynamo.membership;

import io.dynamo.api.HashSum;
import io.dynamo.api.NodeId;
import io.dynamo.api.membership.Move;
import java.util.List;

/**
 * What a change would do, before anything is done (rule M5).
 *
 * @param digest what {@link ClusterMembership#commit} is to be given: it differs if the history,
 *     the request or what would be done differs
 * @param history the digest of the history that it was planned on
 * @param moves the tokens that change hands; none of a cancelled change, whose moves are turned
 *     round one by one
 * @param copies the partitions that get other owners, in their order
 * @param shares how many copies each node keeps, in the order of their names
 * @param zones how many copies each zone keeps, in the order of their names
 * @param atRisk of how many partitions fewer than N copies are on nodes that answer, until they
 *     have moved
 * @param warnings what should be known before it is committed, in words
 */
public record PlannedChange(
    String digest,
    ChangeRequest request,
    HashSum history,
    List<Move> moves,
    List<Copies> copies,
    List<Share> shares,
    List<ZoneShare> zones,
    int atRisk,
    List<String> warnings) {
  public PlannedChange {
    moves = List.copyOf(moves);
    copies = List.copyOf(copies);
    shares = List.copyOf(shares);
    zones = List.copyOf(zones);
    warnings = List.copyOf(warnings);
  }

  /**
   * One partition that gets other owners.
   *
   * @param from who has a copy and will not any more
   * @param to who gets one
   */
  public record Copies(int partition, List<NodeId> from, List<NodeId> to) {
    public Copies {
      from = List.copyOf(from);
      to = List.copyOf(to);
    }
  }

  /** How many copies a node is to keep if nothing is changed, and how many then. */
  public record Share(NodeId node, int before, int after) {}

  /** How many copies a zone is to keep if nothing is changed, and how many then. */
  public record ZoneShare(String zone, int before, int after) {}

  /** How many copies are to be made. */
  public int copiesMoved() {
    return copies.stream().mapToInt(one -> one.to().size()).sum();
  }
}
