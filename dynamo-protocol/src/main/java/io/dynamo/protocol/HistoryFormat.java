package io.dynamo.protocol;

import io.dynamo.api.membership.MembershipHistory;

/**
 * Histories as bytes, as {@code dynamo-membership} writes them: handed in, since the wire does not
 * know what an event looks like. Implementations may be called from several threads at once.
 */
public interface HistoryFormat {
  byte[] encode(MembershipHistory history);

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException if it is cut, damaged or of another format
   */
  MembershipHistory decode(byte[] bytes);
}
