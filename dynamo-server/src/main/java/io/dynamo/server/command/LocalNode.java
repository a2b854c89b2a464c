package io.dynamo.server.command;

import io.dynamo.server.config.NodeConfig;
import io.dynamo.server.config.Providers;
import io.dynamo.server.node.Node;
import java.util.concurrent.CompletionStage;

/** A node of this process, as the command sees it. */
final class LocalNode implements RunningNode {
  private final NodeConfig config;
  private final Node node;

  private LocalNode(NodeConfig config, Node node) {
    this.config = config;
    this.node = node;
  }

  /** Starts one; see {@link NodeStarter}. */
  static RunningNode start(NodeConfig config, Providers providers) {
    return new LocalNode(config, Node.start(config, providers));
  }

  @Override
  public String httpAddress() {
    String host = config.host().indexOf(':') < 0 ? config.host() : "[" + config.host() + "]";
    return host + ":" + node.ports().http();
  }

  @Override
  public void stop() {
    node.stop();
  }

  @Override
  public CompletionStage<Void> ended() {
    return node.ended();
  }
}
