package io.dynamo.replication.coordination;

import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.Position;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.replication.store.LocalStore;
import java.util.function.Consumer;

/**
 * What one node does for coordinators: reads, merges, and coordinates puts that others took (Dynamo
 * §4.5). It serves only keys that it owns, as it sees the ring. Confined to its loop; each consumer
 * is called once.
 */
public final class Replica {
  private final NodeId self;
  private final LocalStore store;
  private final Coordination coordination;

  public Replica(NodeId self, LocalStore store, Coordination coordination) {
    this.self = self;
    this.store = store;
    this.coordination = coordination;
  }

  /** Answers a {@link PeerRequest.Read}. */
  public void read(Ring ring, PeerRequest.Read request, Consumer<PeerReply> reply) {
    Position position = coordination.position(request.key());
    if (refusesForeign(ring, position, request.key(), reply)) {
      return;
    }
    store.read(
        request.key(),
        position,
        new LocalStore.ReadHandler() {
          @Override
          public void onState(Siblings state) {
            reply.accept(new PeerReply.State(state));
          }

          @Override
          public void onRefused(Refusal refusal) {
            reply.accept(refusal);
          }
        });
  }

  /** Answers a {@link PeerRequest.Merge}, when the merged state is durable. */
  public void merge(Ring ring, PeerRequest.Merge request, Consumer<PeerReply> reply) {
    Position position = coordination.position(request.key());
    if (refusesForeign(ring, position, request.key(), reply)) {
      return;
    }
    store.merge(
        request.key(),
        position,
        request.state(),
        new LocalStore.MergeHandler() {
          @Override
          public void onMerged() {
            reply.accept(new PeerReply.Merged());
          }

          @Override
          public void onRefused(Refusal refusal) {
            reply.accept(refusal);
          }
        });
  }

  /** Answers a {@link PeerRequest.CoordinatePut}; never passes it on (rule V3). */
  public void coordinatePut(
      Ring ring, PeerRequest.CoordinatePut request, Consumer<PeerReply> reply) {
    Key key = request.command().key();
    Position position = coordination.position(key);
    if (refusesForeign(ring, position, key, reply)) {
      return;
    }
    coordination.coordinatePut(
        ring, position, request.command(), outcome -> reply.accept(new PeerReply.PutDone(outcome)));
  }

  private boolean refusesForeign(Ring ring, Position position, Key key, Consumer<PeerReply> reply) {
    if (ring.owners(position).contains(self)) {
      return false;
    }
    reply.accept(
        new Refusal(
            Refusal.Reason.NOT_OWNER,
            self + " is no owner of " + key + "; owners are " + ring.owners(position)));
    return true;
  }
}
