package io.dynamo.server.config;

/** An option that has a flag of its own on the command line. */
public enum Flag {
  NODE_ID("--node-id", "node.id"),
  HOST("--host", "node.host"),
  DATA("--data", "node.data"),
  INITIAL_MEMBERS("--initial-members", "cluster.initial-members"),
  SEEDS("--seeds", "cluster.seeds"),
  HTTP_PORT("--http-port", "node.http-port"),
  CLIENT_PORT("--client-port", "node.client-port"),
  PEER_PORT("--peer-port", "node.peer-port"),
  ENGINE("--engine", "storage.engine");

  private final String text;
  private final String path;

  Flag(String text, String path) {
    this.text = text;
    this.path = path;
  }

  /** As it is typed. */
  public String text() {
    return text;
  }

  /** The option that it sets, without the prefix {@code dynamo.}. */
  public String path() {
    return path;
  }
}
