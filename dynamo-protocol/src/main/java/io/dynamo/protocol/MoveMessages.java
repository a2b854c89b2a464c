package io.dynamo.protocol;

import io.dynamo.api.NodeId;
import io.dynamo.api.request.MoveState;
import io.dynamo.api.request.PartitionView;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.protocol.wire.PeerWire;
import java.util.ArrayList;
import java.util.List;

/**
 * Maps what nodes ask each other while partitions are handed over (section H), and what they
 * answer. What does not fit is an IllegalArgumentException.
 */
final class MoveMessages {
  private MoveMessages() {}

  static PeerWire.AskMoves wire(PeerRequest.AskMoves ask) {
    PeerWire.AskMoves.Builder wire = PeerWire.AskMoves.newBuilder();
    ask.partitions().forEach(view -> wire.addPartitions(wire(view)));
    return wire.build();
  }

  static PeerRequest.AskMoves askMoves(PeerWire.AskMoves wire) {
    List<PartitionView> views = new ArrayList<>(wire.getPartitionsCount());
    wire.getPartitionsList().forEach(view -> views.add(view(view)));
    return new PeerRequest.AskMoves(views);
  }

  static PeerWire.Moves wire(PeerReply.Moves moves) {
    PeerWire.Moves.Builder wire = PeerWire.Moves.newBuilder();
    for (MoveState state : moves.partitions()) {
      wire.addPartitions(
          PeerWire.MoveState.newBuilder()
              .setPartition(state.partition())
              .setFilled(state.filled())
              .setSealed(state.sealed())
              .setProven(state.proven()));
    }
    return wire.build();
  }

  static PeerReply.Moves moves(PeerWire.Moves wire) {
    List<MoveState> states = new ArrayList<>(wire.getPartitionsCount());
    for (PeerWire.MoveState state : wire.getPartitionsList()) {
      states.add(
          new MoveState(
              state.getPartition(), state.getFilled(), state.getSealed(), state.getProven()));
    }
    return new PeerReply.Moves(states);
  }

  static PeerWire.Confirm wire(PeerRequest.Confirm confirm) {
    return PeerWire.Confirm.newBuilder()
        .setAsker(confirm.asker().value())
        .setView(wire(confirm.view()))
        .setLosses(confirm.losses())
        .build();
  }

  static PeerRequest.Confirm confirm(PeerWire.Confirm wire) {
    return new PeerRequest.Confirm(
        new NodeId(wire.getAsker()), view(wire.getView()), wire.getLosses());
  }

  private static PeerWire.PartitionView wire(PartitionView view) {
    return PeerWire.PartitionView.newBuilder()
        .setPartition(view.partition())
        .setDigest(view.digest())
        .build();
  }

  private static PartitionView view(PeerWire.PartitionView wire) {
    return new PartitionView(wire.getPartition(), wire.getDigest());
  }
}
