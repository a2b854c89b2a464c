package io.dynamo.server.command.remote;

/**
 * Where a node answers HTTP.
 *
 * @param host name or address, an IPv6 address in brackets
 * @param port 1 to 65535
 */
public record NodeAddress(String host, int port) {
  /** The first node of a cluster that was started without options. */
  public static final String DEFAULT = "127.0.0.1:8400";

  public NodeAddress {
    if (host.isEmpty() || port < 1 || port > 65_535) {
      throw new IllegalArgumentException(
          "a node is HOST:PORT with a port of 1..65535, was " + host + ":" + port);
    }
  }

  /**
   * Reads {@code HOST:PORT}.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static NodeAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    String port = text.substring(colon + 1);
    if (colon < 1 || !port.matches("[0-9]{1,5}") || !text.matches("[-\\w.:\\[\\]%]+")) {
      throw new IllegalArgumentException(
          "a node is HOST:PORT, such as " + DEFAULT + ", was \"" + text + "\"");
    }
    return new NodeAddress(text.substring(0, colon), Integer.parseInt(port));
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
