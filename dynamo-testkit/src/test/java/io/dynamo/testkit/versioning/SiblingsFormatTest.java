package io.dynamo.testkit.versioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dynamo.api.ByteReader;
import io.dynamo.api.ByteWriter;
import io.dynamo.api.NodeId;
import io.dynamo.api.versioning.Actor;
import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.Replaced;
import io.dynamo.api.versioning.RequestIdentity;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.SiblingsFormat;
import io.dynamo.api.versioning.Version;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.testkit.Seeds;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** States as bytes: stored on disks and sent between nodes, so these bytes may never change. */
final class SiblingsFormatTest {
  private static final String GOLDEN =
      "01"
          + "02" // actors
          + "026e31"
          + "0000000000000007"
          + "01"
          + "026e32"
          + "ffffffffffffffff"
          + "ac02"
          + "02" // vector
          + "0003"
          + "0101"
          + "02" // versions
          + "0003"
          + "0000018bcfe56800"
          + "02"
          + "0000000000000001"
          + "8000000000000000"
          + "364b3fb7"
          + "03"
          + "616263"
          + "0101"
          + "0000000000000005"
          + "01"
          + "00000000"
          + "00"
          + "01" // replaced
          + "0003"
          + "0000000000000002"
          + "0000000000000003";

  @Test
  void theBytesAreTheGoldenOnes() {
    assertThat(HexFormat.of().formatHex(SiblingsFormat.encode(golden()))).isEqualTo(GOLDEN);
    assertThat(SiblingsFormat.decode(HexFormat.of().parseHex(GOLDEN))).isEqualTo(golden());
  }

  @Test
  void nothingIsFiveBytes() {
    assertThat(SiblingsFormat.encode(Siblings.NONE)).containsExactly(1, 0, 0, 0, 0);
    assertThat(SiblingsFormat.decode(new byte[] {1, 0, 0, 0, 0})).isEqualTo(Siblings.NONE);
  }

  @Seeds(1000)
  void everyStateComesBack(RandomGenerator random) {
    Siblings state = new RandomSiblings(random).siblings();
    assertThat(SiblingsFormat.decode(SiblingsFormat.encode(state))).isEqualTo(state);
  }

  @Seeds(300)
  void statesStandInARowOfOtherBytes(RandomGenerator random) {
    Siblings first = new RandomSiblings(random).siblings();
    Siblings second = new RandomSiblings(random).siblings();
    ByteWriter out = new ByteWriter(0);
    out.int32(42);
    SiblingsFormat.write(first, out);
    SiblingsFormat.write(second, out);
    ByteReader in = new ByteReader(out.toBytes());
    in.int32();
    assertThat(SiblingsFormat.read(in)).isEqualTo(first);
    assertThat(SiblingsFormat.read(in)).isEqualTo(second);
    in.expectEnd();
  }

  @Seeds(300)
  void everyTruncationIsRefused(RandomGenerator random) {
    byte[] bytes = SiblingsFormat.encode(new RandomSiblings(random).siblings());
    for (int length = 0; length < bytes.length; length += 1 + length / 200) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatIllegalArgumentException().isThrownBy(() -> SiblingsFormat.decode(cut));
    }
  }

  @Seeds(2000)
  void damagedBytesAreRefusedOrAreTheOnlySpellingOfAnotherState(RandomGenerator random) {
    byte[] bytes = SiblingsFormat.encode(new RandomSiblings(random).siblings());
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      int at = random.nextInt(random.nextBoolean() ? bytes.length : Math.min(bytes.length, 60));
      bytes[at] = (byte) (random.nextBoolean() ? bytes[at] ^ (1 << random.nextInt(8)) : 0xff);
    }
    try {
      Siblings read = SiblingsFormat.decode(bytes);
      assertThat(SiblingsFormat.encode(read)).isEqualTo(bytes);
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageMatching("(?s).+");
    }
  }

  @Seeds(2000)
  void randomBytesAreRefusedOrAreTheOnlySpellingOfAState(RandomGenerator random) {
    byte[] bytes = new byte[1 + random.nextInt(64)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : random.nextInt(4));
    }
    bytes[0] = 1;
    try {
      assertThat(SiblingsFormat.encode(SiblingsFormat.decode(bytes))).isEqualTo(bytes);
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageMatching("(?s).+");
    }
  }

  @Test
  void otherFormatsAndLeftoversAreRefused() {
    refuses(GOLDEN.replaceFirst("01", "02"), "format 2");
    refuses(GOLDEN + "00", "left over");
  }

  @Test
  void otherSpellingsOfTheSameStateAreRefused() {
    refuses("01" + "01" + "026e31" + "0000000000000007" + "01" + "00" + "00" + "00", "no dot");
    String two =
        "0102" + "026e32" + "0000000000000007" + "01" + "026e31" + "0000000000000007" + "01";
    refuses(two + "02" + "0101" + "0001" + "00" + "00", "actors are not in order");
    refuses(GOLDEN.replace("02" + "0003" + "0101", "02" + "0101" + "0003"), "order of actors");
    refuses(GOLDEN.replace("0003" + "0101", "0003" + "0001"), "order of actors");
    refuses(GOLDEN.replace("05" + "01" + "00000000", "05" + "81" + "00000000"), "unknown flags");
  }

  private static void refuses(String hex, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SiblingsFormat.decode(HexFormat.of().parseHex(hex)))
        .withMessageContaining(message);
  }

  private static Siblings golden() {
    Dot n1 = new Dot(new Actor(new NodeId("n1"), 7, 1), 3);
    Dot n2 = new Dot(new Actor(new NodeId("n2"), -1, 300), 1);
    RequestIdentity identity = new RequestIdentity(1, Long.MIN_VALUE);
    return new Siblings(
        VersionVector.of(List.of(n1, n2)),
        List.of(
            Version.of(n1, 1_700_000_000_000L, new byte[] {'a', 'b', 'c'}, identity),
            Version.tombstone(n2, 5, null)),
        List.of(new Replaced(n1, new RequestIdentity(2, 3))));
  }
}
