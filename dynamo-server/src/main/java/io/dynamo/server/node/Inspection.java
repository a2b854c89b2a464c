package io.dynamo.server.node;

import io.dynamo.api.Key;
import io.dynamo.api.KeyHash;
import io.dynamo.api.NodeId;
import io.dynamo.api.Position;
import io.dynamo.api.node.Transport;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Refusal;
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
    List<NodeId> owners = ring.owners(position);
    if (!owners.contains(self)) {
      answer.accept(new Finding.NotOwner(owners));
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
    long ownersDigest = partition.ownersDigest(ring.history().settings().replicas());
    TreeMap<Integer, Held> replicas = new TreeMap<>();
    for (int i = 0; i < partition.preferenceList().size(); i++) {
      NodeId node = partition.preferenceList().get(i);
      int place = i;
      Consumer<Held> collect =
          held -> {
            replicas.put(place, held);
            if (replicas.size() == partition.preferenceList().size()) {
              answer.accept(
                  new Explanation(position, partition.index(), List.copyOf(replicas.values())));
            }
          };
      ask(node, owners.contains(node), key, ownersDigest, collect);
    }
  }

  private void ask(NodeId node, boolean owner, Key key, long ownersDigest, Consumer<Held> collect) {
    transport.send(
        node,
        new PeerRequest.Read(key, ownersDigest),
        TIMEOUT_NANOS,
        new Transport.ReplyHandler() {
          @Override
          public void onReply(PeerReply reply) {
            if (reply instanceof PeerReply.State held) {
              collect.accept(new Held(node, owner, held.state(), null));
            } else if (reply instanceof Refusal no) {
              collect.accept(new Held(node, owner, null, no.reason() + ", " + no.detail()));
            } else {
              collect.accept(new Held(node, owner, null, "answered with a " + reply));
            }
          }

          @Override
          public void onFailure(Transport.Failure failure) {
            String reason =
                failure == Transport.Failure.NOT_SENT ? "cannot be reached" : "no reply";
            collect.accept(new Held(node, owner, null, reason));
          }
        });
  }
}
