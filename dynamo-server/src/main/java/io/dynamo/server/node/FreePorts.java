package io.dynamo.server.node;

import io.dynamo.server.config.ConfigurationException;
import io.dynamo.server.config.NodeConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Ports that nobody listens on, in place of those configured as 0. */
final class FreePorts {
  private FreePorts() {}

  /**
   * The same ports, but for each 0 a free one. Another process may take it before it is listened
   * on; then the start fails and says so.
   *
   * @throws ConfigurationException if the host is none of this machine
   */
  static NodeConfig.Ports instead(NodeConfig.Ports wanted, String host) {
    List<ServerSocket> held = new ArrayList<>();
    try {
      return new NodeConfig.Ports(
          port(wanted.http(), host, held),
          port(wanted.client(), host, held),
          port(wanted.peer(), host, held));
    } catch (IOException e) {
      throw new ConfigurationException(List.of("cannot listen on " + host + ": " + e.getMessage()));
    } finally {
      held.forEach(FreePorts::release);
    }
  }

  /** Held until all are found, so that no two are the same. */
  private static int port(int wanted, String host, List<ServerSocket> held) throws IOException {
    if (wanted != 0) {
      return wanted;
    }
    ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host));
    held.add(socket);
    return socket.getLocalPort();
  }

  private static void release(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException("a port that was only asked for cannot be let go", e);
    }
  }
}
