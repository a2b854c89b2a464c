package io.dynamo.server.http;

import static io.dynamo.server.http.KeyRouteErrorsTest.expect;
import static io.dynamo.server.http.KeyRouteTest.bytes;
import static io.dynamo.server.http.KeyRouteTest.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Values that are too large or too many at once, and a node that takes none. */
@Timeout(60)
final class ValueLimitsTest {
  private static final byte[] TOO_LARGE = new byte[17 << 20];

  @Test
  void aValueThatSaysItIsTooLargeIsRefusedAndTheConnectionServesOn() throws Exception {
    try (RunningFrontEnd node = new RunningFrontEnd()) {
      JsonObject problem = expect(node.send("PUT", "/kv/k", TOO_LARGE), 413, "value-too-large");
      assertThat(problem.getLong("limit")).isEqualTo(16 << 20);
      assertThat(problem.getString("detail")).contains(Integer.toString(TOO_LARGE.length));
      expect(node.send("GET", "/kv/k", null), 404, "not-found");
      assertThat(node.inFlight.bytes()).isZero();
    }
  }

  @Test
  void itIsRefusedBeforeAnyOfItIsRead() throws Exception {
    try (RunningFrontEnd node = new RunningFrontEnd()) {
      try (Socket socket = connect(node)) {
        write(socket, "PUT /kv/k HTTP/1.1\r\nHost: x\r\nContent-Length: 17825792\r\n\r\n");
        assertThat(readSome(socket)).startsWith("HTTP/1.1 413");
      }
      assertThat(
              node.raw(
                  "", "PUT /kv/k HTTP/1.1", "Expect: 100-continue", "Content-Length: 17825792"))
          .startsWith("HTTP/1.1 413");
    }
  }

  @Test
  void aValueInChunksIsRefusedOnceItIsTooLarge() throws Exception {
    try (RunningFrontEnd node = new RunningFrontEnd()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port + "/kv/k"))
              .PUT(
                  HttpRequest.BodyPublishers.ofInputStream(
                      () -> new ByteArrayInputStream(TOO_LARGE)))
              .build();
      HttpResponse<byte[]> refused =
          node.client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      expect(refused, 413, "value-too-large");
      expect(node.send("GET", "/kv/k", null), 404, "not-found");
      assertThat(node.inFlight.bytes()).isZero();
    }
  }

  @Test
  void overTheBoundOfRequestsANewOneFailsAtOnce() throws Exception {
    try (RunningFrontEnd node = new RunningFrontEnd(1, 1 << 20)) {
      node.store.hold();
      CompletableFuture<HttpResponse<byte[]>> held = begin(node, "first");
      node.store.awaitHeld(1);

      HttpResponse<byte[]> refused = node.send("GET", "/kv/k", null);
      expect(refused, 503, "overloaded");
      assertThat(header(refused, "Retry-After")).isEqualTo("1");

      letGo(node);
      assertThat(held.join().statusCode()).isEqualTo(204);
      assertThat(node.send("GET", "/kv/k", null).body()).isEqualTo(bytes("first"));
    }
  }

  @Test
  void overTheBoundOfBytesAValueIsRefused() throws Exception {
    try (RunningFrontEnd node = new RunningFrontEnd(100, 100)) {
      node.store.hold();
      CompletableFuture<HttpResponse<byte[]>> held = begin(node, "v".repeat(60));
      node.store.awaitHeld(1);
      assertThat(node.inFlight.bytes()).isEqualTo(60);

      expect(node.send("PUT", "/kv/other", new byte[60]), 503, "overloaded");
      CompletableFuture<HttpResponse<byte[]>> small = begin(node, "v".repeat(40));
      node.store.awaitHeld(2);

      letGo(node);
      assertThat(List.of(held.join().statusCode(), small.join().statusCode()))
          .containsExactly(204, 204);
      assertThat(node.inFlight.bytes()).isZero();
    }
  }

  @Test
  void aBodyThatNeverEndsGivesItsRoomBackWithItsConnection() throws Exception {
    try (RunningFrontEnd node = new RunningFrontEnd(100, 100)) {
      try (Socket socket = connect(node)) {
        write(
            socket,
            "PUT /kv/k HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 90\r\n\r\n");
        assertThat(readSome(socket)).startsWith("HTTP/1.1 100");
        assertThat(node.inFlight.bytes()).isEqualTo(90);
        expect(node.send("PUT", "/kv/k", new byte[90]), 503, "overloaded");
      }
      while (node.inFlight.bytes() > 0) {
        Thread.onSpinWait();
      }
      assertThat(node.send("PUT", "/kv/k", new byte[90]).statusCode()).isEqualTo(204);
    }
  }

  @Test
  void beforeItIsReadyAndAfterTheStopBeganANodeTakesNothing() throws Exception {
    try (RunningFrontEnd node = new RunningFrontEnd()) {
      node.gate.shut();
      node.obstacles = List.of("waiting for n2, n3");
      HttpResponse<byte[]> put = node.send("PUT", "/kv/k", new byte[1 << 20]);
      JsonObject problem = expect(put, 503, "not-ready");
      assertThat(problem.getString("detail")).contains("waiting for n2, n3");
      expect(node.send("GET", "/kv/k", null), 503, "not-ready");
      expect(node.send("DELETE", "/kv/k", null), 503, "not-ready");

      node.gate.open(node.service);
      node.store.hold();
      CompletableFuture<HttpResponse<byte[]>> held = begin(node, "v");
      node.store.awaitHeld(1);
      node.gate.shut();
      node.obstacles = List.of();
      assertThat(expect(node.send("GET", "/kv/k", null), 503, "not-ready").getString("detail"))
          .contains("stopping");
      letGo(node);
      assertThat(held.join().statusCode()).as("what is under way goes on").isEqualTo(204);
    }
  }

  @Test
  void aStopLetsWhatIsUnderWayBeAnswered() throws Exception {
    try (RunningFrontEnd node = new RunningFrontEnd()) {
      node.send("PUT", "/kv/idle-connection", bytes("v"));
      node.store.hold();
      CompletableFuture<HttpResponse<byte[]>> held = begin(node, "v".repeat(1 << 20));
      node.store.awaitHeld(1);

      CompletableFuture<Void> stopped = node.stop(60_000);
      assertThat(stopped).isNotDone();
      letGo(node);
      assertThat(held.join().statusCode()).isEqualTo(204);
      stopped.join();
    }
  }

  @Test
  void anAnswerWhoseClientIsGoneIsDroppedAndItsRoomGivenBack() throws Exception {
    try (RunningFrontEnd node = new RunningFrontEnd()) {
      node.send("PUT", "/kv/k", new byte[1 << 20]);
      node.store.hold();
      try (Socket socket = connect(node)) {
        write(socket, "GET /kv/k HTTP/1.1\r\nHost: x\r\n\r\n");
        node.store.awaitHeld(1);
      }
      letGo(node);
      while (node.inFlight.bytes() > 0) {
        Thread.onSpinWait();
      }
      assertThat(node.inFlight.requests()).isZero();
      assertThat(node.send("GET", "/kv/k", null).body()).hasSize(1 << 20);
    }
  }

  private static CompletableFuture<HttpResponse<byte[]>> begin(RunningFrontEnd node, String value) {
    return node.client.sendAsync(
        node.request("PUT", "/kv/k", bytes(value)), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static void letGo(RunningFrontEnd node) {
    node.onLoop(
        () -> {
          node.store.letGo();
          return true;
        });
  }

  private static Socket connect(RunningFrontEnd node) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port);
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static void write(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static String readSome(Socket socket) throws IOException {
    byte[] some = new byte[4096];
    int length = socket.getInputStream().read(some);
    return new String(some, 0, Math.max(length, 0), StandardCharsets.ISO_8859_1);
  }
}
