package io.dynamo.server.http;

import static io.dynamo.server.http.KeyRouteTest.base64;
import static io.dynamo.server.http.KeyRouteTest.bytes;
import static io.dynamo.server.http.KeyRouteTest.header;
import static io.dynamo.server.http.KeyRouteTest.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.ClusterId;
import io.dynamo.api.Key;
import io.dynamo.api.request.GetOutcome;
import io.dynamo.api.request.PutOutcome;
import io.dynamo.api.request.Refusal;
import io.dynamo.ring.Md5KeyHash;
import io.dynamo.server.frontend.MemoryCoordinator;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes wrong under {@code /kv}: each its own problem, and the server goes on. */
final class KeyRouteErrorsTest {
  private final RunningFrontEnd node = new RunningFrontEnd();

  @AfterEach
  void serverGoesOnAndNothingIsUnderWay() throws Exception {
    assertThat(node.send("PUT", "/kv/still-alive", bytes("yes")).statusCode()).isEqualTo(204);
    assertThat(node.inFlight.requests()).isZero();
    assertThat(node.inFlight.bytes()).isZero();
    node.close();
  }

  @Test
  void anEmptyKeyIsRefused() throws Exception {
    for (String method : List.of("GET", "PUT", "DELETE")) {
      expect(node.send(method, "/kv/", null), 400, "empty-key");
    }
  }

  @Test
  void aKeyOfOneByteTooManyIsRefused() throws Exception {
    JsonObject problem =
        expect(node.send("GET", "/kv/" + "k".repeat(65_537), null), 414, "key-too-long");
    assertThat(problem.getLong("limit")).isEqualTo(65_536);
    assertThat(problem.getString("detail")).contains("65537");
  }

  @Test
  void aRequestLineThatNoLegalKeyNeedsIsRefused() throws Exception {
    String answer = node.raw("", "GET /kv/" + "%6b".repeat(70_000) + " HTTP/1.1");
    assertThat(answer).contains(" 414 Request-URI Too Long\r\n").contains("/problems/uri-too-long");
  }

  @Test
  void headersThatNoContextNeedsAreRefused() throws Exception {
    String answer = node.raw("", "GET /kv/k HTTP/1.1", "Dynamo-Context: " + "A".repeat(40_000));
    assertThat(answer)
        .contains(" 431 Request Header Fields Too Large\r\n")
        .contains("/problems/headers-too-long");
  }

  @Test
  void aBadPercentEscapeIsRefused() throws Exception {
    for (String path : List.of("/kv/a%2", "/kv/a%", "/kv/%g0", "/kv/%+1")) {
      String answer = node.raw("", "GET " + path + " HTTP/1.1");
      assertThat(answer).as(path).startsWith("HTTP/1.1 400").contains("/problems/bad-escape");
    }
  }

  @Test
  void aQuorumOutsideOfOneToNIsRefused() throws Exception {
    for (String query : List.of("r=9", "r=0", "r=-1", "r=two", "pr=4", "r=99999999999")) {
      expect(node.send("GET", "/kv/k?" + query, null), 400, "bad-quorum");
    }
    for (String query : List.of("w=9", "w=0", "pw=4")) {
      expect(node.send("PUT", "/kv/k?" + query, bytes("v")), 400, "bad-quorum");
      expect(node.send("DELETE", "/kv/k?" + query, null), 400, "bad-quorum");
    }
    JsonObject problem = json(node.send("GET", "/kv/k?r=9", null));
    assertThat(problem.getString("detail")).isEqualTo("r must be 1..3 (N), was 9");
  }

  @Test
  void aTimeoutOutOfItsLimitsIsRefused() throws Exception {
    for (String timeout : List.of("0", "61s", "60001ms", "1h", "", "-5ms")) {
      expect(node.send("GET", "/kv/k?timeout=" + timeout, null), 400, "bad-timeout");
    }
  }

  @Test
  void aParameterThatIsUnknownOrBadIsNamed() throws Exception {
    JsonObject unknown = expect(node.send("GET", "/kv/k?quorum=2", null), 400, "bad-parameter");
    assertThat(unknown.getString("parameter")).isEqualTo("quorum");
    expect(node.send("GET", "/kv/k?sloppy=maybe", null), 400, "bad-parameter");
    expect(node.send("GET", "/kv/k?r=1&r=2", null), 400, "bad-parameter");
  }

  @Test
  void aRequestIdOutOfItsLimitsIsRefused() throws Exception {
    String target = "/kv/k";
    expect(
        node.send("PUT", target, bytes("v"), "Dynamo-Request-Id", "i".repeat(65)),
        400,
        "bad-request-id");
    assertThat(
            node.send("PUT", target, bytes("v"), "Dynamo-Request-Id", "i".repeat(64)).statusCode())
        .isEqualTo(204);
  }

  @Test
  void eachBadContextHasItsOwnProblem() throws Exception {
    String context = header(node.send("PUT", "/kv/k", bytes("v")), "Dynamo-Context");
    byte[] forged = Base64.getUrlDecoder().decode(context);
    forged[forged.length - 20]++;
    byte[] foreign =
        RunningFrontEnd.contexts(new ClusterId(3, 4))
            .encode(
                new Md5KeyHash().position(Key.of("k")),
                node.store.state(Key.of("k")).vector(),
                List.of(),
                null);
    expectBadContext("k", "no base64url!", "context-damaged");
    expectBadContext("k", "AAAA", "context-damaged");
    expectBadContext("k", base64(forged), "context-forged");
    expectBadContext("other", context, "context-other-key");
    expectBadContext("k", base64(foreign), "context-other-cluster");
    HttpResponse<byte[]> twice =
        node.send("PUT", "/kv/k", bytes("v"), "Dynamo-Context", context, "Dynamo-Context", context);
    expect(twice, 400, "context-damaged");
    assertThat(node.store.state(Key.of("k")).versions()).hasSize(1);
  }

  @Test
  void aMethodThatIsNoneOfFourIsRefused() throws Exception {
    HttpResponse<byte[]> post = node.send("POST", "/kv/k", bytes("v"));
    expect(post, 405, "method-not-allowed");
    assertThat(header(post, "Allow")).isEqualTo("GET, HEAD, PUT, DELETE");
  }

  @Test
  void atTheBoundOfSiblingsThePutGetsTheContextThatReplacesThemAll() throws Exception {
    for (int i = 0; i < 100; i++) {
      assertThat(node.send("PUT", "/kv/k", bytes("v" + i)).statusCode()).isEqualTo(204);
    }
    HttpResponse<byte[]> refused = node.send("PUT", "/kv/k", bytes("one more"));
    JsonObject problem = expect(refused, 409, "too-many-siblings");
    assertThat(problem.getLong("siblings")).as("V11").isEqualTo(100);

    String context = header(refused, "Dynamo-Context");
    node.send("PUT", "/kv/k", bytes("merged"), "Dynamo-Context", context);
    assertThat(node.send("GET", "/kv/k", null).body()).isEqualTo(bytes("merged"));
  }

  @Test
  void aGetWithoutQuorumSaysWhatIsMissing() throws Exception {
    node.store.failNextGet(
        new GetOutcome.Unavailable(2, MemoryCoordinator.REPLIERS.subList(0, 1), "n3: no reply"));
    HttpResponse<byte[]> got = node.send("GET", "/kv/k", null);
    JsonObject problem = expect(got, 503, "quorum-not-reached");
    assertThat(problem.getLong("needed")).isEqualTo(2);
    assertThat(problem.getLong("answered")).isEqualTo(1);
    assertThat(problem.getString("detail")).contains("n3: no reply");
    assertThat(header(got, "Retry-After")).isEqualTo("1");
  }

  @Test
  void aQuorumThatNoTryCanReachSaysSo() throws Exception {
    node.store.failNextGet(new GetOutcome.Impossible(3, 2));
    HttpResponse<byte[]> got = node.send("GET", "/kv/k", null);
    JsonObject problem = expect(got, 503, "quorum-impossible");
    assertThat(problem.getLong("members")).isEqualTo(2);
    assertThat(got.headers().firstValue("Retry-After")).isEmpty();
    node.store.failNextPut(new PutOutcome.Impossible(3, 2));
    expect(node.send("PUT", "/kv/k", bytes("v")), 503, "quorum-impossible");
  }

  @Test
  void eachWayAPutCanFailIsToldApart() throws Exception {
    node.store.failNextPut(new PutOutcome.Unknown(2, List.of(), "out of time"));
    JsonObject unknown = expect(node.send("PUT", "/kv/k", bytes("v")), 504, "unknown-outcome");
    assertThat(unknown.getString("detail")).as("Q6").contains("may have happened");

    node.store.failNextPut(new PutOutcome.Unavailable(2, 1, "n2 is down"));
    JsonObject unavailable = expect(node.send("DELETE", "/kv/k", null), 503, "quorum-not-reached");
    assertThat(unavailable.getString("detail")).contains("nothing was written");

    expectRefused(Refusal.Reason.DISK_FULL, 507, "disk-full");
    expectRefused(Refusal.Reason.STORAGE_FAILED, 503, "storage-failed");
    expectRefused(Refusal.Reason.RECORD_DAMAGED, 503, "storage-failed");
    expectRefused(Refusal.Reason.OVERLOADED, 503, "overloaded");
    expectRefused(Refusal.Reason.NOT_READY, 503, "not-ready");
    expectRefused(Refusal.Reason.NOT_OWNER, 503, "refused");
  }

  @Test
  void aBugIsToldWithAnIdAndTheNextRequestIsServed() throws Exception {
    node.store.throwNext(new IllegalStateException("made by the test"));
    JsonObject problem = expect(node.send("HEAD", "/kv/k", null), 500, null);
    assertThat(problem).isNull();
    node.store.throwNext(new IllegalStateException("made by the test"));
    JsonObject told = expect(node.send("GET", "/kv/k", null), 500, "bug");
    assertThat(told.getString("id")).isNotEmpty();
    assertThat(told.getString("detail")).doesNotContain("made by the test");
  }

  private void expectBadContext(String key, String context, String type) throws Exception {
    expect(node.send("PUT", "/kv/" + key, bytes("v"), "Dynamo-Context", context), 400, type);
    expect(node.send("DELETE", "/kv/" + key, null, "Dynamo-Context", context), 400, type);
  }

  private void expectRefused(Refusal.Reason reason, int status, String type) throws Exception {
    node.store.failNextPut(new PutOutcome.Refused(reason, "said n2"));
    expect(node.send("PUT", "/kv/k", bytes("v")), status, type);
  }

  /** Checks status and problem document; a null type stands for an answer without a body. */
  static JsonObject expect(HttpResponse<byte[]> response, int status, String type) {
    assertThat(response.statusCode())
        .as(new String(response.body(), StandardCharsets.UTF_8))
        .isEqualTo(status);
    assertThat(header(response, "Content-Type")).isEqualTo("application/problem+json");
    if (type == null) {
      assertThat(response.body()).isEmpty();
      return null;
    }
    JsonObject problem = json(response);
    assertThat(problem.getString("type")).isEqualTo("/problems/" + type);
    assertThat(problem.getInteger("status")).isEqualTo(status);
    assertThat(problem.getString("title")).isNotEmpty();
    assertThat(problem.getString("detail")).isNotEmpty();
    return problem;
  }
}
