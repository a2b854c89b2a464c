package io.dynamo.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamo.api.Key;
import io.dynamo.client.BlockingDynamoClient;
import io.dynamo.client.Change;
import io.dynamo.client.ClientOptions;
import io.dynamo.client.DynamoClient;
import io.dynamo.client.Failure;
import io.dynamo.client.GetResult;
import io.dynamo.client.NodeAddress;
import io.dynamo.client.PutResult;
import io.dynamo.client.RequestOptions;
import io.dynamo.client.UpdateResult;
import io.dynamo.server.config.ConfigurationException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole node with its plug-ins, its ports and the Java client. */
class NodeTest {
  private static final String[] ALONE = {
    "cluster.replicas=1", "cluster.read-quorum=1", "cluster.write-quorum=1"
  };

  @TempDir Path data;

  @ParameterizedTest
  @ValueSource(strings = {"memory", "lmdb", "xodus"})
  void theEngineIsOneWordOfTheConfiguration(String engine) throws Exception {
    try (OneNode node = OneNode.start(data, engine, ALONE);
        DynamoClient client = node.client()) {
      BlockingDynamoClient blocking = client.blocking();
      assertThat(blocking.put(Key.of("k"), bytes("v"), null)).isInstanceOf(PutResult.Stored.class);
      assertThat(values(blocking.get(Key.of("k")))).containsExactly("v");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lmdb", "xodus"})
  void aCleanStopKeepsWhatWasAcknowledged(String engine) throws Exception {
    try (OneNode node = OneNode.start(data, engine, ALONE);
        DynamoClient client = node.client()) {
      client.blocking().put(Key.of("k"), bytes("v"), null);
    }
    try (OneNode node = OneNode.start(data, engine, ALONE);
        DynamoClient client = node.client()) {
      assertThat(values(client.blocking().get(Key.of("k")))).containsExactly("v");
    }
    String other = engine.equals("lmdb") ? "xodus" : "lmdb";
    assertThatThrownBy(() -> OneNode.start(data, other, ALONE).close())
        .hasMessageContaining("was made by " + engine);
  }

  @Test
  void anUnknownEngineStopsTheStartAndListsTheChoices() {
    assertThatThrownBy(() -> OneNode.start(data, "rocks", ALONE).close())
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e ->
                assertThat(e.problems())
                    .singleElement()
                    .asString()
                    .contains("dynamo.storage.engine = \"rocks\"")
                    .contains("[lmdb, memory, xodus]"));
  }

  /** With N=3, R=W=2 and one member nothing can be read or written, and W is not lowered. */
  @Test
  void aClusterSmallerThanItsQuorumSaysQuorumImpossible() throws Exception {
    try (OneNode node = OneNode.start(data, "memory")) {
      HttpResponse<String> put = send(node, "PUT", "/kv/k", "v");
      assertThat(put.statusCode()).isEqualTo(503);
      assertThat(put.body()).contains("/problems/quorum-impossible");
      HttpResponse<String> get = send(node, "GET", "/kv/k", "");
      assertThat(get.statusCode()).isEqualTo(503);
      assertThat(get.body()).contains("/problems/quorum-impossible");
      assertThat(send(node, "PUT", "/kv/k?w=1", "v").statusCode()).isEqualTo(204);
      assertThat(send(node, "GET", "/kv/k?r=1", "").body()).isEqualTo("v");
    }
  }

  @Test
  void badRequestsGetProblemsOfTheirOwnAndTheNodeGoesOn() throws Exception {
    try (OneNode node = OneNode.start(data, "memory", ALONE)) {
      assertThat(send(node, "PUT", "/kv/", "v").statusCode()).isEqualTo(400);
      assertThat(send(node, "GET", "/kv/k?r=9", "").body()).contains("r must be 1..1");
      assertThat(send(node, "PUT", "/kv/k", "v").statusCode()).isEqualTo(204);
      HttpResponse<String> got = send(node, "GET", "/kv/k", "");
      String context = got.headers().firstValue("Dynamo-Context").orElseThrow();
      HttpResponse<String> other = put(node, "/kv/other", context);
      assertThat(other.statusCode()).isEqualTo(400);
      assertThat(other.body()).contains("context-other-key");
      char last = context.charAt(context.length() - 1) == 'A' ? 'Q' : 'A';
      HttpResponse<String> damaged =
          put(node, "/kv/k", context.substring(0, context.length() - 1) + last);
      assertThat(damaged.statusCode()).isEqualTo(400);
      assertThat(damaged.body()).contains("/problems/context-");
      assertThat(send(node, "GET", "/kv/k", "").body()).isEqualTo("v");
      assertThat(send(node, "GET", "/health", "").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aDeletedKeyIsNotFoundButHasAContext() throws Exception {
    try (OneNode node = OneNode.start(data, "memory", ALONE);
        DynamoClient client = node.client()) {
      BlockingDynamoClient blocking = client.blocking();
      Key key = Key.of("k");
      PutResult.Stored stored = (PutResult.Stored) blocking.put(key, bytes("v"), null);
      blocking.delete(key, stored.context());
      assertThat(blocking.get(key))
          .isInstanceOfSatisfying(
              GetResult.NotFound.class, none -> assertThat(none.context()).isNotNull());
      assertThat(blocking.get(Key.of("never")))
          .isInstanceOfSatisfying(
              GetResult.NotFound.class, none -> assertThat(none.context()).isNull());
    }
  }

  /** Each update adds one word to a set; whatever the interleaving, no word may be missing. */
  @Test
  void concurrentUpdatesLoseNothing() throws Exception {
    try (OneNode node = OneNode.start(data, "memory", ALONE);
        DynamoClient client = node.client()) {
      Key key = Key.of("words");
      List<CompletableFuture<UpdateResult>> updates = new ArrayList<>();
      TreeSet<String> words = new TreeSet<>();
      for (int i = 0; i < 100; i++) {
        String word = "w" + i;
        words.add(word);
        updates.add(
            client
                .update(key, values -> Change.put(bytes(union(values, word))))
                .toCompletableFuture());
      }
      for (CompletableFuture<UpdateResult> update : updates) {
        assertThat(update.get(60, TimeUnit.SECONDS)).isInstanceOf(UpdateResult.Updated.class);
      }
      GetResult.Found found = (GetResult.Found) client.blocking().get(key);
      assertThat(new TreeSet<>(List.of(union(found.values(), "w0").split(" ")))).isEqualTo(words);
    }
  }

  private static String union(List<byte[]> values, String word) {
    TreeSet<String> union = new TreeSet<>();
    for (byte[] value : values) {
      union.addAll(List.of(new String(value, StandardCharsets.UTF_8).split(" ")));
    }
    union.add(word);
    return String.join(" ", union);
  }

  @Test
  void theClientSaysWhatWasWrongWithARequest() throws Exception {
    try (OneNode node = OneNode.start(data, "memory", ALONE);
        DynamoClient client = node.client()) {
      assertThat(client.blocking().get(Key.of("k"), RequestOptions.replies(9)))
          .isInstanceOfSatisfying(
              Failure.class,
              failure -> {
                assertThat(failure.kind()).isEqualTo(Failure.Kind.BAD_REQUEST);
                assertThat(failure.message()).contains("1..1");
              });
      assertThat(client.blocking().put(Key.of("k"), new byte[17 << 20], null))
          .isInstanceOfSatisfying(
              Failure.class,
              failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.BAD_REQUEST));
      assertThat(client.blocking().put(Key.of("k"), new byte[16 << 20], null))
          .isInstanceOf(PutResult.Stored.class);
    }
  }

  @Test
  void theClientGoesToAnotherNodeIfOneCannotBeReached() throws Exception {
    try (OneNode node = OneNode.start(data, "memory", ALONE);
        DynamoClient direct = node.client()) {
      ClientOptions options =
          ClientOptions.of(new NodeAddress("127.0.0.1", 1), node.clientAddress());
      try (DynamoClient client = DynamoClient.connect(options)) {
        for (int i = 0; i < 10; i++) {
          assertThat(client.blocking().put(Key.of("k" + i), bytes("v"), null))
              .isInstanceOf(PutResult.Stored.class);
        }
      }
      assertThat(values(direct.blocking().get(Key.of("k9")))).containsExactly("v");
    }
  }

  @Test
  void aClientWithoutAnyNodeFailsInTimeAndHasWrittenNothing() throws Exception {
    ClientOptions options =
        ClientOptions.of(new NodeAddress("127.0.0.1", 1)).withTimeout(Duration.ofSeconds(2));
    try (DynamoClient client = DynamoClient.connect(options)) {
      assertThat(client.blocking().put(Key.of("k"), bytes("v"), null))
          .isInstanceOfSatisfying(
              Failure.class,
              failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE));
    }
  }

  private static HttpResponse<String> send(OneNode node, String method, String path, String body)
      throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(node.http() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> put(OneNode node, String path, String context)
      throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(node.http() + path))
                .header("Dynamo-Context", context)
                .PUT(HttpRequest.BodyPublishers.ofString("x"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private static List<String> values(GetResult result) {
    assertThat(result).isInstanceOf(GetResult.Found.class);
    return ((GetResult.Found) result)
        .values().stream().map(value -> new String(value, StandardCharsets.UTF_8)).toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
