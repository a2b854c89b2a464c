package io.dynamo.server.command;

import io.dynamo.server.config.NodeConfig;
import io.dynamo.server.config.Providers;
import io.dynamo.server.node.Node;
import java.util.Locale;
import java.util.concurrent.CompletionStage;

/** A node of this process, as the command sees it. */
final class LocalNode implements RunningNode {
  private final NodeConfig config;
  private final Node node;

  private LocalNode(NodeConfig config, Node node) {
    this.config = config;
    this.node = node;
  }

  /** Starts one; see {@link NodeStarter}. To be called before anything is logged. */
  static RunningNode start(NodeConfig config, Providers providers) {
    System.setProperty("dynamo.node.id", config.id().value());
    System.setProperty("dynamo.log.format", config.log().format().name().toLowerCase(Locale.ROOT));
    System.setProperty("dynamo.log.level", config.log().level().name());
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
