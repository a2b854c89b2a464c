package io.dynamo.server.http;

import io.dynamo.api.request.Replier;
import io.dynamo.server.frontend.GetRequest;
import io.dynamo.server.frontend.InFlight;
import io.dynamo.server.frontend.KeyValueGate;
import io.dynamo.server.frontend.KeyValueResult;
import io.dynamo.server.frontend.PutRequest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code GET|HEAD|PUT|DELETE /kv/{key}} (Dynamo §4.1) on one loop. */
final class KeyRoute {
  static final String PREFIX = "/kv/";
  private static final String ALLOW = "GET, HEAD, PUT, DELETE";

  private final Vertx vertx;
  private final KeyValueGate gate;
  private final InFlight inFlight;
  private final NodeStatus status;
  private final int maxValueBytes;
  private final SecureRandom random = new SecureRandom();

  KeyRoute(
      Vertx vertx, KeyValueGate gate, InFlight inFlight, NodeStatus status, int maxValueBytes) {
    this.vertx = vertx;
    this.gate = gate;
    this.inFlight = inFlight;
    this.status = status;
    this.maxValueBytes = maxValueBytes;
  }

  void handle(HttpServerRequest request, RequestTarget target) {
    String method = request.method().name();
    request.response().putHeader("Dynamo-Ring", status.ringDigest());
    try {
      switch (method) {
        case "GET", "HEAD" -> get(request, target);
        case "PUT" -> put(request, target);
        case "DELETE" -> delete(request, target);
        default -> {
          request.response().putHeader("Allow", ALLOW);
          Responder.problem(request, Problems.methodNotAllowed(method, ALLOW));
        }
      }
    } catch (ProblemException e) {
      Responder.problem(request, e.problem());
    }
  }

  private void get(HttpServerRequest request, RequestTarget target) throws ProblemException {
    GetRequest get = new GetRequest(key(target), QueryOptions.parse(target.query()).ofGet());
    gate.get(get, result -> Responder.guard(request, () -> answer(request, result)));
  }

  private void delete(HttpServerRequest request, RequestTarget target) throws ProblemException {
    put(request, request(request, target, true, new byte[0]));
  }

  /** Checks everything but the value before the value is read. */
  private void put(HttpServerRequest request, RequestTarget target) throws ProblemException {
    PutRequest head = request(request, target, false, new byte[0]);
    if (gate.isShut()) {
      answer(request, gate.notReady());
      return;
    }
    new BodyReader(
            vertx,
            inFlight,
            maxValueBytes,
            request,
            body ->
                put(
                    request,
                    new PutRequest(
                        head.key(), head.context(), false, body, head.requestId(), head.wish())))
        .start();
  }

  private void put(HttpServerRequest request, PutRequest put) {
    gate.put(put, result -> Responder.guard(request, () -> answer(request, result)));
  }

  private static PutRequest request(
      HttpServerRequest request, RequestTarget target, boolean tombstone, byte[] value)
      throws ProblemException {
    String id = request.getHeader("Dynamo-Request-Id");
    return new PutRequest(
        key(target),
        context(request),
        tombstone,
        value,
        id == null ? null : id.getBytes(StandardCharsets.ISO_8859_1),
        QueryOptions.parse(target.query()).ofPut());
  }

  private static byte[] key(RequestTarget target) throws ProblemException {
    try {
      return PercentCode.decode(target.path().substring(PREFIX.length()));
    } catch (PercentCode.BadEscapeException e) {
      throw new ProblemException(Problems.badEscape("in the key: " + e.getMessage()));
    }
  }

  private static byte @Nullable [] context(HttpServerRequest request) throws ProblemException {
    List<String> headers = request.headers().getAll(Responder.CONTEXT);
    if (headers.isEmpty()) {
      return null;
    }
    if (headers.size() > 1) {
      throw new ProblemException(
          Problems.damagedContext("it is given " + headers.size() + " times"));
    }
    try {
      return Base64.getUrlDecoder().decode(headers.get(0));
    } catch (IllegalArgumentException e) {
      throw new ProblemException(Problems.damagedContext("it is no base64url: " + e.getMessage()));
    }
  }

  private void answer(HttpServerRequest request, KeyValueResult result) {
    if (result instanceof KeyValueResult.Failed failed) {
      Responder.problem(request, Problems.of(failed));
    } else if (result instanceof KeyValueResult.Stored stored) {
      head(request, stored.context(), stored.repliers())
          .setStatusCode(204)
          .putHeader("Dynamo-Siblings", Integer.toString(stored.siblings()))
          .end();
    } else if (result instanceof KeyValueResult.Values values) {
      head(request, values.context(), values.repliers());
      if (values.values().isEmpty()) {
        Responder.problem(request, Problems.notFound(values.context() != null));
      } else {
        show(request, values);
      }
    }
  }

  /** Holds room for the values until they are sent: slow readers must not fill the memory. */
  private void show(HttpServerRequest request, KeyValueResult.Values values) {
    long bytes = 0;
    for (byte[] value : values.values()) {
      bytes += value.length;
    }
    if (!inFlight.tryReserve(bytes)) {
      Responder.problem(
          request, Problems.overloaded("values that are being sent fill the memory for them"));
      return;
    }
    long held = bytes;
    write(request, values).onComplete(sent -> inFlight.release(held));
  }

  private Future<Void> write(HttpServerRequest request, KeyValueResult.Values result) {
    List<byte[]> values = result.values();
    if (accepts(request, "application/json")) {
      return Responder.json(request, 200, ValueBodies.json(result.context(), values));
    }
    if (values.size() == 1) {
      return Responder.body(request, "application/octet-stream", Buffer.buffer(values.get(0)));
    }
    byte[] bits = new byte[16];
    random.nextBytes(bits);
    String boundary = "dynamo-" + HexFormat.of().formatHex(bits);
    request
        .response()
        .setStatusCode(300)
        .putHeader("Dynamo-Siblings", Integer.toString(values.size()));
    return Responder.body(
        request, "multipart/mixed; boundary=" + boundary, ValueBodies.multipart(values, boundary));
  }

  private static HttpServerResponse head(
      HttpServerRequest request, byte @Nullable [] context, List<Replier> repliers) {
    HttpServerResponse response = request.response();
    if (context != null) {
      response.putHeader(Responder.CONTEXT, Responder.base64(context));
    }
    return response.putHeader(
        "Dynamo-Replicas",
        repliers.stream().map(Replier::toString).collect(Collectors.joining(", ")));
  }

  /** Whether the client names this type and does not weigh it with 0. */
  private static boolean accepts(HttpServerRequest request, String type) {
    for (String header : request.headers().getAll("Accept")) {
      for (String range : header.toLowerCase(Locale.ROOT).split(",", -1)) {
        String[] parts = range.split(";", -1);
        if (parts[0].strip().equals(type)) {
          return !range.replace(" ", "").matches(".*;q=0(\\.0*)?");
        }
      }
    }
    return false;
  }
}
