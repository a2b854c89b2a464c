package io.dynamo.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamo.api.ByteWriter;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.EventFormat;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipHistory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rule M2: the canonical bytes of a history. */
class HistoryCodecTest {
  private static final MembershipHistory HISTORY =
      MembershipHistories.create(Samples.SETTINGS, Samples.THREE, 5);

  /** Cluster ids and stored histories depend on these bytes: they never change. */
  @Test
  void bytesOfAClusterOfThree() {
    assertThat(HexFormat.of().formatHex(HistoryCodec.encode(HISTORY)))
        .isEqualTo(
            "01d755bed19456fd1c7a6d4c99adc0d803016701000664796e616d6f80020302"
                + "020b6576656e2d746f6b656e7316646f747465642d76657273696f6e2d766563"
                + "746f72731003026e31093132372e302e302e31d2410001026e32093132372e30"
                + "2e302e31dc410001026e33093132372e302e302e31e641000100");
    assertThat(HISTORY.clusterId()).hasToString("d755bed19456fd1c7a6d4c99adc0d803");
  }

  @Test
  void bytesOfAClusterOfOneHaveItsNonce() {
    MembershipHistory one =
        MembershipHistories.create(
            Samples.SETTINGS, InitialMembers.parse("n1=[::1]:8402/z*7"), 0x0123456789abcdefL);

    assertThat(HexFormat.of().formatHex(HistoryCodec.encode(one))).endsWith("010123456789abcdef");
    assertThat(HistoryCodec.decode(HistoryCodec.encode(one))).isEqualTo(one);
  }

  @Test
  void everyHistoryDecodesToItself() {
    for (long seed = 0; seed < 500; seed++) {
      MembershipHistory history = random(new Random(seed));
      assertThat(HistoryCodec.decode(HistoryCodec.encode(history)))
          .as("seed %d", seed)
          .isEqualTo(history);
    }
  }

  @Test
  void theOrderOfConfiguredMembersDoesNotMatter() {
    List<Member> reversed = new ArrayList<>(Samples.THREE);
    Collections.reverse(reversed);

    assertThat(MembershipHistories.create(Samples.SETTINGS, reversed, 99)).isEqualTo(HISTORY);
  }

  @Test
  void everySettingAndMemberIsInTheClusterId() {
    List<MembershipHistory> others =
        List.of(
            HISTORY,
            MembershipHistories.create(Samples.settings(512), Samples.THREE, 5),
            MembershipHistories.create(Samples.SETTINGS, Samples.THREE.subList(0, 2), 5),
            MembershipHistories.create(Samples.SETTINGS, Samples.THREE.subList(0, 1), 5),
            MembershipHistories.create(Samples.SETTINGS, Samples.THREE.subList(0, 1), 6));

    assertThat(others).extracting(MembershipHistory::clusterId).doesNotHaveDuplicates();
  }

  /** Each bit of it: the cluster id is a hash of the event, and the rest is canonical. */
  @Test
  void oneFlippedBitIsNoticed() {
    byte[] bytes = HistoryCodec.encode(HISTORY);
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] damaged = bytes.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      assertRefused(damaged);
    }
  }

  @Test
  void everyCutAndEveryAppendedByteIsNoticed() {
    byte[] bytes = HistoryCodec.encode(HISTORY);
    for (int length = 0; length < bytes.length; length++) {
      assertRefused(Arrays.copyOf(bytes, length));
    }
    assertRefused(Arrays.copyOf(bytes, bytes.length + 1));
  }

  @Test
  void noiseIsRefusedWithoutAnyOtherException() {
    for (long seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      assertRefused(noise);
    }
  }

  /** One history, one form: here the number of events takes two bytes instead of one. */
  @Test
  void anotherFormOfTheSameHistoryIsRefused() {
    ByteWriter history = new ByteWriter(64);
    history.byte8(1);
    history.raw(HISTORY.clusterId().toBytes());
    history.byte8(0x81);
    history.byte8(0);
    history.bytes(EventFormat.encode(HISTORY.create()));

    assertThatThrownBy(() -> HistoryCodec.decode(history.toBytes()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needless bits");
  }

  /** An older node passes on what it does not understand. */
  @Test
  void anEventOfALaterVersionIsKeptByteForByte() {
    ByteWriter event = new ByteWriter(16);
    event.byte8(99);
    event.varint(41);
    event.text("n2");
    event.text("whatever it holds");
    ByteWriter history = new ByteWriter(64);
    history.byte8(2);
    history.raw(HISTORY.clusterId().toBytes());
    history.bytes(EventFormat.encode(HISTORY.create()));
    history.varint(0);
    history.varint(1);
    history.bytes(event.toBytes());

    MembershipHistory decoded = HistoryCodec.decode(history.toBytes());

    assertThat(decoded.isUnderstood()).isFalse();
    assertThat(decoded.lamportTime()).isEqualTo(41);
    assertThat(HistoryCodec.encode(decoded)).isEqualTo(history.toBytes());
  }

  private static void assertRefused(byte[] bytes) {
    assertThatThrownBy(() -> HistoryCodec.decode(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no readable membership history: ");
  }

  private static MembershipHistory random(Random random) {
    int leafBits = 1 + random.nextInt(24);
    int replicas = 1 + random.nextInt(16);
    ClusterSettings settings =
        new ClusterSettings(
            "höhle-" + random.nextInt(),
            1 << random.nextInt(Math.min(17, leafBits + 1)),
            replicas,
            1 + random.nextInt(replicas),
            1 + random.nextInt(replicas),
            "p" + random.nextInt(),
            "v" + random.nextInt(),
            leafBits);
    List<Member> members = new ArrayList<>();
    int count = 1 + random.nextInt(20);
    for (int i = 0; i < count; i++) {
      String zone = random.nextBoolean() ? "" : "/z" + random.nextInt(9);
      members.addAll(
          InitialMembers.parse(
              "n" + i + "=h:" + (1 + random.nextInt(65_535)) + zone + "*" + (1 + i * 50)));
    }
    return MembershipHistories.create(settings, members, random.nextLong());
  }
}
