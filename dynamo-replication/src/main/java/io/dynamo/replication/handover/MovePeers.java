package io.dynamo.replication.handover;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.Transport;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.request.MoveState;
import io.dynamo.api.request.PartitionView;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What this node has heard of how far others are with the partitions that it hands over: it asks
 * each of them about all such partitions at once, one question at a time. What was heard under
 * another view counts for nothing.
 */
final class MovePeers {
  private static final long TIMEOUT_NANOS = 1_000_000_000L;

  private final MovePorts ports;
  private final TreeMap<Integer, Heard> heard = new TreeMap<>();
  private final TreeSet<NodeId> asking = new TreeSet<>();

  private record Heard(long view, TreeMap<NodeId, MoveState> states) {}

  MovePeers(MovePorts ports) {
    this.ports = ports;
  }

  /** What this node has said last of the partition, under this view of it. */
  MoveState heard(Partition partition, NodeId node) {
    Heard known = heard.get(partition.index());
    MoveState state =
        known == null || known.view() != partition.digest() ? null : known.states().get(node);
    return state == null ? new MoveState(partition.index(), false, false, false) : state;
  }

  /**
   * Asks all other holders of these partitions.
   *
   * @param onHeard runs after each answer
   */
  void ask(List<Partition> partitions, Runnable onHeard) {
    TreeMap<NodeId, List<PartitionView>> questions = new TreeMap<>();
    for (Partition partition : partitions) {
      for (NodeId holder : partition.holders()) {
        if (!holder.equals(ports.self())) {
          List<PartitionView> views =
              questions.computeIfAbsent(holder, unused -> new ArrayList<>());
          if (views.size() < PeerRequest.AskMoves.MAX_PARTITIONS) {
            views.add(MovePorts.view(partition));
          }
        }
      }
    }
    questions.forEach(
        (node, views) -> {
          if (ports.isUp(node) && asking.add(node)) {
            ask(node, views, onHeard);
          }
        });
  }

  /** Forgets partitions that are not moving any more. */
  void retain(Set<Integer> moving) {
    heard.keySet().retainAll(moving);
  }

  private void ask(NodeId node, List<PartitionView> views, Runnable onHeard) {
    ports
        .transport()
        .send(
            node,
            new PeerRequest.AskMoves(views),
            TIMEOUT_NANOS,
            new Transport.ReplyHandler() {
              @Override
              public void onReply(PeerReply reply) {
                asking.remove(node);
                if (reply instanceof PeerReply.Moves moves) {
                  note(node, views, moves.partitions());
                  reconcileIfItDiffers(node, views.size(), moves.partitions().size());
                  onHeard.run();
                }
              }

              @Override
              public void onFailure(Transport.Failure failure) {
                asking.remove(node);
              }
            });
  }

  private void note(NodeId node, List<PartitionView> views, List<MoveState> states) {
    TreeMap<Integer, Long> asked = new TreeMap<>();
    views.forEach(view -> asked.put(view.partition(), view.digest()));
    for (MoveState state : states) {
      Long view = asked.get(state.partition());
      if (view != null) {
        Heard known = heard.get(state.partition());
        if (known == null || known.view() != view) {
          known = new Heard(view, new TreeMap<>());
          heard.put(state.partition(), known);
        }
        known.states().put(node, state);
      }
    }
  }

  private void reconcileIfItDiffers(NodeId node, int asked, int answered) {
    if (answered < asked) {
      ports.membership().reconcile(node, () -> {});
    }
  }
}
