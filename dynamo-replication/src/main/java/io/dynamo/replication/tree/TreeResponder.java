package io.dynamo.replication.tree;

import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.Position;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.KeyState;
import io.dynamo.api.request.PartitionView;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Reaping;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.request.TreeEntry;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.replication.store.Area;
import io.dynamo.replication.store.DamagedRecordException;
import io.dynamo.replication.store.LocalStore;
import io.dynamo.replication.store.Place;
import io.dynamo.replication.store.ScanPage;
import io.dynamo.replication.store.StoreHandler;
import io.dynamo.replication.store.StoreReads;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Answers other nodes about this node's hash trees (Dynamo §4.7), and does its part of a reaping
 * (section D). Confined to its loop; each consumer is called once.
 */
public final class TreeResponder {
  private static final long FETCH_BYTES = 1 << 20;

  private final NodeId self;
  private final LocalStore store;
  private final Function<Key, Position> positions;

  /** Answers out of this store. */
  public TreeResponder(NodeId self, LocalStore store, Function<Key, Position> positions) {
    this.self = self;
    this.store = store;
    this.positions = positions;
  }

  /** Answers what concerns trees and reaping; all else is not understood. */
  public void handle(Ring ring, PeerRequest request, Consumer<PeerReply> reply) {
    if (request instanceof PeerRequest.TreeRoots roots) {
      roots(ring, roots, reply);
    } else if (request instanceof PeerRequest.TreeSums sums) {
      sums(ring, sums, reply);
    } else if (request instanceof PeerRequest.LeafEntries entries) {
      entries(ring, entries, reply);
    } else if (request instanceof PeerRequest.Fetch fetch) {
      fetch(ring, fetch, reply);
    } else if (request instanceof PeerRequest.Prove prove) {
      prove(ring, prove, reply);
    } else if (request instanceof PeerRequest.Raise raise) {
      raise(ring, raise, reply);
    } else if (request instanceof PeerRequest.Reap reap) {
      reap(ring, reap, reply);
    } else {
      reply.accept(
          new Refusal(Refusal.Reason.NOT_UNDERSTOOD, "a " + request.getClass().getSimpleName()));
    }
  }

  private void roots(Ring ring, PeerRequest.TreeRoots request, Consumer<PeerReply> reply) {
    boolean sameRing = ring.digest() == request.ring();
    List<Partition> owned = new ArrayList<>();
    for (PartitionView view : request.partitions()) {
      if (view.partition() >= 0 && view.partition() < ring.partitions().size()) {
        Partition partition = ring.partitions().get(view.partition());
        boolean same = sameRing || partition.digest() == view.digest();
        if (same && partition.isHolder(self)) {
          owned.add(partition);
        }
      }
    }
    store.upkeep(
        upkeep -> upkeep.roots(owned),
        StoreHandler.of(roots -> reply.accept(new PeerReply.Roots(roots)), reply::accept));
  }

  private void sums(Ring ring, PeerRequest.TreeSums request, Consumer<PeerReply> reply) {
    if ((long) request.firstLeaf() + request.leaves()
        > 1L << ring.history().settings().leafBits()) {
      reply.accept(noLeaves(request.firstLeaf()));
      return;
    }
    store.upkeep(
        upkeep -> upkeep.sums(request.firstLeaf(), request.leaves(), request.parts()),
        StoreHandler.of(sums -> reply.accept(new PeerReply.Sums(sums)), reply::accept));
  }

  private static Refusal noLeaves(int leaf) {
    return new Refusal(Refusal.Reason.NOT_UNDERSTOOD, "there are no leaves like " + leaf);
  }

  private void entries(Ring ring, PeerRequest.LeafEntries request, Consumer<PeerReply> reply) {
    int leaf = request.leaf();
    if (leaf < 0 || leaf >= 1 << ring.history().settings().leafBits()) {
      reply.accept(noLeaves(leaf));
      return;
    }
    Key after = request.after();
    @Nullable Place place = after == null ? null : new Place(after, positions.apply(after));
    store.ask(
        stores -> stores.leafEntries(leaf, place),
        StoreHandler.of(
            page -> {
              setAside(page);
              reply.accept(new PeerReply.Entries(page.found(), page.more()));
            },
            reply::accept));
  }

  /** What a walk found damaged is taken out of the store, to be mended. */
  private void setAside(ScanPage<?> page) {
    page.damaged().forEach(this::setAside);
  }

  private void setAside(Place place) {
    store.upkeep(upkeep -> upkeep.setAside(Area.RECORDS, place), StoreHandler.ignoring());
  }

  private static Refusal noPartition(int partition) {
    return new Refusal(Refusal.Reason.NOT_UNDERSTOOD, "there is no partition " + partition);
  }

  private void fetch(Ring ring, PeerRequest.Fetch request, Consumer<PeerReply> reply) {
    int partition = request.partition();
    if (partition < 0 || partition >= ring.partitions().size()) {
      reply.accept(noPartition(partition));
      return;
    }
    List<Place> places = places(request.keys());
    List<Place> damaged = new ArrayList<>();
    store.ask(
        stores -> fetched(stores, partition, places, damaged),
        StoreHandler.of(
            fetched -> {
              damaged.forEach(this::setAside);
              reply.accept(fetched);
            },
            reply::accept));
  }

  private static PeerReply fetched(
      StoreReads stores, int partition, List<Place> places, List<Place> damaged) {
    Generation generation = stores.partitions().of(partition).generation();
    List<KeyState> states = new ArrayList<>(places.size());
    long bytes = 0;
    for (Place place : places) {
      if (bytes >= FETCH_BYTES) {
        break;
      }
      try {
        Siblings state = stores.read(Area.RECORDS, place.key(), place.position()).state();
        states.add(new KeyState(place.key(), state));
        bytes += state.valueBytes();
      } catch (DamagedRecordException e) {
        damaged.add(place);
        break;
      }
    }
    return new PeerReply.Fetched(states, generation);
  }

  private void prove(Ring ring, PeerRequest.Prove request, Consumer<PeerReply> reply) {
    if (request.partition() < 0 || request.partition() >= ring.partitions().size()) {
      reply.accept(noPartition(request.partition()));
      return;
    }
    List<Place> places = places(request.entries().stream().map(TreeEntry::key).toList());
    store.upkeep(
        upkeep ->
            new PeerReply.Proven(
                upkeep.prove(places, request.entries()),
                upkeep.states().of(request.partition()).generation()),
        StoreHandler.of(reply::accept, reply::accept));
  }

  private void raise(Ring ring, PeerRequest.Raise request, Consumer<PeerReply> reply) {
    int partition = request.partition();
    if (partition < 0
        || partition >= ring.partitions().size()
        || ring.partitions().get(partition).digest() != request.owners()) {
      reply.accept(new PeerReply.OtherView(ring.history().digest()));
      return;
    }
    store.upkeep(
        upkeep -> {
          long before = upkeep.states().of(partition).generation().raised();
          Generation raised = upkeep.learn(partition, request.generation());
          return new PeerReply.Raised(
              raised, raised.raised() > before, upkeep.outstanding(partition));
        },
        StoreHandler.of(reply::accept, reply::accept));
  }

  private void reap(Ring ring, PeerRequest.Reap request, Consumer<PeerReply> reply) {
    if (request.partition() < 0 || request.partition() >= ring.partitions().size()) {
      reply.accept(noPartition(request.partition()));
      return;
    }
    List<Reaping> reapings = request.reapings();
    List<Place> places = places(reapings.stream().map(reaping -> reaping.entry().key()).toList());
    store.upkeep(
        upkeep -> upkeep.reap(request.partition(), request.generation(), places, reapings),
        StoreHandler.of(records -> reply.accept(new PeerReply.Reaped(records)), reply::accept));
  }

  private List<Place> places(List<Key> keys) {
    List<Place> places = new ArrayList<>(keys.size());
    for (Key key : keys) {
      places.add(new Place(key, positions.apply(key)));
    }
    return places;
  }
}
