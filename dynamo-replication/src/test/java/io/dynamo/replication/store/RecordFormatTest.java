package io.dynamo.replication.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamo.api.NodeId;
import io.dynamo.api.versioning.Actor;
import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.Replaced;
import io.dynamo.api.versioning.RequestIdentity;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Version;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.replication.actor.LocalHeader;
import io.dynamo.testkit.Seeds;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RecordFormatTest {
  private static final Dot DOT = new Dot(new Actor(new NodeId("n1"), 0x0102030405060708L, 300), 7);
  private static final Siblings ONE =
      new Siblings(
          VersionVector.of(List.of(DOT)),
          List.of(Version.of(DOT, 0x1122334455667788L, StoreFixture.bytes("hello"), null)),
          List.of());
  private static final StoredRecord RECORD = new StoredRecord(new LocalHeader(-2, 300), ONE, 0);

  /** Changing these bytes means that nodes cannot read their disks. */
  private static final String GOLDEN =
      "0101fffffffffffffffeac020101026e310102030405060708ac0201000701000711223344556677"
          + "88009a71bb4c0568656c6c6f001b9ee061";

  @Test
  void recordsHaveTheirGoldenBytes() {
    assertThat(HexFormat.of().formatHex(RecordFormat.encode(RECORD))).isEqualTo(GOLDEN);
    assertThat(RecordFormat.decode(HexFormat.of().parseHex(GOLDEN))).isEqualTo(RECORD);
  }

  @Test
  void recordWithoutHeaderSurvivesItsBytes() {
    StoredRecord record = new StoredRecord(null, ONE, 5);
    assertThat(RecordFormat.decode(RecordFormat.encode(record))).isEqualTo(record);
  }

  @Test
  void everyFlippedBitIsDamage() {
    byte[] bytes = RecordFormat.encode(RECORD);
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> RecordFormat.decode(flipped))
          .isInstanceOf(DamagedRecordException.class);
    }
  }

  @Test
  void everyCutIsDamage() {
    byte[] bytes = RecordFormat.encode(RECORD);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> RecordFormat.decode(cut)).isInstanceOf(DamagedRecordException.class);
    }
  }

  @Test
  void valueThatDiffersFromItsChecksumIsDamageWhenScrubbed() {
    Version good = ONE.versions().get(0);
    Version bad =
        new Version(DOT, 0, false, StoreFixture.bytes("hellO"), good.checksum(), null, List.of());
    Siblings state = new Siblings(ONE.vector(), List.of(bad), List.of());
    RecordFormat.verifyValues(ONE);
    assertThatThrownBy(() -> RecordFormat.verifyValues(state))
        .isInstanceOf(DamagedRecordException.class)
        .hasMessageContaining(DOT.toString());
  }

  @Seeds(200)
  void noRecordIsLongerThanForetold(RandomGenerator random) {
    StoredRecord record =
        new StoredRecord(new LocalHeader(-1, Long.MAX_VALUE), large(random), Long.MAX_VALUE);
    byte[] bytes = RecordFormat.encode(record);
    assertThat((long) bytes.length).isLessThanOrEqualTo(RecordFormat.maxLength(record.siblings()));
    assertThat(RecordFormat.decode(bytes)).isEqualTo(record);
  }

  /** Entries as long as they can be. */
  private static Siblings large(RandomGenerator random) {
    NodeId longest = new NodeId("n".repeat(NodeId.MAX_BYTES));
    List<Dot> dots = new ArrayList<>();
    List<Version> versions = new ArrayList<>();
    List<Replaced> replaced = new ArrayList<>();
    int count = random.nextInt(1, 17);
    for (int i = 0; i < count; i++) {
      Dot dot = new Dot(new Actor(longest, i, Long.MAX_VALUE - i), Long.MAX_VALUE);
      RequestIdentity identity = new RequestIdentity(random.nextLong(), i);
      dots.add(dot);
      versions.add(Version.of(dot, -1, new byte[random.nextInt(300)], identity));
      Actor other = new Actor(longest, 1_000 + i, Long.MAX_VALUE - i);
      replaced.add(new Replaced(new Dot(other, Long.MAX_VALUE), identity));
    }
    return new Siblings(VersionVector.of(dots), versions, replaced);
  }
}
