package io.dynamo.server.command.remote;

import io.dynamo.server.command.console.ExitCode;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Why a request did not do what it was for.
 *
 * @param status of HTTP; 0 if there was no answer
 * @param problem the type of the node's problem document, such as {@code quorum-not-reached}; empty
 *     if there was none
 * @param detail for people
 */
public record Failure(Kind kind, int status, String problem, String detail)
    implements Reading, Writing {

  /** What a failure means for who asked. */
  public enum Kind {
    /** Nothing was changed; another try may succeed. */
    UNAVAILABLE(ExitCode.UNAVAILABLE),
    /** The write may have happened (rule Q6). */
    UNKNOWN(ExitCode.UNKNOWN),
    /** The value is over the node's limit. */
    TOO_LARGE(ExitCode.FAILED),
    /** The node takes no such request; another try would end the same way. */
    REFUSED(ExitCode.FAILED),
    /** The node cannot do it. */
    FAILED(ExitCode.FAILED);

    private final ExitCode exitCode;

    Kind(ExitCode exitCode) {
      this.exitCode = exitCode;
    }

    public ExitCode exitCode() {
      return exitCode;
    }

    /** As it stands in JSON. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** A failed read that was answered like this. */
  static Failure ofRead(HttpResponse<byte[]> response) {
    return of(response, response.statusCode() == 504 ? Kind.UNAVAILABLE : Kind.FAILED);
  }

  /** A failed write that was answered like this. What cannot be told may have happened. */
  static Failure ofWrite(HttpResponse<byte[]> response) {
    return of(response, Kind.UNKNOWN);
  }

  /** A read without an answer. */
  static Failure ofRead(UnansweredException e) {
    return new Failure(Kind.UNAVAILABLE, 0, "", String.valueOf(e.getMessage()));
  }

  /** A write without an answer. */
  static Failure ofWrite(UnansweredException e) {
    return new Failure(
        e.sent() ? Kind.UNKNOWN : Kind.UNAVAILABLE, 0, "", String.valueOf(e.getMessage()));
  }

  /** Whether the same request may soon succeed. */
  public boolean passes() {
    return kind == Kind.UNAVAILABLE && !problem.equals("quorum-impossible");
  }

  private static Failure of(HttpResponse<byte[]> response, Kind otherwise) {
    int status = response.statusCode();
    Kind kind =
        switch (status) {
          case 413 -> Kind.TOO_LARGE;
          case 503 -> Kind.UNAVAILABLE;
          case 507 -> Kind.FAILED;
          default -> status < 500 ? Kind.REFUSED : otherwise;
        };
    JsonObject document = document(response.body());
    String type = document.getString("type", "");
    String detail = document.getString("detail", "the node answered " + status);
    return new Failure(kind, status, type.substring(type.lastIndexOf('/') + 1), detail);
  }

  private static JsonObject document(byte[] body) {
    try {
      return new JsonObject(new String(body, StandardCharsets.UTF_8));
    } catch (DecodeException notOurs) {
      return new JsonObject();
    }
  }
}
