package io.dynamo.server.node;

import io.dynamo.api.Key;
import io.dynamo.api.KeyHash;
import io.dynamo.api.NodeId;
import io.dynamo.api.Position;
import io.dynamo.api.node.Transport;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.request.PartitionView;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.request.TreeRoot;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.replication.store.Area;
import io.dynamo.replication.store.LocalStore;
import io.dynamo.replication.store.StoreHandler;
import io.dynamo.server.http.ClusterInspector;
import io.dynamo.server.http.LocalInspector;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What an operator sees of one key on one loop: this replica alone, or all of them. */
final class Inspection implements LocalInspector, ClusterInspector {
  private static final long TIMEOUT_NANOS = 2_000_000_000L;

  private final NodeId self;
  private final NodeState state;
  private final KeyHash keyHash;
  private final Transport transport;
  private @Nullable LocalStore store;

  Inspection(NodeId self, NodeState state, KeyHash keyHash, Transport transport) {
    this.self = self;
    this.state = state;
    this.keyHash = keyHash;
    this.transport = transport;
  }

  /** From now on there is a store to look into. */
  void open(LocalStore local) {
    store = local;
  }

  @Override
  public void inspect(Key key, Consumer<Finding> answer) {
    LocalStore local = store;
    Ring ring = ring();
    if (local == null || ring == null) {
      String why = String.join("; ", state.obstacles());
      answer.accept(new Finding.Refused(new Refusal(Refusal.Reason.NOT_READY, why)));
      return;
    }
    Position position = keyHash.position(key);
    if (!ring.partition(position).isHolder(self)) {
      answer.accept(new Finding.NotOwner(ring.owners(position)));
      return;
    }
    local.read(
        Area.RECORDS,
        key,
        position,
        StoreHandler.of(
            held -> answer.accept(new Finding.Held(held.state())),
            refusal -> answer.accept(new Finding.Refused(refusal))));
  }

  @Override
  public @Nullable Ring ring() {
    ClusterView view = state.view();
    return view == null ? null : view.ring();
  }

  @Override
  public void explain(Key key, Consumer<@Nullable Explanation> answer) {
    Ring ring = ring();
    if (ring == null) {
      answer.accept(null);
      return;
    }
    Position position = keyHash.position(key);
    Partition partition = ring.partition(position);
    List<NodeId> owners = ring.owners(position);
    long ownersDigest = partition.digest();
    TreeMap<Integer, Held> replicas = new TreeMap<>();
    for (int i = 0; i < partition.preferenceList().size(); i++) {
      NodeId node = partition.preferenceList().get(i);
      boolean owner = owners.contains(node);
      int place = i;
      Consumer<Held> collect =
          held -> {
            replicas.put(place, held);
            if (replicas.size() == partition.preferenceList().size()) {
              answer.accept(
                  new Explanation(position, partition.index(), List.copyOf(replicas.values())));
            }
          };
      ask(
          node,
          new PeerRequest.Read(key, ownersDigest),
          PeerReply.State.class,
          held -> {
            if (owner) {
              askRoot(node, ring, partition, held.state(), collect);
            } else {
              collect.accept(new Held(node, false, held.state(), null, null));
            }
          },
          reason -> collect.accept(new Held(node, owner, null, null, reason)));
    }
  }

  /**
   * How the hash tree of the partition is there; without an answer the rest is shown all the same.
   */
  private void askRoot(
      NodeId node, Ring ring, Partition partition, Siblings state, Consumer<Held> collect) {
    ask(
        node,
        new PeerRequest.TreeRoots(
            ring.digest(), List.of(new PartitionView(partition.index(), partition.digest()))),
        PeerReply.Roots.class,
        roots -> {
          @Nullable TreeRoot root = roots.roots().isEmpty() ? null : roots.roots().get(0);
          collect.accept(new Held(node, true, state, root, null));
        },
        reason -> collect.accept(new Held(node, true, state, null, null)));
  }

  private <R extends PeerReply> void ask(
      NodeId node,
      PeerRequest request,
      Class<R> expected,
      Consumer<R> onReply,
      Consumer<String> onFailure) {
    transport.send(
        node,
        request,
        TIMEOUT_NANOS,
        new Transport.ReplyHandler() {
          @Override
          public void onReply(PeerReply reply) {
            if (expected.isInstance(reply)) {
              onReply.accept(expected.cast(reply));
            } else {
              onFailure.accept(reply.brief());
            }
          }

          @Override
          public void onFailure(Transport.Failure failure) {
            onFailure.accept(
                failure == Transport.Failure.NOT_SENT ? "cannot be reached" : "no reply");
          }
        });
  }
}
