package io.dynamo.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes well under {@code /kv}. */
final class KeyRouteTest {
  private final RunningFrontEnd node = new RunningFrontEnd();

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void aPutIsReadBackWithTheContextThatReplacesIt() throws Exception {
    HttpResponse<byte[]> put = node.send("PUT", "/kv/cart", bytes("milk"));

    assertThat(put.statusCode()).isEqualTo(204);
    assertThat(put.body()).isEmpty();
    assertThat(header(put, "Dynamo-Siblings")).isEqualTo("1");
    assertThat(header(put, "Dynamo-Replicas")).isEqualTo("n1=owner, n2=fallback");
    assertThat(header(put, "Dynamo-Ring")).isEqualTo("00c0ffee");

    HttpResponse<byte[]> got = node.send("GET", "/kv/cart", null);
    assertThat(got.statusCode()).isEqualTo(200);
    assertThat(got.body()).isEqualTo(bytes("milk"));
    assertThat(header(got, "Content-Type")).isEqualTo("application/octet-stream");
    assertThat(header(got, "Dynamo-Replicas")).isEqualTo("n1=owner, n2=fallback");

    String context = header(got, "Dynamo-Context");
    assertThat(context).isEqualTo(header(put, "Dynamo-Context"));
    node.send("PUT", "/kv/cart", bytes("bread"), "Dynamo-Context", context);
    assertThat(node.send("GET", "/kv/cart", null).body()).isEqualTo(bytes("bread"));
  }

  @Test
  void twoBlindPutsAreTwoPartsAndOneContextThatMergesThem() throws Exception {
    node.send("PUT", "/kv/cart", bytes("milk"));
    HttpResponse<byte[]> second = node.send("PUT", "/kv/cart", bytes("\r\n--bread"));
    assertThat(header(second, "Dynamo-Siblings")).isEqualTo("2");
    assertThat(second.headers().firstValue("Dynamo-Context")).as("V9").isEmpty();

    HttpResponse<byte[]> got = node.send("GET", "/kv/cart", null);
    assertThat(got.statusCode()).isEqualTo(300);
    assertThat(Multipart.parse(got)).containsExactlyInAnyOrder(bytes("milk"), bytes("\r\n--bread"));

    String context = header(got, "Dynamo-Context");
    node.send("PUT", "/kv/cart", bytes("both"), "Dynamo-Context", context);
    HttpResponse<byte[]> merged = node.send("GET", "/kv/cart", null);
    assertThat(merged.statusCode()).isEqualTo(200);
    assertThat(merged.body()).isEqualTo(bytes("both"));
  }

  @Test
  void jsonShowsOneOrSeveralWithTheContext() throws Exception {
    node.send("PUT", "/kv/cart", bytes("milk"));
    JsonObject one = json(node.send("GET", "/kv/cart", null, "Accept", "application/json"));
    assertThat(one.getJsonArray("siblings"))
        .isEqualTo(new JsonArray().add(new JsonObject().put("value", "bWlsaw==")));

    node.send("PUT", "/kv/cart", new byte[] {-1, 0});
    HttpResponse<byte[]> got =
        node.send("GET", "/kv/cart", null, "Accept", "text/html;q=0.5, application/json");
    assertThat(got.statusCode()).isEqualTo(200);
    assertThat(header(got, "Content-Type")).isEqualTo("application/json");
    assertThat(json(got).getJsonArray("siblings")).hasSize(2);
    assertThat(json(got).getString("context")).isEqualTo(header(got, "Dynamo-Context"));

    HttpResponse<byte[]> refused =
        node.send("GET", "/kv/cart", null, "Accept", "application/json;q=0, */*");
    assertThat(refused.statusCode()).isEqualTo(300);
  }

  @Test
  void aDeletedKeyIsNotFoundButHasAContext() throws Exception {
    HttpResponse<byte[]> never = node.send("GET", "/kv/cart", null);
    assertThat(never.statusCode()).isEqualTo(404);
    assertThat(never.headers().firstValue("Dynamo-Context")).isEmpty();

    String context = header(node.send("PUT", "/kv/cart", bytes("milk")), "Dynamo-Context");
    HttpResponse<byte[]> deleted = node.send("DELETE", "/kv/cart", null, "Dynamo-Context", context);
    assertThat(deleted.statusCode()).isEqualTo(204);

    HttpResponse<byte[]> got = node.send("GET", "/kv/cart", null);
    assertThat(got.statusCode()).as("D1").isEqualTo(404);
    assertThat(header(got, "Content-Type")).isEqualTo("application/problem+json");
    assertThat(header(got, "Dynamo-Context")).as("V9").isEqualTo(header(deleted, "Dynamo-Context"));
  }

  @Test
  void headHasTheHeadOfTheGet() throws Exception {
    node.send("PUT", "/kv/cart", bytes("milk"));
    HttpResponse<byte[]> head = node.send("HEAD", "/kv/cart", null);
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(header(head, "Content-Length")).isEqualTo("4");
    assertThat(header(head, "Dynamo-Context")).isNotEmpty();

    node.send("PUT", "/kv/cart", bytes("bread"));
    HttpResponse<byte[]> several = node.send("HEAD", "/kv/cart", null);
    assertThat(several.statusCode()).isEqualTo(300);
    assertThat(header(several, "Dynamo-Siblings")).isEqualTo("2");
    assertThat(node.send("HEAD", "/kv/none", null).statusCode()).isEqualTo(404);
  }

  @Test
  void theLongestKeyOfEveryByteIsReadBackEscapedOrNot() throws Exception {
    byte[] key = new byte[65_536];
    new Random(7).nextBytes(key);
    StringBuilder escaped = new StringBuilder();
    for (byte b : key) {
      escaped.append('%').append(String.format("%02X", b & 0xff));
    }
    assertThat(node.send("PUT", "/kv/" + escaped, bytes("long")).statusCode()).isEqualTo(204);
    assertThat(node.send("GET", "/kv/" + escaped, null).body()).isEqualTo(bytes("long"));
    assertThat(node.store.lastGet().key().bytes()).isEqualTo(key);
  }

  @Test
  void aKeyIsTheRawPathWithNothingFolded() throws Exception {
    String answer =
        node.raw("v", "PUT /kv/a/../b/./c//+%2Bd%2Fe\u00ff HTTP/1.1", "Content-Length: 1");
    assertThat(answer).startsWith("HTTP/1.1 204");
    assertThat(node.store.lastPut().key().bytes())
        .isEqualTo("a/../b/./c//++d/e\u00ff".getBytes(StandardCharsets.ISO_8859_1));

    String absolute = node.raw("", "GET http://some.host/kv/a/../b?r=1 HTTP/1.1");
    assertThat(absolute).startsWith("HTTP/1.1 404");
    assertThat(node.store.lastGet().key().bytes()).isEqualTo(bytes("a/../b"));
  }

  @Test
  void valuesFromNoByteToTheLongestAreReadBack() throws Exception {
    byte[] longest = new byte[RunningFrontEnd.MAX_VALUE_BYTES];
    new Random(7).nextBytes(longest);
    for (byte[] value : new byte[][] {{}, {0}, longest}) {
      String key = "/kv/" + value.length;
      assertThat(node.send("PUT", key, value).statusCode()).isEqualTo(204);
      assertThat(Arrays.equals(node.send("GET", key, null).body(), value)).isTrue();
    }
    assertThat(node.inFlight.bytes()).isZero();
    assertThat(node.inFlight.requests()).isZero();
  }

  @Test
  void aBodyInChunksIsOneValue() throws Exception {
    String answer =
        node.raw(
            "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", "PUT /kv/c HTTP/1.1", "Transfer-Encoding: chunked");
    assertThat(answer).startsWith("HTTP/1.1 204");
    assertThat(node.send("GET", "/kv/c", null).body()).isEqualTo(bytes("abcde"));
  }

  @Test
  void theQueryNamesTheQuorum() throws Exception {
    node.send("GET", "/kv/k?r=3&pr=2&sloppy=false&timeout=500ms", null);
    assertThat(node.store.lastGet().quorum().replies()).isEqualTo(3);
    assertThat(node.store.lastGet().quorum().owners()).isEqualTo(2);
    assertThat(node.store.lastGet().quorum().sloppy()).isFalse();
    assertThat(node.store.lastGet().quorum().timeoutNanos()).isEqualTo(500_000_000);

    node.send("PUT", "/kv/k?w=1&pw=1&timeout=3s", bytes("v"));
    assertThat(node.store.lastPut().quorum().replies()).isEqualTo(1);
    assertThat(node.store.lastPut().quorum().owners()).isEqualTo(1);
    assertThat(node.store.lastPut().quorum().timeoutNanos()).isEqualTo(3_000_000_000L);

    node.send("PUT", "/kv/k?timeout=250", bytes("v"));
    assertThat(node.store.lastPut().quorum().timeoutNanos()).isEqualTo(250_000_000);
    assertThat(node.store.lastPut().quorum().replies()).isZero();
    assertThat(node.store.lastPut().quorum().sloppy()).isTrue();
  }

  @Test
  void aRequestIdMakesAnIdentity() throws Exception {
    node.send("PUT", "/kv/k", bytes("v"));
    assertThat(node.store.lastPut().identity()).isNull();
    node.send("PUT", "/kv/k", bytes("v"), "Dynamo-Request-Id", "try-1");
    assertThat(node.store.lastPut().identity()).as("V10").isNotNull();
  }

  @Test
  void aClientThatAsksFirstIsToldToSendItsBody() throws Exception {
    String answer =
        node.raw("abc", "PUT /kv/c HTTP/1.1", "Expect: 100-continue", "Content-Length: 3");
    assertThat(answer).startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204");
  }

  static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElseThrow();
  }

  static JsonObject json(HttpResponse<byte[]> response) {
    return Buffer.buffer(response.body()).toJsonObject();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
