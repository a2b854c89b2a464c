package io.dynamo.client;

import java.util.List;

/**
 * Which node gets a request: the one seam between requests and nodes. A router that knows the ring
 * would send each key to its owners (Dynamo §6.4). Confined to the client's loop.
 */
interface Router {
  /**
   * The nodes to try for this key, best first, each once; never empty.
   *
   * @param nowNanos to leave nodes for last that have just failed
   */
  List<NodeLink> route(byte[] key, long nowNanos);
}
