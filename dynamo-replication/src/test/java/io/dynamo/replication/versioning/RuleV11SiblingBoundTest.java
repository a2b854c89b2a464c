package io.dynamo.replication.versioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Version;
import io.dynamo.api.versioning.VersionVector;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule V11: 100 values or 32 MiB. */
final class RuleV11SiblingBoundTest {
  private static final int MIB = 1 << 20;

  @Test
  void theHundredthVersionIsTakenAndTheNextRefused() {
    assertThat(refuses(small(99), 0, 1)).isFalse();
    assertThat(refuses(small(100), 0, 1)).isTrue();
  }

  @Test
  void tombstonesCount() {
    Siblings stored = small(100);
    Version tombstone = Version.tombstone(Written.dot("n2", 1), 1, null);
    Siblings after = Written.blind(stored, tombstone);
    assertThat(SiblingBound.refuses(stored, after, false)).isTrue();
  }

  @Test
  void atTheBoundAPutThatReplacesOneOrMorePasses() {
    assertThat(refuses(small(100), 1, 1)).isFalse();
    assertThat(refuses(small(100), 100, 1)).isFalse();
  }

  @Test
  void moreThanTheBoundByMergingCanStillBeReplacedAndShrunk() {
    assertThat(refuses(small(150), 0, 1)).isTrue();
    assertThat(refuses(small(150), 1, 1)).isFalse();
    assertThat(refuses(small(150), 2, 16 * MIB)).isFalse();
  }

  @Test
  void thirtyTwoMebibytesAreTakenAndOneByteMoreRefused() {
    assertThat(refuses(state(16 * MIB), 0, 16 * MIB)).isFalse();
    assertThat(refuses(state(16 * MIB, 1), 0, 16 * MIB)).isTrue();
    assertThat(refuses(state(16 * MIB, 16 * MIB), 0, 1)).isTrue();
    assertThat(refuses(state(16 * MIB, 16 * MIB), 0, 0)).isFalse();
  }

  @Test
  void overTheBytesAPutThatReplacesOneByALargerOneIsRefused() {
    assertThat(refuses(state(8 * MIB, 16 * MIB, 16 * MIB), 1, 8 * MIB)).isFalse();
    assertThat(refuses(state(8 * MIB, 16 * MIB, 16 * MIB), 1, 8 * MIB + 1)).isTrue();
    assertThat(refuses(state(8 * MIB, 16 * MIB), 1, 16 * MIB)).isFalse();
    assertThat(refuses(state(8 * MIB, 16 * MIB), 1, 16 * MIB + 1)).isTrue();
  }

  @Test
  void overTheBytesAPutThatShrinksTheSetPasses() {
    assertThat(refuses(state(1, 1, 16 * MIB, 16 * MIB), 2, 16 * MIB)).isFalse();
    assertThat(refuses(state(16 * MIB, 16 * MIB, 16 * MIB), 3, 33 * MIB)).isFalse();
  }

  @Test
  void theFirstVersionIsNeverRefused() {
    assertThat(refuses(Siblings.NONE, 0, 33 * MIB)).isFalse();
  }

  /** Whether a put is refused that covers the first so many versions and has so many bytes. */
  private static boolean refuses(Siblings stored, int covered, int bytes) {
    VersionVector context =
        covered == 0
            ? VersionVector.EMPTY
            : VersionVector.of(List.of(stored.versions().get(covered - 1).dot()));
    Version version = Version.of(Written.dot("n2", 1), 1, new byte[bytes], null);
    return SiblingBound.refuses(stored, Written.put(stored, context, version), covered > 0);
  }

  private static Siblings small(int versions) {
    return state(new int[versions]);
  }

  private static Siblings state(int... bytes) {
    Siblings state = Siblings.NONE;
    for (int i = 0; i < bytes.length; i++) {
      Version version = Version.of(Written.dot("n1", i + 1), 1, new byte[bytes[i]], null);
      state = Written.blind(state, version);
    }
    return state;
  }
}
