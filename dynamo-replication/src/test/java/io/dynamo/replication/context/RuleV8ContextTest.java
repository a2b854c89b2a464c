package io.dynamo.replication.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dynamo.api.ClusterId;
import io.dynamo.api.NodeId;
import io.dynamo.api.Position;
import io.dynamo.api.versioning.Actor;
import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.replication.context.BadContextException.Reason;
import io.dynamo.testkit.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Rule V8: contexts are opaque and untrusted. */
final class RuleV8ContextTest {
  private static final Position KEY = new Position(1, 2);
  private static final ClusterId CLUSTER = new ClusterId(3, 4);
  private static final NodeId FASTEST = new NodeId("n2");
  private static final VersionVector VECTOR = VersionVector.of(List.of(dot("n1", 5), dot("n2", 1)));

  private final ContextCodec codec = codec(CLUSTER, 'a');
  private final byte[] token = codec.encode(KEY, VECTOR, VECTOR.entries(), FASTEST);

  @Test
  void comesBackAsItWas() throws BadContextException {
    assertThat(codec.decode(KEY, token)).isEqualTo(new Context(VECTOR, FASTEST));
    byte[] least = codec.encode(KEY, VersionVector.EMPTY, List.of(), null);
    assertThat(codec.decode(KEY, least)).isEqualTo(new Context(VersionVector.EMPTY, null));
  }

  @Seeds(500)
  void everyVectorComesBackAsBytesAndAsText(RandomGenerator random) throws BadContextException {
    List<Dot> entries = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      Actor actor =
          new Actor(
              new NodeId("n".repeat(1 + random.nextInt(32))),
              random.nextLong(),
              1 + (random.nextLong() >>> (1 + random.nextInt(63))) / 2);
      entries.add(new Dot(actor, 1 + (random.nextLong() >>> (1 + random.nextInt(63))) / 2));
    }
    Context context = new Context(VersionVector.of(entries), random.nextBoolean() ? FASTEST : null);
    Position key = new Position(random.nextLong(), random.nextLong());
    byte[] bytes = codec.encode(key, context.vector(), entries, context.fastest());
    assertThat(codec.decode(key, bytes)).isEqualTo(context);
    String text = codec.encodeText(key, context.vector(), entries, context.fastest());
    assertThat(text).matches("[A-Za-z0-9_-]+");
    assertThat(codec.decodeText(key, text)).isEqualTo(context);
  }

  @Test
  void theBytesAreTheGoldenOnes() {
    String signed =
        "01"
            + "3ba3f5f4"
            + "0000000000000003"
            + "0000000000000004"
            + "0000000000000001"
            + "0000000000000002"
            + "02"
            + "026e31"
            + "0000000000000009"
            + "01"
            + "05"
            + "026e32"
            + "0000000000000009"
            + "01"
            + "01"
            + "026e32";
    assertThat(HexFormat.of().formatHex(token))
        .isEqualTo(signed + "ca9199503bd42d80ee9c1fe8dba7fb49");
  }

  @Test
  void everyFlippedBitIsRefused() {
    for (int bit = 0; bit < token.length * 8; bit++) {
      byte[] flipped = token.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      Reason reason = refusal(codec, KEY, flipped).reason();
      assertThat(reason).isEqualTo(bit < 8 ? Reason.DAMAGED : Reason.FORGED);
    }
  }

  @Test
  void everyTruncationAndEveryExtensionIsRefused() {
    for (int length = 0; length < token.length; length++) {
      Reason reason = refusal(codec, KEY, Arrays.copyOf(token, length)).reason();
      assertThat(reason).isEqualTo(length < 55 ? Reason.DAMAGED : Reason.FORGED);
    }
    assertThat(refusal(codec, KEY, Arrays.copyOf(token, token.length + 1)).reason())
        .isEqualTo(Reason.FORGED);
    assertThat(refusal(codec, KEY, Arrays.copyOf(token, 8193)).reason()).isEqualTo(Reason.DAMAGED);
  }

  @Test
  void everyChangedOrMissingCharacterOfTheTextIsRefused() {
    String text = codec.encodeText(KEY, VECTOR, VECTOR.entries(), FASTEST);
    for (int i = 0; i < text.length(); i++) {
      for (char other : new char[] {'A', 'B', 'w', '_', '-', '=', '+', ' ', 'é'}) {
        if (other != text.charAt(i)) {
          refusalOfText(text.substring(0, i) + other + text.substring(i + 1));
        }
      }
      refusalOfText(text.substring(0, i));
    }
    refusalOfText(text + "=");
    refusalOfText(text + "A");
    assertThat(refusalOfText("A".repeat(1 << 20)).reason()).isEqualTo(Reason.DAMAGED);
  }

  @Seeds(500)
  void randomBytesAreRefused(RandomGenerator random) {
    byte[] bytes = new byte[random.nextInt(200)];
    random.nextBytes(bytes);
    if (bytes.length > 4 && random.nextBoolean()) {
      System.arraycopy(token, 0, bytes, 0, Math.min(bytes.length, 38));
    }
    refusal(codec, KEY, bytes);
  }

  @Test
  void ofAnotherKeyItTellsSo() {
    BadContextException refused = refusal(codec, new Position(1, 3), token);
    assertThat(refused.reason()).isEqualTo(Reason.OTHER_KEY);
    assertThat(refused)
        .hasMessage(
            "the context belongs to another key; use the one that a get of this key returned");
  }

  @Test
  void ofAnotherClusterItTellsSoWhateverTheSecret() {
    ClusterId other = new ClusterId(3, 5);
    for (char secret : new char[] {'a', 'b'}) {
      BadContextException refused = refusal(codec(other, secret), KEY, token);
      assertThat(refused.reason()).isEqualTo(Reason.OTHER_CLUSTER);
      assertThat(refused).hasMessageContaining(CLUSTER.toString()).hasMessageContaining("" + other);
    }
  }

  @Test
  void ofAnotherClusterAndAnotherKeyTheClusterIsTold() {
    BadContextException refused =
        refusal(codec(new ClusterId(3, 5), 'a'), new Position(9, 9), token);
    assertThat(refused.reason()).isEqualTo(Reason.OTHER_CLUSTER);
  }

  @Test
  void underAnUnknownSecretItIsForged() {
    BadContextException refused = refusal(codec(CLUSTER, 'b'), KEY, token);
    assertThat(refused.reason()).isEqualTo(Reason.FORGED);
    assertThat(refused).hasMessageContaining("a secret that this node does not have");
  }

  @Test
  void theFirstSecretSignsAndAllVerify() throws BadContextException {
    ContextCodec both = codec(CLUSTER, 'b', 'a');
    Context context = new Context(VECTOR, FASTEST);
    assertThat(both.decode(KEY, token)).isEqualTo(context);
    byte[] signedByB = both.encode(KEY, VECTOR, VECTOR.entries(), FASTEST);
    assertThat(codec(CLUSTER, 'b').decode(KEY, signedByB)).isEqualTo(context);
    assertThat(refusal(codec, KEY, signedByB).reason()).isEqualTo(Reason.FORGED);
  }

  @Test
  void aSecretHasAtLeast32BytesAndDoesNotShowThem() {
    assertThatIllegalArgumentException().isThrownBy(() -> new ContextSecret(new byte[31]));
    assertThatIllegalArgumentException().isThrownBy(() -> new ContextCodec(CLUSTER, List.of()));
    ContextSecret secret = secret('a');
    assertThat(secret).hasToString("secret " + Integer.toHexString(secret.keyId()));
  }

  private static BadContextException refusal(ContextCodec codec, Position key, byte[] token) {
    return refusal(() -> codec.decode(key, token));
  }

  private BadContextException refusalOfText(String text) {
    return refusal(() -> codec.decodeText(KEY, text));
  }

  private static BadContextException refusal(ThrowingCallable call) {
    BadContextException refused = catchThrowableOfType(BadContextException.class, call);
    assertThat(refused).isNotNull();
    return refused;
  }

  private static ContextCodec codec(ClusterId cluster, char... secrets) {
    List<ContextSecret> all = new ArrayList<>();
    for (char secret : secrets) {
      all.add(secret(secret));
    }
    return new ContextCodec(cluster, all);
  }

  private static ContextSecret secret(char letter) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) letter);
    return new ContextSecret(key);
  }

  private static Dot dot(String node, long counter) {
    return new Dot(new Actor(new NodeId(node), 9, 1), counter);
  }
}
