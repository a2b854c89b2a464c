package io.dynamo.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.Key;
import io.dynamo.client.BlockingDynamoClient;
import io.dynamo.client.DynamoClient;
import io.dynamo.client.GetResult;
import io.dynamo.client.PutResult;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster of real processes that grows, shrinks and gives a node up (Dynamo §4.8, §4.9). */
class MembershipProcessTest {
  private static final int KEYS = 100;
  private static final String PARTITIONS = "cluster.partitions=16";

  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir Path directory;

  @Test
  void aFourthNodeIsAdmittedServesAndLeavesAndARemovedOneIsRefused()
      throws IOException, InterruptedException {
    try (RunningCluster cluster = RunningCluster.start(directory, 3, "--set", PARTITIONS);
        GrowingCluster growing = new GrowingCluster(directory)) {
      int first = cluster.httpPort(1);
      int fourth = cluster.httpPort(3) + 10;
      try (DynamoClient client = cluster.client(1, 2, 3)) {
        putAll(client.blocking(), "before");
      }

      Process n4 = startNewcomer(growing, cluster, fourth);
      awaitAnswer(fourth, "/ready", 503, "dynamo join n4 at any node");
      assertThat(get(fourth, "/health").body()).contains("dynamo join n4");
      admit(growing, first);
      awaitAnswer(fourth, "/ready", 200, "ready");
      awaitSettled(first, fourth);
      try (DynamoClient client = cluster.client(1, 2, 3)) {
        putAll(client.blocking(), "during");
      }
      assertThat(member(fourth, "n4").getInteger("copies")).isPositive();
      assertThat(http(fourth, "PUT", "/kv/own", "by n4").statusCode()).isEqualTo(204);
      for (int i = 0; i < KEYS; i++) {
        assertThat(get(fourth, "/kv/before" + i).body()).isEqualTo("before" + i);
      }

      GrowingCluster.Ended leave = command(growing, first, "leave", "n4", "--yes");
      assertThat(leave.exitCode()).as(leave.err()).isZero();
      assertThat(n4.waitFor(60, TimeUnit.SECONDS)).as(growing.logOf("n4")).isTrue();
      assertThat(n4.exitValue()).as(growing.logOf("n4")).isZero();
      assertThat(growing.logOf("n4")).contains("n4 has left the cluster");
      awaitAnswer(first, "/admin/membership", 200, "\"former\":[{\"node\":\"n4\"");
      try (DynamoClient client = cluster.client(1, 2, 3)) {
        getAll(client.blocking(), "before");
        getAll(client.blocking(), "during");
      }

      removeThird(growing, cluster);
    }
  }

  private Process startNewcomer(GrowingCluster growing, RunningCluster cluster, int httpPort)
      throws IOException {
    return growing.startNode(
        "n4",
        directory.resolve("n4"),
        httpPort,
        "--seeds",
        "127.0.0.1:" + (cluster.httpPort(2) + 2),
        "--set",
        PARTITIONS,
        "--set",
        "cluster.secret=" + directory.resolve("cluster").resolve("cluster.secret"));
  }

  /** Rule M5: a plan holds for the history that it was made on, and no other. */
  private void admit(GrowingCluster growing, int first) throws IOException, InterruptedException {
    JsonObject join = new JsonObject().put("change", "join").put("node", "n4");
    until(
        () -> get(first, "/admin/membership").body().contains("\"waiting\":[{\"node\":\"n4\""),
        () -> get(first, "/admin/membership").body());
    JsonObject plan = new JsonObject(post(first, "plan", join).body());
    assertThat(plan.getInteger("copiesMoved")).as(plan.encode()).isPositive();
    JsonObject weight =
        new JsonObject().put("change", "zone").put("node", "n1").put("zone", "west");
    String zoned = new JsonObject(post(first, "plan", weight).body()).getString("plan");
    HttpResponse<String> other = post(first, "commit", weight.put("plan", zoned));
    assertThat(other.statusCode()).as(other.body()).isEqualTo(200);

    HttpResponse<String> late =
        post(first, "commit", join.copy().put("plan", plan.getString("plan")));
    assertThat(late.statusCode()).as(late.body()).isEqualTo(409);
    assertThat(late.body()).contains("/problems/history-moved-on");

    GrowingCluster.Ended planned = command(growing, first, "join", "n4", "--plan", "--json");
    assertThat(planned.exitCode()).as(planned.err()).isZero();
    GrowingCluster.Ended done =
        command(growing, first, "join", "n4", "--commit", planned.json().getString("plan"));
    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(done.out()).startsWith("committed as event ");
  }

  private void removeThird(GrowingCluster growing, RunningCluster cluster)
      throws IOException, InterruptedException {
    int first = cluster.httpPort(1);
    GrowingCluster.Ended early = command(growing, first, "remove", "n3", "--yes");
    assertThat(early.exitCode()).isEqualTo(1);
    assertThat(early.err()).contains("n3 is up and must not be removed");
    cluster.kill(3);
    until(() -> !member(first, "n3").getBoolean("answers", true), () -> "n3 answers");
    GrowingCluster.Ended removed = command(growing, first, "remove", "n3", "--yes");
    assertThat(removed.exitCode()).as(removed.err()).isZero();

    Process back =
        growing.startNode(
            "n3",
            directory.resolve("cluster").resolve("n3"),
            cluster.httpPort(3),
            "--initial-members",
            "n1=127.0.0.1:%d,n2=127.0.0.1:%d,n3=127.0.0.1:%d"
                .formatted(first + 2, cluster.httpPort(2) + 2, cluster.httpPort(3) + 2),
            "--set",
            PARTITIONS,
            "--set",
            "cluster.secret=" + directory.resolve("cluster").resolve("cluster.secret"));
    assertThat(back.waitFor(60, TimeUnit.SECONDS)).as(growing.logOf("n3")).isTrue();
    assertThat(back.exitValue()).isEqualTo(1);
    assertThat(growing.logOf("n3")).contains("n3 was removed from the cluster");
    try (DynamoClient client = cluster.client(1, 2)) {
      getAll(client.blocking(), "before");
      getAll(client.blocking(), "during");
    }
  }

  /** Everything is where it is to be, as each of these nodes sees it. */
  private void awaitSettled(int... httpPorts) {
    for (int port : httpPorts) {
      until(
          () -> {
            JsonObject shown = new JsonObject(get(port, "/admin/membership").body());
            return shown.getInteger("movingPartitions", 1) == 0
                && shown.getJsonArray("pending").isEmpty();
          },
          () -> get(port, "/admin/moves").body() + get(port, "/admin/membership").body());
    }
  }

  private JsonObject member(int httpPort, String node) {
    return GrowingCluster.entry(
        new JsonObject(get(httpPort, "/admin/membership").body()), "members", node);
  }

  private static GrowingCluster.Ended command(
      GrowingCluster growing, int httpPort, String... arguments)
      throws IOException, InterruptedException {
    String[] line = Arrays.copyOf(arguments, arguments.length + 2);
    line[arguments.length] = "--node";
    line[arguments.length + 1] = "127.0.0.1:" + httpPort;
    return growing.run(line);
  }

  private static void putAll(BlockingDynamoClient client, String prefix)
      throws InterruptedException {
    for (int i = 0; i < KEYS; i++) {
      byte[] value = (prefix + i).getBytes(StandardCharsets.UTF_8);
      assertThat(client.put(Key.of(prefix + i), value, null)).isInstanceOf(PutResult.Stored.class);
    }
  }

  private static void getAll(BlockingDynamoClient client, String prefix)
      throws InterruptedException {
    for (int i = 0; i < KEYS; i++) {
      byte[] value = (prefix + i).getBytes(StandardCharsets.UTF_8);
      assertThat(client.get(Key.of(prefix + i)))
          .isInstanceOfSatisfying(
              GetResult.Found.class,
              found -> assertThat(found.values()).singleElement().isEqualTo(value));
    }
  }

  private void awaitAnswer(int port, String path, int status, String part) {
    until(
        () -> {
          HttpResponse<String> answer = get(port, path);
          return answer.statusCode() == status && answer.body().contains(part);
        },
        () -> path + " answers " + get(port, path).body());
  }

  private static void until(BooleanSupplier condition, Supplier<String> what) {
    long deadline = System.nanoTime() + Duration.ofSeconds(90).toNanos();
    while (true) {
      boolean so;
      try {
        so = condition.getAsBoolean();
      } catch (UncheckedIOException e) {
        so = false;
      }
      if (so) {
        return;
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError("still not so: " + what.get());
      }
      LockSupport.parkNanos(50_000_000);
    }
  }

  private HttpResponse<String> get(int port, String path) {
    return http(port, "GET", path, "");
  }

  private HttpResponse<String> post(int port, String what, JsonObject body) {
    return http(port, "POST", "/admin/membership/" + what, body.encode());
  }

  private HttpResponse<String> http(int port, String method, String path, String body) {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .method(method, HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
