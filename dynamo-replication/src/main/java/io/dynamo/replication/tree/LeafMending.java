package io.dynamo.replication.tree;

import io.dynamo.api.HashSum;
import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.Position;
import io.dynamo.api.node.Transport;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.KeyState;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.request.Stamp;
import io.dynamo.api.request.TreeEntry;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.replication.store.Area;
import io.dynamo.replication.store.Held;
import io.dynamo.replication.store.LocalStore;
import io.dynamo.replication.store.Place;
import io.dynamo.replication.store.StoreHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One leaf that differs from that of another owner: both lists of records are compared, what the
 * other has is taken and merged, and what it lacks is sent to it, each under its generation (rule
 * D4). Merging is idempotent, so it does not matter what else happens to the leaf meanwhile. Lives
 * on the home loop.
 */
final class LeafMending {
  private static final int FETCH_KEYS = 64;

  private final AntiEntropyPorts ports;
  private final NodeId owner;
  private final Partition partition;
  private final long ownersDigest;
  private final int leaf;
  private final Direction direction;
  private final Consumer<Ending> done;
  private final TreeMap<Key, HashSum> ours = new TreeMap<>();
  private final TreeMap<Key, HashSum> theirs = new TreeMap<>();
  private final List<Key> toTake = new ArrayList<>();
  private final List<Key> toGive = new ArrayList<>();
  private long startNanos;
  private int keys;
  private long bytes;
  private int awaited;
  private String untaken = "";
  private String ungiven = "";
  private boolean ended;

  /**
   * How it ended.
   *
   * @param keys how many were taken or given
   * @param bytes of their values
   * @param untaken why something that the other has was not taken; empty if all was
   * @param ungiven why the other has not taken something; empty if it has
   */
  record Ending(int keys, long bytes, long workedNanos, String untaken, String ungiven) {}

  LeafMending(
      AntiEntropyPorts ports,
      NodeId owner,
      Partition partition,
      long ownersDigest,
      int leaf,
      Direction direction,
      Consumer<Ending> done) {
    this.ports = ports;
    this.owner = owner;
    this.partition = partition;
    this.ownersDigest = ownersDigest;
    this.leaf = leaf;
    this.direction = direction;
    this.done = done;
  }

  void start() {
    startNanos = ports.scheduler().nanoTime();
    readOurs(null);
  }

  private void readOurs(@Nullable Place after) {
    ports
        .store()
        .ask(
            stores -> stores.leafEntries(leaf, after),
            StoreHandler.of(
                page -> {
                  page.found().forEach(entry -> ours.put(entry.key(), entry.hash()));
                  page.damaged().forEach(this::setAside);
                  if (page.more()) {
                    readOurs(page.last());
                  } else {
                    readTheirs(null);
                  }
                },
                this::refused));
  }

  private void setAside(Place damaged) {
    ports.store().upkeep(upkeep -> upkeep.setAside(Area.RECORDS, damaged), StoreHandler.ignoring());
  }

  private void readTheirs(@Nullable Key after) {
    ask(
        new PeerRequest.LeafEntries(leaf, after),
        PeerReply.Entries.class,
        page -> {
          page.entries().forEach(entry -> theirs.put(entry.key(), entry.hash()));
          if (page.more() && !page.entries().isEmpty()) {
            List<TreeEntry> entries = page.entries();
            readTheirs(entries.get(entries.size() - 1).key());
          } else {
            compare();
          }
        });
  }

  private void compare() {
    theirs.forEach(
        (key, hash) -> {
          if (direction != Direction.GIVE && !hash.equals(ours.get(key))) {
            toTake.add(key);
          }
        });
    ours.forEach(
        (key, hash) -> {
          boolean lacks =
              direction == Direction.GIVE
                  ? !hash.equals(theirs.get(key))
                  : !theirs.containsKey(key);
          if (direction != Direction.TAKE && lacks) {
            toGive.add(key);
          }
        });
    take();
  }

  private void take() {
    if (toTake.isEmpty()) {
      give();
      return;
    }
    List<Key> wanted = List.copyOf(toTake.subList(0, Math.min(FETCH_KEYS, toTake.size())));
    ask(
        new PeerRequest.Fetch(partition.index(), wanted),
        PeerReply.Fetched.class,
        fetched -> {
          int came = Math.min(fetched.states().size(), wanted.size());
          if (came == 0) {
            fail("sent none of " + wanted.size() + " keys");
            return;
          }
          toTake.subList(0, came).clear();
          awaited = came;
          fetched.states().subList(0, came).forEach(one -> merge(one, fetched.generation()));
        });
  }

  private void merge(KeyState theirState, Generation generation) {
    Key key = theirState.key();
    if (theirState.state().isNone()) {
      onTaken();
      return;
    }
    Position position = ports.positions().apply(key);
    ports
        .store()
        .merge(
            Area.RECORDS,
            key,
            position,
            theirState.state(),
            new Stamp(ownersDigest, generation),
            new LocalStore.MergeHandler() {
              @Override
              public void onMerged(boolean sealed) {
                keys++;
                bytes += theirState.state().valueBytes();
                giveBack(key, position, theirState.state());
              }

              @Override
              public void onBehind(Generation present) {
                notTaken(key, "is of " + generation + ", here is " + present);
              }

              @Override
              public void onRefused(Refusal refusal) {
                notTaken(key, refusal.brief());
              }
            });
  }

  /** After the merge: what it lacks of a key that both have. */
  private void giveBack(Key key, Position position, Siblings theirState) {
    if (direction == Direction.TAKE || !ours.containsKey(key)) {
      onTaken();
      return;
    }
    ports
        .store()
        .read(
            Area.RECORDS,
            key,
            position,
            StoreHandler.of(
                held -> {
                  if (ports.versioning().covers(theirState, held.state())) {
                    onTaken();
                  } else {
                    send(key, held, this::onTaken);
                  }
                },
                this::refused));
  }

  /** The other keys go on. */
  private void notTaken(Key key, String reason) {
    untaken = key + ": " + reason;
    onTaken();
  }

  private void onTaken() {
    awaited--;
    if (awaited == 0 && !ended) {
      take();
    }
  }

  private void give() {
    if (toGive.isEmpty()) {
      end();
      return;
    }
    Key key = toGive.remove(toGive.size() - 1);
    ports
        .store()
        .read(
            Area.RECORDS,
            key,
            ports.positions().apply(key),
            StoreHandler.of(
                held -> {
                  if (held.state().isNone()) {
                    give();
                  } else {
                    keys++;
                    bytes += held.state().valueBytes();
                    send(key, held, this::give);
                  }
                },
                this::refused));
  }

  private void send(Key key, Held held, Runnable next) {
    ports
        .transport()
        .send(
            owner,
            new PeerRequest.Merge(key, held.state(), new Stamp(ownersDigest, held.generation())),
            AntiEntropyPorts.TIMEOUT_NANOS,
            new Transport.ReplyHandler() {
              @Override
              public void onReply(PeerReply reply) {
                boolean notWanted =
                    direction == Direction.BOTH && reply instanceof PeerReply.Sealed;
                if (!(reply instanceof PeerReply.Merged) && !notWanted) {
                  ungiven = key + ": " + reply.brief();
                }
                next.run();
              }

              @Override
              public void onFailure(Transport.Failure failure) {
                fail(failure.toString());
              }
            });
  }

  private <R extends PeerReply> void ask(
      PeerRequest request, Class<R> expected, Consumer<R> onReply) {
    ports
        .transport()
        .send(
            owner,
            request,
            AntiEntropyPorts.TIMEOUT_NANOS,
            new Transport.ReplyHandler() {
              @Override
              public void onReply(PeerReply reply) {
                if (expected.isInstance(reply)) {
                  onReply.accept(expected.cast(reply));
                } else {
                  fail(reply.brief());
                }
              }

              @Override
              public void onFailure(Transport.Failure failure) {
                fail(failure.toString());
              }
            });
  }

  private void refused(Refusal refusal) {
    fail("here: " + refusal.reason() + ", " + refusal.detail());
  }

  /** The leaf is left as far as it has come. */
  private void fail(String reason) {
    untaken = reason;
    end();
  }

  private void end() {
    if (!ended) {
      ended = true;
      long worked = ports.scheduler().nanoTime() - startNanos;
      done.accept(new Ending(keys, bytes, worked, untaken, ungiven));
    }
  }
}
