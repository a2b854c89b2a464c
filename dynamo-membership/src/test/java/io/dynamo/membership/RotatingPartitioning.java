package io.dynamo.membership;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.Checkpoint;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.membership.Move;
import io.dynamo.api.membership.Roster;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.partitioning.Partitioning;
import io.dynamo.api.partitioning.Ring;
import java.util.ArrayList;
import java.util.List;

/**
 * A placement without tokens: partition i is to be kept by N members from the i-th on, and changes
 * its owners by the events of the history alone. It moves far more than a real one.
 */
final class RotatingPartitioning implements Partitioning {
  @Override
  public Ring place(MembershipHistory history) {
    if (!history.isUnderstood()) {
      throw new IllegalArgumentException("not understood: " + history);
    }
    List<List<NodeId>> owners = owners(history);
    List<NodeId> placed = placed(history);
    int leaves = (1 << history.settings().leafBits()) / owners.size();
    List<Partition> partitions = new ArrayList<>();
    for (int i = 0; i < owners.size(); i++) {
      List<NodeId> asked = new ArrayList<>(owners.get(i));
      placed.stream().filter(node -> !asked.contains(node)).forEach(asked::add);
      partitions.add(
          new Partition(
              i, i * leaves, leaves, asked, owners.get(i), future(history, placed, i), 0));
    }
    return new Ring(history, partitions);
  }

  private static List<List<NodeId>> owners(MembershipHistory history) {
    List<List<NodeId>> owners = new ArrayList<>();
    Checkpoint checkpoint = history.checkpoint();
    if (checkpoint != null) {
      checkpoint.partitions().forEach(holding -> owners.add(holding.owners()));
    } else {
      List<NodeId> first = history.create().members().stream().map(Member::id).toList();
      for (int i = 0; i < history.settings().partitions(); i++) {
        owners.add(future(history, first, i));
      }
    }
    for (MembershipEvent event : history.events()) {
      if (event instanceof MembershipEvent.HandedOver handed
          && owners.get(handed.partition()).equals(handed.from())) {
        owners.set(handed.partition(), handed.to());
      }
    }
    return owners;
  }

  private static List<NodeId> placed(MembershipHistory history) {
    Roster roster = new Roster(history.roster());
    return roster.placed().stream().map(Member::id).toList();
  }

  private static List<NodeId> future(MembershipHistory history, List<NodeId> nodes, int index) {
    List<NodeId> future = new ArrayList<>();
    for (int i = 0; i < Math.min(history.settings().replicas(), nodes.size()); i++) {
      future.add(nodes.get((index + i) % nodes.size()));
    }
    return future;
  }

  @Override
  public List<Move> plan(MembershipHistory history, MembershipEvent.Change change) {
    return List.of(new Move(history.events().size(), null, change.subject()));
  }

  @Override
  public Checkpoint checkpoint(MembershipHistory history) {
    Ring ring = place(history);
    if (!ring.moving().isEmpty()) {
      throw new IllegalStateException(ring.moving().size() + " partitions are moving");
    }
    return new Checkpoint(
        history.lamportTime(),
        history.digest(),
        history.roster(),
        List.of(),
        ring.partitions().stream()
            .map(partition -> new Checkpoint.Holding(partition.owners(), 0))
            .toList());
  }
}
