package io.dynamo.membership;

import io.dynamo.api.ByteReader;
import io.dynamo.api.ByteWriter;
import io.dynamo.api.ClusterId;
import io.dynamo.api.membership.Checkpoint;
import io.dynamo.api.membership.CheckpointFormat;
import io.dynamo.api.membership.EventFormat;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes of histories, on the wire and in the node's log; those of their events are in {@link
 * EventFormat}. They are canonical: what the decoder accepts encodes to the same bytes again.
 *
 * <p>A history that has nothing but its create event is a format byte 1, the cluster id, the number
 * 1 and the event with its length. Any other is a format byte 2, the cluster id, the create event,
 * the checkpoint, empty if there is none, and the number of events and the events in their order,
 * all with their lengths.
 */
public final class HistoryCodec {
  private static final int CREATED = 1;
  private static final int GROWN = 2;

  /** The least that an event takes. */
  private static final int MIN_EVENT_BYTES = 3;

  private HistoryCodec() {}

  public static byte[] encode(MembershipHistory history) {
    Checkpoint checkpoint = history.checkpoint();
    List<MembershipEvent> events = history.events();
    boolean grown = checkpoint != null || !events.isEmpty();
    ByteWriter writer = new ByteWriter(256);
    writer.byte8(grown ? GROWN : CREATED);
    writer.raw(history.clusterId().toBytes());
    if (!grown) {
      writer.varint(1);
    }
    writer.bytes(EventFormat.encode(history.create()));
    if (grown) {
      writer.bytes(checkpoint == null ? new byte[0] : CheckpointFormat.encode(checkpoint));
      writer.varint(events.size());
      events.forEach(event -> writer.bytes(EventFormat.encode(event)));
    }
    return writer.toBytes();
  }

  /**
   * Reads what {@link #encode(MembershipHistory)} wrote.
   *
   * @throws IllegalArgumentException if it is damaged, of a newer version, or its cluster id is not
   *     the hash of its create event; the message says which
   */
  public static MembershipHistory decode(byte[] bytes) {
    try {
      ByteReader reader = new ByteReader(bytes);
      int format = reader.byte8();
      if (format != CREATED && format != GROWN) {
        throw new IllegalArgumentException("format must be 1 or 2, was " + format);
      }
      ClusterId clusterId = ClusterId.fromBytes(reader.raw(ClusterId.BYTES));
      if (format == CREATED && reader.count(MIN_EVENT_BYTES) != 1) {
        throw new IllegalArgumentException("a history of format 1 has one event");
      }
      if (!(EventFormat.decode(reader.bytes()) instanceof MembershipEvent.Create create)) {
        throw new IllegalArgumentException("it does not begin with a create event");
      }
      MembershipHistory history =
          format == CREATED
              ? new MembershipHistory(clusterId, List.of(create))
              : grown(clusterId, create, reader);
      reader.expectEnd();
      check(history, bytes);
      return history;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("no readable membership history: " + e.getMessage(), e);
    }
  }

  private static MembershipHistory grown(
      ClusterId clusterId, MembershipEvent.Create create, ByteReader reader) {
    byte[] checkpoint = reader.bytes();
    List<MembershipEvent> events = new ArrayList<>();
    for (int left = reader.count(MIN_EVENT_BYTES); left > 0; left--) {
      MembershipEvent event = EventFormat.decode(reader.bytes());
      if (event.id() == null) {
        throw new IllegalArgumentException("a second create event");
      }
      events.add(event);
    }
    if (checkpoint.length > 0) {
      return new MembershipHistory(clusterId, create, CheckpointFormat.decode(checkpoint), events);
    }
    events.add(0, create);
    return new MembershipHistory(clusterId, events);
  }

  private static void check(MembershipHistory history, byte[] bytes) {
    ClusterId hash = EventFormat.clusterId(history.create());
    if (!hash.equals(history.clusterId())) {
      throw new IllegalArgumentException(
          "cluster id is " + history.clusterId() + ", its create event hashes to " + hash);
    }
    if (!Arrays.equals(encode(history), bytes)) {
      throw new IllegalArgumentException("not in its canonical form");
    }
  }
}
