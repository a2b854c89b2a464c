package io.dynamo.server.http;

import static io.dynamo.server.http.KeyRouteErrorsTest.expect;
import static io.dynamo.server.http.KeyRouteTest.bytes;
import static io.dynamo.server.http.KeyRouteTest.header;
import static io.dynamo.server.http.KeyRouteTest.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.HashSum;
import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.Position;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.request.TreeRoot;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.ring.EvenTokens;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What operators see. */
final class AdminRoutesTest {
  private final RunningFrontEnd node = new RunningFrontEnd();

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void healthLastsUntilTheNodeFails() throws Exception {
    assertThat(node.send("GET", "/health", null).statusCode()).isEqualTo(200);
    node.failure = "the store's writer is dead: disk on fire";
    assertThat(expect(node.send("GET", "/health", null), 500, "node-failed").getString("detail"))
        .contains("disk on fire");
  }

  @Test
  void readyTellsWhatTheNodeWaitsFor() throws Exception {
    assertThat(node.send("GET", "/ready", null).statusCode()).isEqualTo(200);
    node.obstacles = List.of("waiting for n2, n3");
    JsonObject problem = expect(node.send("GET", "/ready", null), 503, "not-ready");
    assertThat(problem.getJsonArray("reasons"))
        .isEqualTo(new JsonArray().add("waiting for n2, n3"));
    assertThat(node.send("GET", "/health", null).statusCode()).isEqualTo(200);
  }

  @Test
  void nodeDescribesItself() throws Exception {
    JsonObject described = json(node.send("GET", "/admin/node", null));
    assertThat(described.getString("node")).isEqualTo("n1");
    assertThat(described.getString("clusterName")).isEqualTo("tests");
    assertThat(described.getString("clusterId")).isEqualTo(RunningFrontEnd.CLUSTER.toString());
    assertThat(described.getString("state")).isEqualTo("ready");
    assertThat(described.getString("engine")).isEqualTo("memory");
    assertThat(described.getInteger("httpPort")).isEqualTo(node.port);
  }

  @Test
  void localShowsWhatThisReplicaHoldsWithDotsAndWithoutContext() throws Exception {
    node.send("PUT", "/kv/a%2Fb", bytes("milk"));
    node.send("DELETE", "/kv/a%2Fb", null);
    HttpResponse<byte[]> held = node.send("GET", "/admin/local/a/b", null);
    assertThat(held.statusCode()).isEqualTo(200);
    JsonObject json = json(held);
    assertThat(json.containsKey("context")).isFalse();
    JsonArray siblings = json.getJsonArray("siblings");
    assertThat(siblings).hasSize(2);
    assertThat(siblings.getJsonObject(0).getString("value")).isEqualTo("bWlsaw==");
    assertThat(siblings.getJsonObject(0).getString("dot")).isEqualTo("n1/7/1:1");
    assertThat(siblings.getJsonObject(0).getLong("timestamp")).isEqualTo(1);
    assertThat(siblings.getJsonObject(1).getBoolean("tombstone")).isTrue();
    assertThat(json.getJsonArray("vector")).isEqualTo(new JsonArray().add("n1/7/1:2"));
  }

  @Test
  void localTellsNothingFromNotMineAndFromBroken() throws Exception {
    expect(node.send("GET", "/admin/local/none", null), 404, "not-found");
    node.finding = new LocalInspector.Finding.NotOwner(List.of(new NodeId("n2")));
    assertThat(
            expect(node.send("GET", "/admin/local/k", null), 421, "not-owner").getString("detail"))
        .contains("n2");
    node.finding =
        new LocalInspector.Finding.Refused(
            new Refusal(Refusal.Reason.RECORD_DAMAGED, "checksum differs"));
    assertThat(expect(node.send("GET", "/admin/local/k", null), 503, "refused").getString("detail"))
        .contains("checksum differs");
    expect(node.send("GET", "/admin/local/", null), 400, "empty-key");
    expect(node.send("GET", "/admin/local/" + "k".repeat(65_537), null), 414, "key-too-long");
  }

  @Test
  void ringShowsMembersSharesAndOwners() throws Exception {
    expect(node.send("GET", "/admin/ring", null), 503, "not-ready");
    ClusterSettings settings = new ClusterSettings("tests", 8, 2, 1, 2, "even-tokens", "dvv", 4);
    List<Member> members =
        List.of(
            new Member(new NodeId("n1"), "127.0.0.1", 8402, "", 1),
            new Member(new NodeId("n2"), "127.0.0.1", 8412, "west", 1));
    node.ring =
        new EvenTokens()
            .place(
                new MembershipHistory(
                    RunningFrontEnd.CLUSTER,
                    List.of(new MembershipEvent.Create(settings, members, null))));

    JsonObject ring = json(node.send("GET", "/admin/ring", null));
    assertThat(ring.getJsonObject("cluster").getInteger("replicas")).isEqualTo(2);
    assertThat(ring.getJsonArray("members")).hasSize(2);
    JsonObject second = ring.getJsonArray("members").getJsonObject(1);
    assertThat(second.getString("zone")).isEqualTo("west");
    assertThat(second.getInteger("partitions")).isEqualTo(8);
    assertThat(second.getDouble("share")).isEqualTo(0.5);
    assertThat(ring.getJsonArray("partitions")).hasSize(8);
    assertThat(ring.getJsonArray("partitions").getJsonObject(0).getJsonArray("owners"))
        .containsExactlyInAnyOrder("n1", "n2");
  }

  @Test
  void explainShowsEachReplicaOrItsFailure() throws Exception {
    expect(node.send("GET", "/admin/explain/k", null), 503, "not-ready");
    node.send("PUT", "/kv/k", bytes("milk"));
    Siblings state = node.store.state(Key.of("k"));
    node.explanation =
        new ClusterInspector.Explanation(
            new Position(1, 2),
            5,
            List.of(
                new ClusterInspector.Held(
                    new NodeId("n1"),
                    true,
                    state,
                    new TreeRoot(3, new HashSum(1, 2), false, new Generation(2, 1), 0),
                    null),
                new ClusterInspector.Held(new NodeId("n2"), false, null, null, "no reply")));
    JsonObject explained = json(node.send("GET", "/admin/explain/k", null));
    assertThat(explained.getInteger("partition")).isEqualTo(5);
    assertThat(explained.getString("position")).isEqualTo(new Position(1, 2).toString());
    JsonObject first = explained.getJsonArray("replicas").getJsonObject(0);
    assertThat(first.getString("role")).isEqualTo("owner");
    assertThat(first.getJsonArray("versions").getJsonObject(0).getInteger("bytes")).isEqualTo(4);
    assertThat(first.getJsonObject("tree").getBoolean("whole")).isFalse();
    assertThat(first.getJsonObject("tree").getLong("generation")).isEqualTo(2);
    assertThat(explained.getBoolean("treesAgree")).isTrue();
    assertThat(explained.getJsonArray("replicas").getJsonObject(1).getString("failure"))
        .isEqualTo("no reply");
  }

  @Test
  void metricsAreInPrometheusForm() throws Exception {
    node.metrics.counter("dynamo.test").increment();
    HttpResponse<byte[]> metrics = node.send("GET", "/metrics", null);
    assertThat(header(metrics, "Content-Type")).startsWith("text/plain");
    assertThat(new String(metrics.body(), StandardCharsets.UTF_8))
        .contains("dynamo_test_total 1.0");
  }

  @Test
  void otherPathsAndMethodsAreRefused() throws Exception {
    expect(node.send("GET", "/", null), 404, "no-such-path");
    expect(node.send("GET", "/kv", null), 404, "no-such-path");
    HttpResponse<byte[]> post = node.send("POST", "/admin/ring", null);
    expect(post, 405, "method-not-allowed");
    assertThat(header(post, "Allow")).isEqualTo("GET, HEAD");
    assertThat(node.raw("", "GIBBERISH"))
        .contains(" 400 Bad Request\r\n")
        .contains("/problems/bad-request");
  }
}
