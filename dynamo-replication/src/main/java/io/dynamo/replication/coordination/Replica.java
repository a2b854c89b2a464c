package io.dynamo.replication.coordination;

import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.request.Stamp;
import io.dynamo.replication.store.Held;
import io.dynamo.replication.store.LocalStore;
import io.dynamo.replication.store.Location;
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
  private final Coordination coordination;

  public Replica(NodeId self, LocalStore store, Coordination coordination) {
    this.self = self;
    this.store = store;
    this.coordination = coordination;
  }

  /** Answers a {@link PeerRequest.Read}: an owner with its record, another node with its hint. */
  public void read(Ring ring, PeerRequest.Read request, Consumer<PeerReply> reply) {
    if (seesOtherOwners(ring, request.key(), request.stamp(), reply)) {
      return;
    }
    Location location = coordination.location(ring, request.key());
    boolean owner = isOwner(ring, location);
    StoreHandler<Held> handler =
        new StoreHandler<>() {
          @Override
          public void onDone(Held held) {
            boolean whole = owner && held.whole();
            reply.accept(new PeerReply.State(held.state(), owner, whole, held.generation()));
          }

          @Override
          public void onRefused(Refusal refusal) {
            reply.accept(refusal);
          }
        };
    if (owner) {
      store.read(request.key(), location, handler);
    } else {
      store.readHint(request.key(), location, handler);
    }
  }

  /** Answers a {@link PeerRequest.Merge}, when the merged state is durable. */
  public void merge(Ring ring, PeerRequest.Merge request, Consumer<PeerReply> reply) {
    if (seesOtherOwners(ring, request.key(), request.stamp(), reply)) {
      return;
    }
    Location location = coordination.location(ring, request.key());
    if (!isOwner(ring, location)) {
      reply.accept(notOwner(ring, location, request.key()));
      return;
    }
    store.merge(
        request.key(), location, request.state(), request.stamp().generation(), merged(reply));
  }

  /** Answers a {@link PeerRequest.KeepHint}, when the hint is durable. */
  public void keepHint(Ring ring, PeerRequest.KeepHint request, Consumer<PeerReply> reply) {
    if (seesOtherOwners(ring, request.key(), request.stamp(), reply)) {
      return;
    }
    Location location = coordination.location(ring, request.key());
    long generation = request.stamp().generation();
    if (isOwner(ring, location)) {
      store.merge(request.key(), location, request.state(), generation, merged(reply));
    } else {
      store.keepHint(
          request.key(), location, request.state(), request.targets(), generation, merged(reply));
    }
  }

  /** Answers a {@link PeerRequest.CoordinatePut}; never passes it on (rule V3). */
  public void coordinatePut(
      Ring ring, PeerRequest.CoordinatePut request, Consumer<PeerReply> reply) {
    Key key = request.command().key();
    Location location = coordination.location(ring, key);
    if (!request.command().quorum().sloppy() && !isOwner(ring, location)) {
      reply.accept(notOwner(ring, location, key));
      return;
    }
    coordination.coordinatePut(
        ring, request.command(), outcome -> reply.accept(new PeerReply.PutDone(outcome)));
  }

  private static LocalStore.MergeHandler merged(Consumer<PeerReply> reply) {
    return new LocalStore.MergeHandler() {
      @Override
      public void onMerged() {
        reply.accept(new PeerReply.Merged());
      }

      @Override
      public void onBehind(Generation present) {
        reply.accept(new PeerReply.Behind(present));
      }

      @Override
      public void onRefused(Refusal refusal) {
        reply.accept(refusal);
      }
    };
  }

  private boolean seesOtherOwners(Ring ring, Key key, Stamp stamp, Consumer<PeerReply> reply) {
    Partition partition = ring.partitions().get(coordination.location(ring, key).partition());
    if (partition.ownersDigest(replicas(ring)) == stamp.owners()) {
      return false;
    }
    reply.accept(new PeerReply.OtherView(ring.history()));
    return true;
  }

  private boolean isOwner(Ring ring, Location location) {
    return ring.partitions().get(location.partition()).owners(replicas(ring)).contains(self);
  }

  private static int replicas(Ring ring) {
    return ring.history().settings().replicas();
  }

  private Refusal notOwner(Ring ring, Location location, Key key) {
    return new Refusal(
        Refusal.Reason.NOT_OWNER,
        self + " is no owner of " + key + "; owners are " + ring.owners(location.position()));
  }
}
