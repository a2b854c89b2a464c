package io.dynamo.client;

import io.dynamo.protocol.ClientRequest.QuorumWish;

/**
 * What one request wants other than the cluster's own (Dynamo §4.5).
 *
 * @param replies R of a get, W of a put; 0 for the cluster's own
 * @param owners how many of them must be owners of the key; 0 for no such wish
 * @param sloppy whether fallbacks may stand in for owners (Dynamo §4.6)
 */
public record RequestOptions(int replies, int owners, boolean sloppy) {
  /** As the cluster is configured. */
  public static final RequestOptions DEFAULTS = new RequestOptions(0, 0, true);

  public RequestOptions {
    if (replies < 0 || owners < 0) {
      throw new IllegalArgumentException(
          "replies and owners must not be negative, were " + replies + " and " + owners);
    }
  }

  /** So many replies, anything else as configured. */
  public static RequestOptions replies(int replies) {
    return new RequestOptions(replies, 0, true);
  }

  QuorumWish wish(long timeoutNanos) {
    return new QuorumWish(replies, owners, sloppy, timeoutNanos);
  }
}
