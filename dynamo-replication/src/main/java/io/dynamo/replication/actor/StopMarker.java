package io.dynamo.replication.actor;

import io.dynamo.api.ByteReader;
import io.dynamo.api.ByteWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * What a node leaves behind at a clean stop, so that it may go on under the same incarnation (rule
 * V5). Written last, consumed first.
 *
 * <pre>format(1)=1, incarnation(8), nextEpoch, floor, burned: count, {epoch}...</pre>
 *
 * Numbers without a width are varints.
 *
 * @param nextEpoch no epoch of this incarnation from here on was ever used
 * @param floor epochs below are not counted on, 0 if there is none
 * @param burned further epochs that are not counted on, ascending
 */
record StopMarker(long incarnation, long nextEpoch, long floor, List<Long> burned) {
  private static final int FORMAT = 1;

  StopMarker {
    burned = List.copyOf(burned);
    if (nextEpoch < 1) {
      throw new IllegalArgumentException("next epoch must be at least 1, was " + nextEpoch);
    }
  }

  byte[] encode() {
    ByteWriter out = new ByteWriter(32 + 4 * burned.size());
    out.byte8(FORMAT);
    out.long64(incarnation);
    out.varint(nextEpoch);
    out.varint(floor);
    out.varint(burned.size());
    burned.forEach(out::varint);
    return out.toBytes();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException if it is damaged or of another format
   */
  static StopMarker decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int format = in.byte8();
    if (format != FORMAT) {
      throw new IllegalArgumentException("stop marker of format " + format + ", known is 1");
    }
    long incarnation = in.long64();
    long nextEpoch = in.varint();
    long floor = in.varint();
    List<Long> burned = new ArrayList<>();
    for (int i = in.count(1); i > 0; i--) {
      burned.add(in.varint());
    }
    in.expectEnd();
    return new StopMarker(incarnation, nextEpoch, floor, burned);
  }
}
