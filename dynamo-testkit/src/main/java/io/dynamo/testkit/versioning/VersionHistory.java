package io.dynamo.testkit.versioning;

import io.dynamo.api.NodeId;
import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.Replaced;
import io.dynamo.api.versioning.RequestIdentity;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Version;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.api.versioning.Versioning;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A random history of one key that can really happen, and its meaning by brute force. Replicas take
 * puts and merge copies of states, which arrive late, twice or never; clients put with what they
 * got from some replicas, long ago perhaps, or with nothing. Beside each state stands the set of
 * writes that went into it; the value of a write must be there unless the writer of another of them
 * had seen it. Vectors and dots play no part in that.
 */
public final class VersionHistory {
  private static final int REPLICAS = 4;
  private static final int CLIENTS = 3;

  private final Versioning versioning;
  private final RandomGenerator random;
  private final boolean retries;
  private final List<ModelReplica> replicas = new ArrayList<>();
  private final List<KnownState> clients = new ArrayList<>();
  private final List<KnownState> copies = new ArrayList<>();
  private final List<ModelWrite> writes = new ArrayList<>();
  private final TreeMap<Dot, Integer> numbers = new TreeMap<>();

  /**
   * An empty history.
   *
   * @param retries whether puts have request ids and some come twice; then {@link #expected} does
   *     not hold, and {@link #lost} does
   */
  public VersionHistory(Versioning versioning, RandomGenerator random, boolean retries) {
    this.versioning = versioning;
    this.random = random;
    this.retries = retries;
    for (int i = 1; i <= REPLICAS; i++) {
      replicas.add(new ModelReplica(new NodeId("n" + i)));
    }
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(KnownState.NONE);
    }
  }

  /** One thing happens. @return a state that came of it */
  public KnownState step() {
    int dice = random.nextInt(100);
    if (dice < 40) {
      return put();
    }
    if (dice < 55) {
      return get();
    }
    if (dice < 70) {
      return send();
    }
    if (dice < 93) {
      return deliver();
    }
    return dice < 96 || !retries ? handOver() : retry();
  }

  /** So many steps. */
  public void run(int steps) {
    for (int i = 0; i < steps; i++) {
      step();
    }
  }

  /** A state that a replica has or once had. */
  public KnownState any() {
    int at = random.nextInt(REPLICAS + copies.size());
    return at < REPLICAS ? replicas.get(at).state() : copies.get(at - REPLICAS);
  }

  /** All replicas' states, merged in a random order. */
  public KnownState mergedInSomeOrder() {
    List<KnownState> left = new ArrayList<>();
    for (ModelReplica replica : replicas) {
      left.add(replica.state());
    }
    KnownState merged = KnownState.NONE;
    while (!left.isEmpty()) {
      merged = merge(merged, left.remove(random.nextInt(left.size())));
    }
    return merged;
  }

  /** Each replica merges the states of all others, in a random order, as often as it takes. */
  public List<Siblings> converge() {
    for (int round = 0; round < 3; round++) {
      for (ModelReplica replica : replicas) {
        KnownState others = mergedInSomeOrder();
        replica.become(merge(replica.state(), others));
      }
    }
    return replicas.stream().map(replica -> replica.state().siblings()).toList();
  }

  /** Merges by the versioning, and by the meaning. */
  public KnownState merge(KnownState left, KnownState right) {
    return new KnownState(
        versioning.merge(left.siblings(), right.siblings()),
        KnownState.union(left.seen(), right.seen()));
  }

  /** The writes whose versions the state must have: those that no other writer in it had seen. */
  public BitSet expected(KnownState state) {
    BitSet expected = (BitSet) state.seen().clone();
    state.seen().stream().forEach(number -> expected.andNot(writes.get(number).context()));
    return expected;
  }

  /** The writes whose versions the state has. */
  public BitSet found(KnownState state) {
    BitSet found = new BitSet();
    for (Version version : state.siblings().versions()) {
      Integer number = numbers.get(version.dot());
      if (number == null || !Arrays.equals(version.value(), value(number, version))) {
        throw new AssertionError(version + " was never written, or with another value");
      }
      found.set(number);
    }
    return found;
  }

  /** The puts, retries and all, that nobody replaced by any dot and that are not in the state. */
  public BitSet lost(KnownState state) {
    return difference(expectedPuts(state, true), puts(found(state)));
  }

  /** The puts of which every dot was replaced, and that are in the state all the same. */
  public BitSet revived(KnownState state) {
    return difference(puts(found(state)), expectedPuts(state, false));
  }

  private static BitSet difference(BitSet left, BitSet right) {
    BitSet difference = (BitSet) left.clone();
    difference.andNot(right);
    return difference;
  }

  /** The puts that must be there (no dot replaced), or may be (a dot not replaced). */
  private BitSet expectedPuts(KnownState state, boolean must) {
    BitSet live = expected(state);
    BitSet puts = puts(live);
    return must ? difference(puts, puts(difference(state.seen(), live))) : puts;
  }

  private BitSet puts(BitSet numbersOfWrites) {
    BitSet puts = new BitSet();
    numbersOfWrites.stream().forEach(number -> puts.set(writes.get(number).put()));
    return puts;
  }

  private KnownState put() {
    int client = random.nextInt(CLIENTS);
    BitSet context = clients.get(client).seen();
    VersionVector vector = clients.get(client).siblings().vector();
    if (random.nextInt(5) == 0) {
      context = new BitSet();
      vector = VersionVector.EMPTY;
    }
    int number = writes.size();
    return write(new ModelWrite(number, context, vector, random.nextInt(8) == 0));
  }

  /** The client of an earlier put heard no answer and tries again, anywhere. */
  private KnownState retry() {
    if (writes.isEmpty()) {
      return put();
    }
    return write(writes.get(writes.size() - 1 - random.nextInt(Math.min(8, writes.size()))));
  }

  private KnownState write(ModelWrite write) {
    ModelReplica replica = replicas.get(random.nextInt(REPLICAS));
    KnownState stored = replica.state();
    RequestIdentity identity = retries ? new RequestIdentity(0, write.put()) : null;
    if (identity != null && knows(stored.siblings(), identity)) {
      return stored;
    }
    Dot dot = replica.nextDot();
    int number = writes.size();
    writes.add(write);
    numbers.put(dot, number);
    Version version =
        write.tombstone()
            ? Version.tombstone(dot, number, identity)
            : Version.of(dot, number, bytes(write.put()), identity);
    BitSet seen = KnownState.union(stored.seen(), write.context());
    seen.set(number);
    Siblings after = versioning.put(stored.siblings(), write.vector(), version);
    replica.become(new KnownState(after, seen));
    return replica.state();
  }

  private static boolean knows(Siblings stored, RequestIdentity identity) {
    for (Version version : stored.versions()) {
      if (identity.equals(version.identity())) {
        return true;
      }
    }
    for (Replaced replaced : stored.replaced()) {
      if (replaced.identity().equals(identity)) {
        return true;
      }
    }
    return false;
  }

  /** A client reads from one to three replicas. */
  private KnownState get() {
    KnownState answer = replicas.get(random.nextInt(REPLICAS)).state();
    for (int i = random.nextInt(3); i > 0; i--) {
      answer = merge(answer, replicas.get(random.nextInt(REPLICAS)).state());
    }
    clients.set(random.nextInt(CLIENTS), answer);
    return answer;
  }

  private KnownState send() {
    KnownState copy = replicas.get(random.nextInt(REPLICAS)).state();
    copies.add(copy);
    return copy;
  }

  /** A copy arrives, which may arrive again later. */
  private KnownState deliver() {
    ModelReplica replica = replicas.get(random.nextInt(REPLICAS));
    replica.become(merge(replica.state(), any()));
    return replica.state();
  }

  /** A replica hands all it has to another, and forgets it. */
  private KnownState handOver() {
    ModelReplica from = replicas.get(random.nextInt(REPLICAS));
    ModelReplica to = replicas.get(random.nextInt(REPLICAS));
    to.become(merge(to.state(), from.state()));
    if (!from.equals(to)) {
      from.forget();
    }
    return to.state();
  }

  private byte[] value(int number, Version version) {
    return version.tombstone() ? new byte[0] : bytes(writes.get(number).put());
  }

  private static byte[] bytes(int put) {
    return ByteBuffer.allocate(4).putInt(put).array();
  }

  /**
   * One put, or a retry of one.
   *
   * @param put the number of the put; a retry has the one of the first try
   * @param context what its writer had seen
   * @param vector the same as the writer got it
   */
  private record ModelWrite(int put, BitSet context, VersionVector vector, boolean tombstone) {}
}
