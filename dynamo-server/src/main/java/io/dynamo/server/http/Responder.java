package io.dynamo.server.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes answers. An answer whose client is gone is dropped. A HEAD gets the head alone. */
final class Responder {
  static final String CONTEXT = "Dynamo-Context";

  private static final Logger LOG = LoggerFactory.getLogger(Responder.class);

  private Responder() {}

  /** The context as it stands in a header. */
  static String base64(byte[] token) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  static Future<Void> problem(HttpServerRequest request, Problem problem) {
    HttpServerResponse response = request.response().setStatusCode(problem.status());
    byte[] context = problem.context();
    if (context != null) {
      response.putHeader(CONTEXT, base64(context));
    }
    if (problem.passes()) {
      response.putHeader("Retry-After", "1");
    }
    return body(request, Problem.CONTENT_TYPE, Buffer.buffer(problem.body()));
  }

  static Future<Void> json(HttpServerRequest request, int status, JsonObject json) {
    request.response().setStatusCode(status);
    return body(request, "application/json", json.toBuffer());
  }

  static Future<Void> body(HttpServerRequest request, String contentType, Buffer body) {
    HttpServerResponse response =
        request
            .response()
            .putHeader("Content-Type", contentType)
            .putHeader("Content-Length", Integer.toString(body.length()));
    return request.method().equals(HttpMethod.HEAD) ? response.end() : response.end(body);
  }

  /**
   * Runs one step of a request. What it throws is a bug: this one request is told so, with an id
   * that the log has too, and the loop goes on with the others.
   */
  static void guard(HttpServerRequest request, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException bug) {
      String id = Long.toHexString(ThreadLocalRandom.current().nextLong());
      LOG.atError()
          .setCause(bug)
          .addKeyValue("id", id)
          .addKeyValue("method", request.method())
          .log("bug while serving a request");
      if (request.response().headWritten()) {
        request.connection().close();
      } else {
        problem(request, Problems.bug(id));
      }
    }
  }
}
