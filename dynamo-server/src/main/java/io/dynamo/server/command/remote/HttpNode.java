package io.dynamo.server.command.remote;

import io.dynamo.api.Key;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** One node, spoken to by HTTP. Calls block; any thread may call. */
public final class HttpNode {
  private static final Duration CONNECT = Duration.ofSeconds(2);

  /** The node answers for itself when its time is over; this is for one that does not. */
  private static final Duration SLACK = Duration.ofSeconds(5);

  private final NodeAddress address;
  private final Duration timeout;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();

  /** The node at this address, which has this time for a request. */
  public HttpNode(NodeAddress address, Duration timeout) {
    this.address = address;
    this.timeout = timeout;
  }

  /** Where it is. */
  public NodeAddress address() {
    return address;
  }

  /** What the node has for a request, in milliseconds. */
  long timeoutMillis() {
    return Math.max(1, timeout.toMillis());
  }

  /** A key as it stands in a path: every byte that is not unreserved is percent-encoded. */
  public static String encode(Key key) {
    StringBuilder text = new StringBuilder(key.size());
    for (byte b : key.bytes()) {
      int value = b & 0xff;
      if (isUnreserved(value)) {
        text.append((char) value);
      } else {
        text.append('%');
        text.append(Character.toUpperCase(Character.forDigit(value >> 4, 16)));
        text.append(Character.toUpperCase(Character.forDigit(value & 15, 16)));
      }
    }
    return text.toString();
  }

  /**
   * Gets a document.
   *
   * @param path from {@code /} on, encoded
   */
  public HttpResponse<byte[]> get(String path) throws UnansweredException, InterruptedException {
    return send(request(path).header("Accept", "application/json").GET());
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + address + path))
        .timeout(timeout.plus(SLACK));
  }

  /** Sends it and waits for the whole answer. */
  HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws UnansweredException, InterruptedException {
    try {
      return client.send(request.build(), BodyHandlers.ofByteArray());
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw new UnansweredException(
          "no node answers at " + address + ": is it running? (--node, or dynamo cluster)",
          false,
          e);
    } catch (IOException e) {
      throw new UnansweredException(
          "the node at " + address + " broke off the request: " + e.getMessage(), true, e);
    }
  }

  /** A body of these bytes. */
  static HttpRequest.BodyPublisher body(byte[] bytes) {
    return BodyPublishers.ofByteArray(bytes);
  }

  private static boolean isUnreserved(int value) {
    return (value >= 'a' && value <= 'z')
        || (value >= 'A' && value <= 'Z')
        || (value >= '0' && value <= '9')
        || value == '-'
        || value == '.'
        || value == '_'
        || value == '~';
  }
}
