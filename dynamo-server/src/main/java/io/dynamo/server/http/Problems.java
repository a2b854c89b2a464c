package io.dynamo.server.http;

import io.dynamo.server.frontend.Failure;
import io.dynamo.server.frontend.KeyValueResult;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/** The problems that have no state of their own, and how failures become problems. */
final class Problems {
  private Problems() {}

  /** The problem that stands for a failed request; its type is the failure's name. */
  static Problem of(KeyValueResult.Failed failed) {
    JsonObject members = new JsonObject();
    failed.numbers().forEach(members::put);
    String type = failed.failure().name().toLowerCase(Locale.ROOT).replace('_', '-');
    return new Problem(
        status(failed.failure()),
        type,
        title(failed.failure()),
        failed.message(),
        members,
        failed.context());
  }

  static Problem badEscape(String detail) {
    return new Problem(400, "bad-escape", "Bad percent escape", detail);
  }

  static Problem badParameter(String name, String detail) {
    return new Problem(
        400,
        "bad-parameter",
        "Bad query parameter",
        detail,
        new JsonObject().put("parameter", name),
        null);
  }

  static Problem badQuorum(String detail) {
    return new Problem(400, "bad-quorum", title(Failure.BAD_QUORUM), detail);
  }

  static Problem damagedContext(String why) {
    return new Problem(
        400, "context-damaged", title(Failure.CONTEXT_DAMAGED), "the context is damaged: " + why);
  }

  static Problem notFound(boolean deleted) {
    return new Problem(
        404,
        "not-found",
        "Not found",
        deleted ? "the key was deleted" : "nothing is under the key");
  }

  static Problem valueTooLarge(long limit, String detail) {
    return new Problem(
        413,
        "value-too-large",
        title(Failure.VALUE_TOO_LARGE),
        detail,
        new JsonObject().put("limit", limit),
        null);
  }

  static Problem overloaded(String detail) {
    return new Problem(503, "overloaded", title(Failure.OVERLOADED), detail);
  }

  static Problem methodNotAllowed(String method, String allow) {
    return new Problem(
        405, "method-not-allowed", "Method not allowed", method + " is not one of " + allow);
  }

  static Problem noSuchPath(String path) {
    String shown = path.length() > 200 ? path.substring(0, 200) + "..." : path;
    return new Problem(404, "no-such-path", "No such path", "there is nothing at " + shown);
  }

  static Problem notReady(List<String> obstacles) {
    return new Problem(
        503,
        "not-ready",
        "Node not ready",
        "the node is not ready: " + String.join("; ", obstacles),
        new JsonObject().put("reasons", new JsonArray(obstacles)),
        null);
  }

  static Problem bug(String id) {
    return new Problem(
        500,
        "bug",
        "Internal error",
        "a bug in this node; its log has more under " + id,
        new JsonObject().put("id", id),
        null);
  }

  private static int status(Failure failure) {
    return switch (failure) {
      case EMPTY_KEY,
          BAD_QUORUM,
          BAD_TIMEOUT,
          BAD_REQUEST_ID,
          CONTEXT_DAMAGED,
          CONTEXT_FORGED,
          CONTEXT_OTHER_KEY,
          CONTEXT_OTHER_CLUSTER ->
          400;
      case TOO_MANY_SIBLINGS -> 409;
      case VALUE_TOO_LARGE -> 413;
      case KEY_TOO_LONG -> 414;
      case NOT_READY, OVERLOADED, QUORUM_IMPOSSIBLE, QUORUM_NOT_REACHED, STORAGE_FAILED, REFUSED ->
          503;
      case UNKNOWN_OUTCOME -> 504;
      case DISK_FULL -> 507;
    };
  }

  private static String title(Failure failure) {
    return switch (failure) {
      case EMPTY_KEY -> "Empty key";
      case KEY_TOO_LONG -> "Key too long";
      case VALUE_TOO_LARGE -> "Value too large";
      case BAD_QUORUM -> "Bad quorum";
      case BAD_TIMEOUT -> "Bad timeout";
      case BAD_REQUEST_ID -> "Bad request id";
      case CONTEXT_DAMAGED -> "Damaged context";
      case CONTEXT_FORGED -> "Forged context";
      case CONTEXT_OTHER_KEY -> "Context of another key";
      case CONTEXT_OTHER_CLUSTER -> "Context of another cluster";
      case NOT_READY -> "Node not ready";
      case OVERLOADED -> "Node overloaded";
      case QUORUM_IMPOSSIBLE -> "Quorum impossible";
      case QUORUM_NOT_REACHED -> "Quorum not reached";
      case UNKNOWN_OUTCOME -> "Unknown outcome: it may have happened";
      case TOO_MANY_SIBLINGS -> "Too many siblings";
      case DISK_FULL -> "Disk full";
      case STORAGE_FAILED -> "Storage failed";
      case REFUSED -> "Put refused";
    };
  }
}
