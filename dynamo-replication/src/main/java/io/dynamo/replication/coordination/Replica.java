package io.dynamo.replication.coordination;

import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.Position;
import io.dynamo.api.membership.Standing;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.request.Stamp;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.replication.store.Area;
import io.dynamo.replication.store.Held;
import io.dynamo.replication.store.LocalStore;
import io.dynamo.replication.store.StoreHandler;
import io.dynamo.replication.tree.TreeResponder;
import java.util.function.Consumer;

/**
 * What one node does for others, on one loop: reads and merges as an owner, keeps and shows hints
 * as a fallback, coordinates puts that others took (Dynamo §4.5, §4.6), and answers about its hash
 * trees. What is asked of it under other owners than it sees is not done: it answers with its
 * history (rule Q5). Confined to its loop; each consumer is called once.
 */
public final class Replica {
  private final NodeId self;
  private final LocalStore store;
  private final Coordination coordination;
  private final TreeResponder trees;

  /** A replica over this store. */
  public Replica(NodeId self, LocalStore store, Coordination coordination) {
    this.self = self;
    this.store = store;
    this.coordination = coordination;
    this.trees = new TreeResponder(self, store, coordination::position);
  }

  /** Answers whatever concerns data; all else is not understood. */
  public void handle(Ring ring, PeerRequest request, Consumer<PeerReply> reply) {
    if (request instanceof PeerRequest.Read read) {
      read(ring, read, reply);
    } else if (request instanceof PeerRequest.Merge merge) {
      merge(ring, merge, reply);
    } else if (request instanceof PeerRequest.KeepHint hint) {
      keepHint(ring, hint, reply);
    } else if (request instanceof PeerRequest.CoordinatePut put) {
      coordinatePut(ring, put, reply);
    } else {
      trees.handle(ring, request, reply);
    }
  }

  /** An owner answers with its record, another node with its hint. */
  private void read(Ring ring, PeerRequest.Read request, Consumer<PeerReply> reply) {
    if (seesOtherOwners(ring, request.key(), request.owners(), reply)) {
      return;
    }
    Position position = coordination.position(request.key());
    boolean owner = isHolder(ring, position);
    store.read(
        owner ? Area.RECORDS : Area.HINTS,
        request.key(),
        position,
        StoreHandler.of(
            held ->
                reply.accept(
                    owner && held.view() != request.owners()
                        ? new PeerReply.OtherView(ring.history().digest())
                        : state(held, owner)),
            reply::accept));
  }

  private static PeerReply state(Held held, boolean owner) {
    return new PeerReply.State(
        held.state(), owner, held.whole(), held.generation(), owner && held.sealed());
  }

  private void merge(Ring ring, PeerRequest.Merge request, Consumer<PeerReply> reply) {
    Position position = coordination.position(request.key());
    if (seesOtherOwners(ring, request.key(), request.stamp().owners(), reply)) {
      return;
    }
    if (isHolder(ring, position)) {
      merge(ring, Area.RECORDS, request.key(), position, request.state(), request.stamp(), reply);
    } else {
      reply.accept(notOwner(ring, request.key()));
    }
  }

  private void keepHint(Ring ring, PeerRequest.KeepHint request, Consumer<PeerReply> reply) {
    if (seesOtherOwners(ring, request.key(), request.stamp().owners(), reply)) {
      return;
    }
    if (ring.history().standing(self) != Standing.MEMBER) {
      reply.accept(new Refusal(Refusal.Reason.NOT_OWNER, self + " is leaving: it keeps no hints"));
      return;
    }
    Position position = coordination.position(request.key());
    Area area = isHolder(ring, position) ? Area.RECORDS : Area.HINTS;
    merge(ring, area, request.key(), position, request.state(), request.stamp(), reply);
  }

  /** Answers when the merged state is durable. */
  private void merge(
      Ring ring,
      Area area,
      Key key,
      Position position,
      Siblings state,
      Stamp stamp,
      Consumer<PeerReply> reply) {
    store.merge(
        area,
        key,
        position,
        state,
        stamp,
        new LocalStore.MergeHandler() {
          @Override
          public void onMerged(boolean sealed) {
            reply.accept(new PeerReply.Merged(sealed));
          }

          @Override
          public void onMergedApart() {
            reply.accept(new PeerReply.Merged(false, true));
          }

          @Override
          public void onSeenOtherwise() {
            reply.accept(new PeerReply.OtherView(ring.history().digest()));
          }

          @Override
          public void onSealed() {
            reply.accept(new PeerReply.Sealed());
          }

          @Override
          public void onBehind(Generation present) {
            reply.accept(new PeerReply.Behind(present));
          }

          @Override
          public void onRefused(Refusal refusal) {
            reply.accept(refusal);
          }
        });
  }

  /** Never passes it on (rule V3). */
  private void coordinatePut(
      Ring ring, PeerRequest.CoordinatePut request, Consumer<PeerReply> reply) {
    Key key = request.command().key();
    if (!request.command().quorum().sloppy() && !isHolder(ring, coordination.position(key))) {
      reply.accept(notOwner(ring, key));
      return;
    }
    coordination.coordinatePut(
        request.command(), outcome -> reply.accept(new PeerReply.PutDone(outcome)));
  }

  private boolean seesOtherOwners(Ring ring, Key key, long owners, Consumer<PeerReply> reply) {
    if (ring.partition(coordination.position(key)).digest() == owners) {
      return false;
    }
    reply.accept(new PeerReply.OtherView(ring.history().digest()));
    return true;
  }

  /** Whether this node is a present or a future owner, and so keeps records. */
  private boolean isHolder(Ring ring, Position position) {
    return ring.partition(position).isHolder(self);
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
