package io.dynamo.server.http;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code multipart/mixed} as RFC 2046 says: by its boundary alone, not by its lengths. */
final class Multipart {
  private Multipart() {}

  static List<byte[]> parse(HttpResponse<byte[]> response) {
    String type = KeyRouteTest.header(response, "Content-Type");
    String prefix = "multipart/mixed; boundary=";
    if (!type.startsWith(prefix)) {
      throw new IllegalArgumentException("no multipart: " + type);
    }
    String delimiter = "\r\n--" + type.substring(prefix.length());
    String text = "\r\n" + new String(response.body(), StandardCharsets.ISO_8859_1);
    List<byte[]> parts = new ArrayList<>();
    int at = delimiter.length();
    while (!text.startsWith("--", at)) {
      int blank = text.indexOf("\r\n\r\n", at);
      int end = text.indexOf(delimiter, blank + 4);
      String value = text.substring(blank + 4, end);
      if (!text.substring(at, blank).contains("Content-Length: " + value.length())) {
        throw new IllegalArgumentException("bad length in " + text.substring(at, blank));
      }
      parts.add(value.getBytes(StandardCharsets.ISO_8859_1));
      at = end + delimiter.length();
    }
    return parts;
  }
}
