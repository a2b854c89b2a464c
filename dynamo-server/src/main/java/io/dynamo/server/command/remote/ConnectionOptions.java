package io.dynamo.server.command.remote;

import io.dynamo.api.Key;
import io.dynamo.server.command.console.CommandFailure;
import io.dynamo.server.command.console.ExitCode;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The options of every command that talks to a node. */
public final class ConnectionOptions {
  @Option(
      names = "--node",
      paramLabel = "HOST:PORT",
      defaultValue = NodeAddress.DEFAULT,
      description = "HTTP address of the node to ask (default: ${DEFAULT-VALUE}).")
  private String node = NodeAddress.DEFAULT;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "5s",
      converter = Durations.class,
      description = "How long the cluster may take, 1ms to 60s (default: ${DEFAULT-VALUE}).")
  private Duration timeout = Duration.ofSeconds(5);

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  /** Whether the answer is asked for as JSON. */
  public boolean json() {
    return json;
  }

  /**
   * The node, not yet connected to.
   *
   * @throws CommandFailure if its address is none
   */
  public HttpNode connect() {
    return connect(node, timeout);
  }

  /** The node at this address, as it was typed; see {@link #connect()}. */
  public static HttpNode connect(String node, Duration timeout) {
    try {
      return new HttpNode(NodeAddress.parse(node), timeout);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, "--node: " + e.getMessage(), e);
    }
  }

  /**
   * The keys of the cluster, through the node.
   *
   * @param quorum how many replicas must answer, 0 for the cluster's own
   */
  public KeyValues keyValues(int quorum) {
    return new HttpKeyValues(connect(), quorum);
  }

  /**
   * A key as it was typed.
   *
   * @throws CommandFailure if it is empty or too long
   */
  public static Key key(String text) {
    try {
      return Key.of(text);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }
}
