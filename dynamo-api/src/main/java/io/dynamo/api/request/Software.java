package io.dynamo.api.request;

/**
 * What a node runs. Every message of gossip carries it, so that a cluster uses only what all of its
 * nodes understand while they are upgraded one by one.
 *
 * @param version for people
 * @param level rises with every message or event that older nodes do not know; {@link #LEVEL} here,
 *     0 of nodes that do not tell
 */
public record Software(String version, int level) {
  /** Of this code: membership changes and moving partitions. */
  public static final int LEVEL = 1;

  /** Of a node that did not tell. */
  public static final Software UNKNOWN = new Software("", 0);
}
