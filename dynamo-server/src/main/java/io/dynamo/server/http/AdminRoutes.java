package io.dynamo.server.http;

import io.dynamo.api.Key;
import io.dynamo.api.partitioning.Ring;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What operators look at: {@code /admin}, {@code /health}, {@code /ready}, {@code /metrics}. */
final class AdminRoutes {
  private static final String ALLOW = "GET, HEAD";
  private static final String POST = "POST";
  private static final String LOCAL = "/admin/local/";
  private static final String EXPLAIN = "/admin/explain/";
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final AdminPorts ports;
  private final MembershipRoutes membership;

  AdminRoutes(AdminPorts ports, MembershipRoutes membership) {
    this.ports = ports;
    this.membership = membership;
  }

  void handle(HttpServerRequest request, RequestTarget target) {
    String path = target.path();
    if (!isKnown(path)) {
      Responder.problem(request, Problems.noSuchPath(path));
      return;
    }
    String method = request.method().name();
    boolean change = MembershipRoutes.isChange(path);
    if (change ? !method.equals(POST) : !method.equals("GET") && !method.equals("HEAD")) {
      String allow = change ? POST : ALLOW;
      request.response().putHeader("Allow", allow);
      Responder.problem(request, Problems.methodNotAllowed(method, allow));
      return;
    }
    try {
      if (path.startsWith(LOCAL)) {
        local(request, key(path, LOCAL));
      } else if (path.startsWith(EXPLAIN)) {
        explain(request, key(path, EXPLAIN));
      } else if (MembershipRoutes.isKnown(path)) {
        membership.handle(request, path);
      } else {
        fixed(request, path);
      }
    } catch (ProblemException e) {
      Responder.problem(request, e.problem());
    }
  }

  private static boolean isKnown(String path) {
    return switch (path) {
      case "/health", "/ready", "/metrics", "/admin/ring", "/admin/node" -> true;
      default ->
          path.startsWith(LOCAL) || path.startsWith(EXPLAIN) || MembershipRoutes.isKnown(path);
    };
  }

  private void fixed(HttpServerRequest request, String path) {
    switch (path) {
      case "/health" -> health(request);
      case "/ready" -> ready(request);
      case "/metrics" ->
          Responder.body(request, METRICS_TYPE, Buffer.buffer(ports.metrics().scrape()));
      case "/admin/ring" -> ring(request);
      default -> Responder.json(request, 200, AdminJson.node(ports.status()));
    }
  }

  private void health(HttpServerRequest request) {
    String failure = ports.status().failure();
    if (failure == null) {
      Responder.json(
          request,
          200,
          new JsonObject()
              .put("status", "up")
              .put("waitsFor", new JsonArray(ports.status().obstacles())));
    } else {
      Responder.problem(
          request, new Problem(500, "node-failed", "The node can serve no more", failure));
    }
  }

  private void ready(HttpServerRequest request) {
    List<String> obstacles = ports.status().obstacles();
    if (obstacles.isEmpty()) {
      Responder.json(request, 200, new JsonObject().put("status", "ready"));
    } else {
      Responder.problem(request, Problems.notReady(obstacles));
    }
  }

  private void ring(HttpServerRequest request) {
    Ring ring = ports.cluster().ring();
    if (ring == null) {
      Responder.problem(request, Problems.notReady(ports.status().obstacles()));
    } else {
      Responder.json(request, 200, AdminJson.ring(ring));
    }
  }

  private void local(HttpServerRequest request, Key key) {
    ports.local().inspect(key, finding -> Responder.guard(request, () -> answer(request, finding)));
  }

  private static void answer(HttpServerRequest request, LocalInspector.Finding finding) {
    if (finding instanceof LocalInspector.Finding.Held held) {
      if (held.state().isNone()) {
        Responder.problem(
            request, new Problem(404, "not-found", "Not found", "this replica has nothing here"));
      } else {
        Responder.json(request, 200, AdminJson.local(held.state()));
      }
    } else if (finding instanceof LocalInspector.Finding.NotOwner not) {
      Responder.problem(
          request,
          new Problem(
              421, "not-owner", "Not an owner of the key", "its owners are " + not.owners()));
    } else if (finding instanceof LocalInspector.Finding.Refused refused) {
      Responder.problem(
          request,
          new Problem(
              503,
              "refused",
              "The replica refused",
              refused.refusal().reason() + ": " + refused.refusal().detail()));
    }
  }

  private void explain(HttpServerRequest request, Key key) {
    ports
        .cluster()
        .explain(
            key,
            explanation ->
                Responder.guard(
                    request,
                    () -> {
                      if (explanation == null) {
                        Responder.problem(request, Problems.notReady(ports.status().obstacles()));
                      } else {
                        Responder.json(request, 200, AdminJson.explanation(explanation));
                      }
                    }));
  }

  private static Key key(String path, String prefix) throws ProblemException {
    try {
      byte[] bytes = PercentCode.decode(path.substring(prefix.length()));
      if (bytes.length == 0) {
        throw new ProblemException(
            new Problem(400, "empty-key", "Empty key", "the path names no key"));
      }
      if (bytes.length > Key.MAX_BYTES) {
        throw new ProblemException(
            new Problem(
                414,
                "key-too-long",
                "Key too long",
                "the key must be 1.." + Key.MAX_BYTES + " bytes, was " + bytes.length));
      }
      return Key.of(bytes);
    } catch (PercentCode.BadEscapeException e) {
      throw new ProblemException(Problems.badEscape("in the key: " + e.getMessage()));
    }
  }
}
