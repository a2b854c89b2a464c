package io.dynamo.server.http;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * An error as a client is shown it (RFC 9457).
 *
 * @param type the last part of its URI, {@code /problems/<type>}
 * @param members what programs may want besides
 * @param context of the state as it is, for the header; null if there is none
 */
record Problem(
    int status,
    String type,
    String title,
    String detail,
    JsonObject members,
    byte @Nullable [] context) {

  static final String CONTENT_TYPE = "application/problem+json";

  Problem(int status, String type, String title, String detail) {
    this(status, type, title, detail, new JsonObject(), null);
  }

  /** Whether another try may soon succeed: then the answer says when. */
  boolean passes() {
    return status == 503 && !type.equals("quorum-impossible");
  }

  byte[] body() {
    return new JsonObject()
        .put("type", "/problems/" + type)
        .put("title", title)
        .put("status", status)
        .put("detail", detail)
        .mergeIn(members)
        .toBuffer()
        .getBytes();
  }
}
