package io.dynamo.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.Key;
import io.dynamo.client.BlockingDynamoClient;
import io.dynamo.client.CausalContext;
import io.dynamo.client.DynamoClient;
import io.dynamo.client.GetResult;
import io.dynamo.client.PutResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an owner of data relies on, with real processes, sockets and disks. */
class ClusterProcessTest {
  private static final int KEYS = 300;

  @TempDir Path directory;

  /** Of four nodes one owns no copy of a key and forwards; of three owners two live. */
  @Test
  void whatWasAcknowledgedIsThereWithOneNodeKilledAndAfterAllWereKilled()
      throws IOException, InterruptedException {
    TreeMap<String, byte[]> written = new TreeMap<>();
    try (RunningCluster cluster = RunningCluster.start(directory, 4)) {
      try (DynamoClient client = cluster.client(1, 2, 3, 4)) {
        putAll(client.blocking(), written, "first", KEYS);
      }
      cluster.kill(2);
      try (DynamoClient client = cluster.client(1, 3, 4)) {
        putAll(client.blocking(), written, "second", KEYS);
        getAll(client.blocking(), written);
      }
      cluster.kill(1);
      cluster.kill(3);
      cluster.kill(4);
    }
    try (RunningCluster cluster = RunningCluster.resume(directory)) {
      for (int node = 1; node <= 4; node++) {
        try (DynamoClient client = cluster.client(node)) {
          getAll(client.blocking(), written);
        }
      }
    }
  }

  /**
   * Dynamo §4.6: with two of five nodes killed every put is taken, of keys with one living owner
   * too. The hints outlive a restart, come home when the owners are back, and then all owners
   * agree.
   */
  @Test
  void withTwoOfFiveNodesKilledEveryPutIsTakenAndItsHintsComeHome()
      throws IOException, InterruptedException {
    TreeMap<String, byte[]> written = new TreeMap<>();
    try (RunningCluster cluster = RunningCluster.start(directory, 5)) {
      try (DynamoClient client = cluster.client(1, 2, 3, 4, 5)) {
        putAll(client.blocking(), written, "before", KEYS);
      }
      cluster.kill(4);
      cluster.kill(5);
      try (DynamoClient client = cluster.client(1, 2, 3)) {
        putAll(client.blocking(), written, "during", KEYS);
        getAll(client.blocking(), written);
      }
      assertThat(cluster.hints()).isPositive();
    }
    try (RunningCluster cluster = RunningCluster.resume(directory)) {
      cluster.awaitNoHints();
      for (int node = 1; node <= 5; node++) {
        try (DynamoClient client = cluster.client(node)) {
          getAll(client.blocking(), written);
        }
      }
      for (String key : written.keySet()) {
        if (key.startsWith("during")) {
          List<String> copies = cluster.copies(key);
          assertThat(copies).as(key).hasSize(3);
          assertThat(copies).as(key).containsOnly(copies.get(0));
        }
      }
    }
  }

  private static void putAll(
      BlockingDynamoClient client, Map<String, byte[]> written, String prefix, int keys)
      throws InterruptedException {
    SplittableRandom random = new SplittableRandom(prefix.hashCode());
    for (int i = 0; i < keys; i++) {
      byte[] value = new byte[random.nextInt(2000)];
      random.nextBytes(value);
      String key = prefix + i;
      assertThat(client.put(Key.of(key), value, null)).isInstanceOf(PutResult.Stored.class);
      written.put(key, value);
    }
  }

  private static void getAll(BlockingDynamoClient client, Map<String, byte[]> written)
      throws InterruptedException {
    for (Map.Entry<String, byte[]> entry : written.entrySet()) {
      assertThat(client.get(Key.of(entry.getKey())))
          .isInstanceOfSatisfying(
              GetResult.Found.class,
              found -> assertThat(found.values()).singleElement().isEqualTo(entry.getValue()));
    }
  }

  @Test
  void interleavedWritersLeaveExactlyTwoSiblingsAndAMergeLeavesOne()
      throws IOException, InterruptedException {
    try (RunningCluster cluster = RunningCluster.start(directory, 3);
        DynamoClient first = cluster.client(1);
        DynamoClient second = cluster.client(2);
        DynamoClient third = cluster.client(3)) {
      List<BlockingDynamoClient> clients =
          List.of(first.blocking(), second.blocking(), third.blocking());
      Key key = Key.of("cart");
      CausalContext seen = stored(clients.get(0).put(key, bytes("start"), null));
      for (int round = 0; round < 100; round++) {
        BlockingDynamoClient one = clients.get(round % 3);
        BlockingDynamoClient other = clients.get((round / 3) % 3);
        assertThat(one.put(key, bytes("a" + round), seen)).isInstanceOf(PutResult.Stored.class);
        assertThat(other.put(key, bytes("b" + round), seen)).isInstanceOf(PutResult.Stored.class);
        GetResult both = clients.get((round + 1) % 3).get(key);
        assertThat(both).isInstanceOf(GetResult.Found.class);
        GetResult.Found found = (GetResult.Found) both;
        assertThat(found.values())
            .extracting(ClusterProcessTest::text)
            .containsExactlyInAnyOrder("a" + round, "b" + round);
        String expected = "m" + round;
        seen = stored(clients.get((round + 2) % 3).put(key, bytes(expected), found.context()));
        assertThat(clients.get(round % 3).get(key))
            .isInstanceOfSatisfying(
                GetResult.Found.class,
                merged ->
                    assertThat(merged.values())
                        .extracting(ClusterProcessTest::text)
                        .containsExactly(expected));
      }
    }
  }

  private static CausalContext stored(PutResult result) {
    assertThat(result).isInstanceOf(PutResult.Stored.class);
    CausalContext context = ((PutResult.Stored) result).context();
    assertThat(context).isNotNull();
    return context;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] value) {
    return new String(value, StandardCharsets.UTF_8);
  }
}
