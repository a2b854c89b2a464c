package io.dynamo.server.command;

import io.dynamo.server.config.NodeConfig;
import io.dynamo.server.config.Providers;

/** Starts a node in this process. */
@FunctionalInterface
public interface NodeStarter {
  /**
   * Starts a node and returns once it listens, ready or not. Blocks.
   *
   * @param providers the plug-ins that the configuration chooses from
   * @throws io.dynamo.server.config.ConfigurationException if it cannot start as configured
   */
  RunningNode start(NodeConfig config, Providers providers);
}
