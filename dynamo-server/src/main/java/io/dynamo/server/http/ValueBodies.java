package io.dynamo.server.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several values in one body. Pure. */
final class ValueBodies {
  private ValueBodies() {}

  /**
   * A body of {@code multipart/mixed} (RFC 2046), one part for each value.
   *
   * @param boundary of which no value has a copy: random bits that nobody could know when the value
   *     was written, so the values need not be searched
   */
  static Buffer multipart(List<byte[]> values, String boundary) {
    Buffer body = Buffer.buffer();
    for (byte[] value : values) {
      body.appendString("--" + boundary + "\r\nContent-Type: application/octet-stream\r\n")
          .appendString("Content-Length: " + value.length + "\r\n\r\n")
          .appendBytes(value)
          .appendString("\r\n");
    }
    return body.appendString("--" + boundary + "--\r\n");
  }

  /** {@code {"context":"...","siblings":[{"value":"<base64>"}]}}. */
  static JsonObject json(byte @Nullable [] context, List<byte[]> values) {
    JsonArray siblings = new JsonArray();
    for (byte[] value : values) {
      siblings.add(new JsonObject().put("value", base64(value)));
    }
    JsonObject json = new JsonObject();
    if (context != null) {
      json.put("context", Responder.base64(context));
    }
    return json.put("siblings", siblings);
  }

  /** With the ordinary alphabet and padding, as values stand in JSON. */
  static String base64(byte[] value) {
    return new String(Base64.getEncoder().encode(value), StandardCharsets.ISO_8859_1);
  }
}
