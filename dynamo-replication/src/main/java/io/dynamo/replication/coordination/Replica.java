package io.dynamo.replication.coordination;

import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.Position;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.replication.store.Area;
import io.dynamo.replication.store.Done;
import io.dynamo.replication.store.LocalStore;
import io.dynamo.replication.store.StoreHandler;
import java.util.function.Consumer;

/**
 * What one node does for coordinators: reads and merges as an owner, keeps and shows hints as a
 * fallback, and coordinates puts that others took (Dynamo §4.5, §4.6). What is asked of it under
 * other owners than it sees is not done: it answers with its history (rule Q5). Confined to its
 * loop; each consumer is called once.
 */
public final class Replica {
  private final NodeId self;
  private final LocalStore store;
  private final boolean whole;
  private final Coordination coordination;

  /**
   * A replica over this store.
   *
   * @param whole whether the store has all that this node ever acknowledged (rule Q2)
   */
  public Replica(NodeId self, LocalStore store, boolean whole, Coordination coordination) {
    this.self = self;
    this.store = store;
    this.whole = whole;
    this.coordination = coordination;
  }

  /** Answers a {@link PeerRequest.Read}: an owner with its record, another node with its hint. */
  public void read(Ring ring, PeerRequest.Read request, Consumer<PeerReply> reply) {
    if (seesOtherOwners(ring, request.key(), request.owners(), reply)) {
      return;
    }
    Position position = coordination.position(request.key());
    boolean owner = isOwner(ring, position);
    store.read(
        owner ? Area.RECORDS : Area.HINTS,
        request.key(),
        position,
        new StoreHandler<>() {
          @Override
          public void onDone(Siblings state) {
            reply.accept(new PeerReply.State(state, owner, owner && whole));
          }

          @Override
          public void onRefused(Refusal refusal) {
            reply.accept(refusal);
          }
        });
  }

  /** Answers a {@link PeerRequest.Merge}, when the merged state is durable. */
  public void merge(Ring ring, PeerRequest.Merge request, Consumer<PeerReply> reply) {
    if (seesOtherOwners(ring, request.key(), request.owners(), reply)) {
      return;
    }
    Position position = coordination.position(request.key());
    if (isOwner(ring, position)) {
      store.merge(Area.RECORDS, request.key(), position, request.state(), merged(reply));
    } else {
      reply.accept(notOwner(ring, request.key()));
    }
  }

  /** Answers a {@link PeerRequest.KeepHint}, when the hint is durable. */
  public void keepHint(Ring ring, PeerRequest.KeepHint request, Consumer<PeerReply> reply) {
    if (seesOtherOwners(ring, request.key(), request.owners(), reply)) {
      return;
    }
    Position position = coordination.position(request.key());
    Area area = isOwner(ring, position) ? Area.RECORDS : Area.HINTS;
    store.merge(area, request.key(), position, request.state(), merged(reply));
  }

  /** Answers a {@link PeerRequest.CoordinatePut}; never passes it on (rule V3). */
  public void coordinatePut(
      Ring ring, PeerRequest.CoordinatePut request, Consumer<PeerReply> reply) {
    Key key = request.command().key();
    if (!request.command().quorum().sloppy() && !isOwner(ring, coordination.position(key))) {
      reply.accept(notOwner(ring, key));
      return;
    }
    coordination.coordinatePut(
        ring, request.command(), outcome -> reply.accept(new PeerReply.PutDone(outcome)));
  }

  private static StoreHandler<Done> merged(Consumer<PeerReply> reply) {
    return new StoreHandler<>() {
      @Override
      public void onDone(Done done) {
        reply.accept(new PeerReply.Merged());
      }

      @Override
      public void onRefused(Refusal refusal) {
        reply.accept(refusal);
      }
    };
  }

  private boolean seesOtherOwners(Ring ring, Key key, long owners, Consumer<PeerReply> reply) {
    int replicas = ring.history().settings().replicas();
    if (ring.partition(coordination.position(key)).ownersDigest(replicas) == owners) {
      return false;
    }
    reply.accept(new PeerReply.OtherView(ring.history()));
    return true;
  }

  private boolean isOwner(Ring ring, Position position) {
    return ring.owners(position).contains(self);
  }

  private Refusal notOwner(Ring ring, Key key) {
    return new Refusal(
        Refusal.Reason.NOT_OWNER,
        self
            + " is no owner of "
            + key
            + "; owners are "
            + ring.owners(coordination.position(key)));
  }
}
