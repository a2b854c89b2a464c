package io.dynamo.replication.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.ClusterId;
import io.dynamo.api.HashSum;
import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.versioning.Actor;
import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.Replaced;
import io.dynamo.api.versioning.RequestIdentity;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Version;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.testkit.Seeds;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What two replicas must agree on (Dynamo §4.7), and how leaves add it up. */
class LeafHashTest {
  private static final Key KEY = Key.of("cart");
  private static final Dot A = new Dot(new Actor(new NodeId("n1"), 0x0102030405060708L, 300), 7);
  private static final Dot B = new Dot(new Actor(new NodeId("n2"), 9, 1), 1);
  private static final Version VALUE = Version.of(A, 55, StoreFixture.bytes("milk"), null);
  private static final Version DELETED = Version.tombstone(B, 66, null);
  private static final Siblings STATE = state(VALUE, DELETED);

  /** Changing this means that replicas of two releases never agree. Made by another program. */
  private static final String GOLDEN = "92193227e42c4b94453edd3205a2fe95";

  private final LeafHash hash = new LeafHash(new ClusterId(1, 2));

  @Test
  void hashHasItsGoldenVector() {
    assertThat(HexFormat.of().formatHex(hash.of(KEY, STATE).toBytes())).isEqualTo(GOLDEN);
  }

  @Test
  void nothingStoredIsZero() {
    assertThat(hash.of(KEY, Siblings.NONE)).isEqualTo(HashSum.ZERO);
  }

  @Test
  void timeStampIdentityAndReplacedPutsAreLeftOut() {
    RequestIdentity identity = new RequestIdentity(1, 1);
    Version other =
        new Version(
            A, 99, false, VALUE.value(), VALUE.checksum(), new RequestIdentity(3, 4), List.of());
    Siblings state =
        new Siblings(STATE.vector(), List.of(other, DELETED), List.of(new Replaced(B, identity)));
    assertThat(hash.of(KEY, state)).isEqualTo(hash.of(KEY, STATE));
  }

  @Test
  void clusterKeyVectorDotsTombstonesAndChecksumsAreIn() {
    HashSum all = hash.of(KEY, STATE);
    assertThat(new LeafHash(new ClusterId(1, 3)).of(KEY, STATE)).isNotEqualTo(all);
    assertThat(hash.of(Key.of("carts"), STATE)).isNotEqualTo(all);
    Siblings more =
        new Siblings(STATE.vector().with(new Dot(B.actor(), 2)), STATE.versions(), List.of());
    assertThat(hash.of(KEY, more)).isNotEqualTo(all);
    Siblings fewer = new Siblings(STATE.vector(), List.of(VALUE), List.of());
    assertThat(hash.of(KEY, fewer)).isNotEqualTo(all);
    Version empty = Version.of(B, 66, new byte[0], null);
    assertThat(hash.of(KEY, state(VALUE, empty))).isNotEqualTo(all);
    Version changed = Version.of(A, 55, StoreFixture.bytes("silk"), null);
    assertThat(hash.of(KEY, state(changed, DELETED))).isNotEqualTo(all);
  }

  @Seeds(500)
  void sumsAreNumbersModuloTwoToThe128(RandomGenerator random) {
    HashSum a = new HashSum(random.nextLong(), edge(random));
    HashSum b = new HashSum(random.nextLong(), edge(random));
    BigInteger modulus = BigInteger.ONE.shiftLeft(128);
    assertThat(number(a.plus(b))).isEqualTo(number(a).add(number(b)).mod(modulus));
    assertThat(number(a.minus(b))).isEqualTo(number(a).subtract(number(b)).mod(modulus));
    assertThat(HashSum.fromBytes(a.toBytes())).isEqualTo(a);
  }

  private static long edge(RandomGenerator random) {
    return random.nextBoolean() ? random.nextLong() : random.nextInt(-2, 3);
  }

  private static BigInteger number(HashSum sum) {
    return new BigInteger(1, sum.toBytes());
  }

  private static Siblings state(Version first, Version second) {
    VersionVector vector = VersionVector.of(List.of(first.dot(), second.dot()));
    return new Siblings(vector, List.of(first, second), List.of());
  }
}
