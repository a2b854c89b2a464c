package io.dynamo.server.http;

/**
 * Where the front end listens, and what it takes.
 *
 * @param port 0 for any that is free
 * @param maxValueBytes the longest request body
 */
public record HttpSettings(String host, int port, int maxValueBytes) {
  public HttpSettings {
    if (port < 0 || port > 65_535 || maxValueBytes < 1) {
      throw new IllegalArgumentException(
          "bad HTTP settings: port " + port + ", max value " + maxValueBytes + " B");
    }
  }
}
