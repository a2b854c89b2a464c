package io.dynamo.api.membership;

import io.dynamo.api.ByteReader;
import io.dynamo.api.ByteWriter;
import io.dynamo.api.HashSum;
import java.util.ArrayList;
import java.util.List;

/** The canonical bytes of a {@link Checkpoint}. */
public final class CheckpointFormat {
  private static final int MIN_ENTRY_BYTES = 9;
  private static final int MIN_TOKEN_BYTES = 3;
  private static final int MIN_HOLDING_BYTES = 9;

  private CheckpointFormat() {}

  public static byte[] encode(Checkpoint checkpoint) {
    ByteWriter writer = new ByteWriter(1024);
    writer.varint(checkpoint.lamportTime());
    writer.raw(checkpoint.digest().toBytes());
    writer.varint(checkpoint.roster().size());
    for (Roster.Entry entry : checkpoint.roster()) {
      writer.byte8(entry.standing().code());
      EventFormat.member(entry.member(), writer);
    }
    writer.varint(checkpoint.tokens().size());
    for (Checkpoint.Token token : checkpoint.tokens()) {
      writer.varint(token.token());
      EventFormat.node(token.node(), writer);
    }
    writer.varint(checkpoint.partitions().size());
    for (Checkpoint.Holding holding : checkpoint.partitions()) {
      EventFormat.nodes(holding.owners(), writer);
      writer.long64(holding.chain());
    }
    return writer.toBytes();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException if it is damaged
   */
  public static Checkpoint decode(byte[] bytes) {
    ByteReader reader = new ByteReader(bytes);
    long time = reader.varint();
    HashSum digest = HashSum.fromBytes(reader.raw(HashSum.BYTES));
    List<Roster.Entry> roster = new ArrayList<>();
    for (int left = reader.count(MIN_ENTRY_BYTES); left > 0; left--) {
      Standing standing = Standing.ofCode(reader.byte8());
      roster.add(new Roster.Entry(EventFormat.member(reader), standing));
    }
    List<Checkpoint.Token> tokens = new ArrayList<>();
    for (int left = reader.count(MIN_TOKEN_BYTES); left > 0; left--) {
      tokens.add(new Checkpoint.Token(EventFormat.number(reader), EventFormat.node(reader)));
    }
    List<Checkpoint.Holding> partitions = new ArrayList<>();
    for (int left = reader.count(MIN_HOLDING_BYTES); left > 0; left--) {
      partitions.add(new Checkpoint.Holding(EventFormat.nodes(reader), reader.long64()));
    }
    reader.expectEnd();
    return new Checkpoint(time, digest, roster, tokens, partitions);
  }
}
