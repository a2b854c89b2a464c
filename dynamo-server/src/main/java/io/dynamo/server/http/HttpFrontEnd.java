package io.dynamo.server.http;

import io.dynamo.server.frontend.InFlight;
import io.dynamo.server.frontend.KeyValueGate;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server of one event loop. Several of them, made each on its own loop, share one port.
 * Every legal key and every context that a node issued fits into its lines and headers.
 */
public final class HttpFrontEnd {
  /** A key of 64 KiB with every byte escaped, and room for the method and the query. */
  static final int MAX_LINE_CHARACTERS = 3 * 65_536 + 4_096;

  /** A context of 8 KiB is 10,923 characters. */
  static final int MAX_HEADER_CHARACTERS = 32_768;

  /**
   * A connection on which nothing moved for so long is closed; longer than any request's timeout.
   */
  static final int IDLE_SECONDS = 120;

  private static final Logger LOG = LoggerFactory.getLogger(HttpFrontEnd.class);

  private final HttpServer server;
  private final KeyRoute keys;
  private final AdminRoutes admin;

  /** A front end of the loop that this is called on. */
  public HttpFrontEnd(
      Vertx vertx, HttpSettings settings, KeyValueGate gate, InFlight inFlight, AdminPorts admin) {
    this.keys = new KeyRoute(vertx, gate, inFlight, admin.status(), settings.maxValueBytes());
    this.admin =
        new AdminRoutes(
            admin, new MembershipRoutes(vertx, inFlight, admin.status(), admin.membership()));
    this.server =
        vertx
            .createHttpServer(options(settings))
            .requestHandler(request -> Responder.guard(request, () -> handle(request)))
            .invalidRequestHandler(HttpFrontEnd::refuse)
            .exceptionHandler(
                error -> LOG.atDebug().setCause(error).log("connection failed before a request"));
  }

  /** Listens; the result is the port. */
  public Future<Integer> start() {
    return server.listen().map(HttpServer::actualPort);
  }

  /**
   * Listens no more, closes idle connections at once and each other one when it has its answer, or
   * when the time is over.
   */
  public Future<Void> stop(long graceMillis) {
    return server.shutdown(graceMillis, TimeUnit.MILLISECONDS);
  }

  private static HttpServerOptions options(HttpSettings settings) {
    return new HttpServerOptions()
        .setHost(settings.host())
        .setPort(settings.port())
        .setMaxInitialLineLength(MAX_LINE_CHARACTERS)
        .setMaxHeaderSize(MAX_HEADER_CHARACTERS)
        .setMaxChunkSize(65_536)
        .setHttp2ClearTextEnabled(false)
        .setIdleTimeout(IDLE_SECONDS);
  }

  private void handle(HttpServerRequest request) {
    RequestTarget target = RequestTarget.of(request.uri());
    if (target.path().startsWith(KeyRoute.PREFIX)) {
      keys.handle(request, target);
    } else {
      admin.handle(request, target);
    }
  }

  /** Answers what could not be read as a request, and closes. */
  private static void refuse(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    Problem problem;
    if (cause instanceof TooLongHttpLineException) {
      problem =
          new Problem(
              414,
              "uri-too-long",
              "URI too long",
              "a request line has at most " + MAX_LINE_CHARACTERS + " characters");
    } else if (cause instanceof TooLongHttpHeaderException) {
      problem =
          new Problem(
              431,
              "headers-too-long",
              "Headers too long",
              "all headers have at most " + MAX_HEADER_CHARACTERS + " characters");
    } else {
      problem = new Problem(400, "bad-request", "Bad request", "this is no HTTP: " + cause);
    }
    request.response().putHeader("Connection", "close");
    Responder.problem(request, problem).onComplete(sent -> request.connection().close());
  }
}
