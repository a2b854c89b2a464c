package io.dynamo.server.node;

import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.membership.HistoryCodec;
import io.dynamo.protocol.HistoryFormat;

/** Lends the wire the membership's own codec: the protocol knows no membership. */
final class Histories implements HistoryFormat {
  @Override
  public byte[] encode(MembershipHistory history) {
    return HistoryCodec.encode(history);
  }

  @Override
  public MembershipHistory decode(byte[] bytes) {
    return HistoryCodec.decode(bytes);
  }
}
