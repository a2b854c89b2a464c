package io.dynamo.simulation.gossip;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.Checkpoint;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.membership.Move;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.partitioning.Partitioning;
import io.dynamo.api.partitioning.Ring;
import java.util.ArrayList;
import java.util.List;

/**
 * A placement that costs nothing: the first members keep everything for ever. Its plans are as long
 * as those of equal shares, so that events are of the length that they have in life.
 */
final class OneRange implements Partitioning {
  @Override
  public Ring place(MembershipHistory history) {
    List<NodeId> first = history.create().members().stream().map(Member::id).toList();
    return new Ring(
        history,
        List.of(
            Partition.settled(
                0, 0, 1 << history.settings().leafBits(), first, history.settings().replicas())));
  }

  @Override
  public List<Move> plan(MembershipHistory history, MembershipEvent.Change change) {
    List<Member> members = history.members();
    List<Move> moves = new ArrayList<>();
    for (int i = 0; i < history.settings().partitions() / (members.size() + 1); i++) {
      moves.add(new Move(i, members.get(i % members.size()).id(), change.subject()));
    }
    return moves;
  }

  @Override
  public Checkpoint checkpoint(MembershipHistory history) {
    throw new IllegalStateException("a spread is shorter than what is worth a checkpoint");
  }
}
