package io.dynamo.server.command.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Looks whether ports can be listened on, before processes are started that would fail on it. */
final class FreePorts {
  private FreePorts() {}

  /** Those of these ports that something else listens on. */
  static List<Integer> busy(String host, List<Integer> ports) throws IOException {
    InetAddress address = InetAddress.getByName(host);
    List<Integer> busy = new ArrayList<>();
    for (int port : ports) {
      if (!isFree(address, port)) {
        busy.add(port);
      }
    }
    return busy;
  }

  private static boolean isFree(InetAddress address, int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, address)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
