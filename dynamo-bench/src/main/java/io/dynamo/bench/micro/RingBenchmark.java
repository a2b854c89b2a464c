package io.dynamo.bench.micro;

import io.dynamo.api.ClusterId;
import io.dynamo.api.Key;
import io.dynamo.api.KeyHash;
import io.dynamo.api.NodeId;
import io.dynamo.api.Position;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.ring.EvenTokens;
import io.dynamo.ring.Md5KeyHash;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** From a key to the nodes that keep it (Dynamo §4.2, §4.3), in a cluster of twelve. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RingBenchmark {
  private static final int NODES = 12;
  private static final int KEYS = 1024;
  private static final MembershipHistory HISTORY = history();

  private final KeyHash hash = new Md5KeyHash();
  private final Ring ring = new EvenTokens().place(HISTORY);
  private final Key[] keys = new Key[KEYS];
  private final Position[] positions = new Position[KEYS];
  private int next;

  /** A ring, and keys to look up. */
  public RingBenchmark() {
    for (int i = 0; i < KEYS; i++) {
      keys[i] = Key.of("customer/" + i + "/cart");
      positions[i] = hash.position(keys[i]);
    }
  }

  /** The MD5 of a key. */
  @Benchmark
  public Position hash() {
    return hash.position(keys[next++ & (KEYS - 1)]);
  }

  /** The preference list of a position. */
  @Benchmark
  public List<NodeId> preferenceList() {
    return ring.preferenceList(positions[next++ & (KEYS - 1)]);
  }

  /** Both, as each request does. */
  @Benchmark
  public List<NodeId> owners() {
    return ring.owners(hash.position(keys[next++ & (KEYS - 1)]));
  }

  /** The placement of all 256 partitions, as at a change of membership. */
  @Benchmark
  public Ring place() {
    return new EvenTokens().place(HISTORY);
  }

  private static MembershipHistory history() {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < NODES; i++) {
      members.add(new Member(new NodeId("n" + (char) ('a' + i)), "127.0.0.1", 8402 + i, "", 1));
    }
    ClusterSettings settings =
        new ClusterSettings("bench", 256, 3, 2, 2, "even-tokens", "dotted-version-vectors", 16);
    return new MembershipHistory(
        new ClusterId(1, 2), List.of(new MembershipEvent.Create(settings, members, null)));
  }
}
