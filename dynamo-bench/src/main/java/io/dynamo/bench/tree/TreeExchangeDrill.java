package io.dynamo.bench.tree;

import io.dynamo.api.ClusterId;
import io.dynamo.api.Key;
import io.dynamo.api.KeyHash;
import io.dynamo.api.NodeId;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.node.NoEvents;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.versioning.Actor;
import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Version;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.protocol.HistoryFormat;
import io.dynamo.protocol.PeerCodec;
import io.dynamo.replication.admission.Pace;
import io.dynamo.replication.tree.AntiEntropy;
import io.dynamo.ring.EvenTokens;
import io.dynamo.ring.Md5KeyHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Two owners with many equal keys and a few that only one of them has: what they exchange until
 * they agree (Dynamo §4.7), as bytes of the wire, and how long that takes from the first question
 * for roots to the last difference mended. One process, real stores in LMDB, no network.
 *
 * <p>Arguments: how many keys, and how many of them differ.
 */
public final class TreeExchangeDrill {
  private static final NodeId A = new NodeId("a");
  private static final NodeId B = new NodeId("b");

  private TreeExchangeDrill() {}

  /** Runs the drill in a directory of its own, which is removed. */
  public static void main(String[] arguments) throws IOException {
    int keys = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
    int differing = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
    Path directory = Files.createTempDirectory("tree-exchange");
    try {
      run(directory, keys, differing);
    } finally {
      delete(directory);
    }
  }

  private static void run(Path directory, int keys, int differing) throws IOException {
    Ring ring = ring();
    KeyHash hash = new Md5KeyHash();
    LiveLoop loop = new LiveLoop();
    CountedTransport network = new CountedTransport(loop, new PeerCodec(new NoHistories()));
    try (Owner a = open(A, directory, ring, hash, loop, network);
        Owner b = open(B, directory, ring, hash, loop, network)) {
      List<Key> missing = fill(a, b, keys, differing);
      int[] agreed = new int[2];
      long[] lastNanos = new long[1];
      AntiEntropy antiEntropy =
          new AntiEntropy(
              A,
              () -> ring,
              hash::position,
              a.store(),
              network,
              loop,
              node -> true,
              Owner.VERSIONING,
              Pace.unhindered(),
              new NoEvents() {
                @Override
                public void treesCompared(int partition, NodeId owner, int mended) {
                  agreed[0]++;
                  agreed[1] += mended;
                  lastNanos[0] = loop.nanoTime();
                }

                @Override
                public void treeExchangeFailed(int partition, NodeId owner, String reason) {
                  throw new IllegalStateException(reason);
                }
              });
      network.reset();
      antiEntropy.start();
      loop.runUntil(() -> agreed[0] >= ring.partitions().size());
      antiEntropy.stop();
      for (Key key : missing) {
        if (!a.read(key).equals(b.read(key)) || a.read(key).isNone()) {
          throw new IllegalStateException(key + " still differs");
        }
      }
      report(keys, agreed[1], network, lastNanos[0]);
    }
  }

  private static Owner open(
      NodeId id, Path directory, Ring ring, KeyHash hash, LiveLoop loop, CountedTransport network)
      throws IOException {
    return new Owner(
        id, Files.createDirectory(directory.resolve(id.value())), ring, hash, loop, network);
  }

  private static void report(int keys, int mended, CountedTransport network, long lastNanos) {
    network
        .byKind()
        .forEach(
            (kind, counts) ->
                System.out.printf("%-12s %6d messages %9d bytes%n", kind, counts[0], counts[1]));
    System.out.printf(
        "%d keys, %d mended: %d bytes, %.2f s from the first exchange of roots%n",
        keys, mended, network.bytes(), (lastNanos - network.firstNanos()) / 1e9);
  }

  /** Equal keys on both; the last ones on one of the two alone, in turn. */
  private static List<Key> fill(Owner a, Owner b, int keys, int differing) {
    List<Key> missing = new ArrayList<>();
    for (int i = 0; i < keys; i++) {
      Key key = Key.of("user:" + i + ":profile");
      Siblings state = state(i);
      boolean differs = i >= keys - differing;
      if (!differs || i % 2 == 0) {
        a.keep(key, state);
      }
      if (!differs || i % 2 == 1) {
        b.keep(key, state);
      }
      if (differs) {
        missing.add(key);
      }
    }
    a.flush();
    b.flush();
    return missing;
  }

  private static Siblings state(int number) {
    Dot dot = new Dot(new Actor(number % 2 == 0 ? A : B, 7, 1 + number % 1000), 1);
    byte[] value = ("value " + number + " ".repeat(90)).getBytes(StandardCharsets.UTF_8);
    return new Siblings(
        VersionVector.of(List.of(dot)),
        List.of(Version.of(dot, (long) number << 16, value, null)),
        List.of());
  }

  private static Ring ring() {
    ClusterSettings settings =
        new ClusterSettings("drill", 256, 2, 1, 1, "even-tokens", "dotted-version-vectors", 16);
    List<Member> members =
        List.of(new Member(A, "127.0.0.1", 1, "", 1), new Member(B, "127.0.0.1", 2, "", 1));
    return new EvenTokens()
        .place(
            new MembershipHistory(
                new ClusterId(1, 2), List.of(new MembershipEvent.Create(settings, members, null))));
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** No history is sent where all see the same ring. */
  private static final class NoHistories implements HistoryFormat {
    @Override
    public byte[] encode(MembershipHistory history) {
      throw new IllegalStateException("nobody should ask for a history");
    }

    @Override
    public MembershipHistory decode(byte[] bytes) {
      throw new IllegalStateException("nobody should ask for a history");
    }
  }
}
