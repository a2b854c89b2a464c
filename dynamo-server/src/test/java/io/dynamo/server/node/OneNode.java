package io.dynamo.server.node;

import io.dynamo.client.ClientOptions;
import io.dynamo.client.DynamoClient;
import io.dynamo.client.NodeAddress;
import io.dynamo.server.config.ConfigLoader;
import io.dynamo.server.config.ConfigSources;
import io.dynamo.server.config.Flag;
import io.dynamo.server.config.NodeConfig;
import io.dynamo.server.config.Providers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A whole node in this process, a cluster of one, on free ports of loopback. */
final class OneNode implements AutoCloseable {
  /** A member keeps its address from start to start. */
  private static final int PEER_PORT = freePort();

  private final Node node;

  private OneNode(Node node) {
    this.node = node;
  }

  /** Starts it with the plug-ins of the class path, and returns when it is ready. */
  static OneNode start(Path data, String engine, String... sets) throws Exception {
    Providers providers = Providers.find(Path.of("no-plugins"));
    NodeConfig config = new ConfigLoader(providers).load(sources(data, engine, sets));
    OneNode one = new OneNode(Node.start(config, providers));
    one.node.ready().toCompletableFuture().get(60, TimeUnit.SECONDS);
    return one;
  }

  private static ConfigSources sources(Path data, String engine, String... sets) {
    List<String> all = new ArrayList<>(List.of(sets));
    return new ConfigSources(
        Map.of(
            Flag.NODE_ID,
            "n1",
            Flag.DATA,
            data.toString(),
            Flag.ENGINE,
            engine,
            Flag.HTTP_PORT,
            "0",
            Flag.CLIENT_PORT,
            "0",
            Flag.PEER_PORT,
            Integer.toString(PEER_PORT),
            Flag.INITIAL_MEMBERS,
            "n1=127.0.0.1:" + PEER_PORT),
        all,
        Map.of(),
        null);
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String http() {
    return "http://127.0.0.1:" + node.ports().http();
  }

  DynamoClient client() {
    return DynamoClient.connect(ClientOptions.of(clientAddress()));
  }

  NodeAddress clientAddress() {
    return new NodeAddress("127.0.0.1", node.ports().client());
  }

  @Override
  public void close() {
    node.stop();
  }
}
