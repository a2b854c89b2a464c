package io.dynamo.testkit.versioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.Key;
import io.dynamo.api.versioning.ConflictResolver;
import io.dynamo.api.versioning.ConflictResolver.Value;
import io.dynamo.testkit.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What every resolver promises (Dynamo §4.4): shuffled, repeated and regrouped input gives the same
 * values, so that all nodes show the same. A subclass says which resolver, and what values it can
 * read.
 */
public abstract class ConflictResolverContract {
  private static final Key KEY = Key.of("cart");

  /** The resolver to test. */
  protected abstract ConflictResolver resolver();

  /** A value that the resolver can read; by default up to 2 bytes, so that equal ones occur. */
  protected byte[] bytes(RandomGenerator random) {
    byte[] bytes = new byte[random.nextInt(3)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (random.nextInt(4) * 85);
    }
    return bytes;
  }

  @Seeds(300)
  void showsAtLeastOneValue(RandomGenerator random) {
    assertThat(resolver().resolve(KEY, siblings(random))).isNotEmpty();
  }

  @Seeds(300)
  void shuffledInputGivesTheSameValues(RandomGenerator random) {
    List<Value> siblings = siblings(random);
    assertThat(resolved(shuffled(siblings, random))).isEqualTo(resolved(siblings));
  }

  @Seeds(300)
  void repeatedInputGivesTheSameValues(RandomGenerator random) {
    List<Value> siblings = siblings(random);
    List<Value> repeated = new ArrayList<>(siblings);
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      repeated.add(siblings.get(random.nextInt(siblings.size())));
    }
    assertThat(resolved(shuffled(repeated, random))).isEqualTo(resolved(siblings));
  }

  @Seeds(300)
  void regroupedInputGivesTheSameValues(RandomGenerator random) {
    List<Value> siblings = siblings(random);
    int first = 1 + random.nextInt(siblings.size() - 1);
    List<Value> regrouped = new ArrayList<>(some(siblings.subList(0, first)));
    regrouped.addAll(siblings.subList(first, siblings.size()));
    assertThat(resolved(regrouped)).isEqualTo(resolved(siblings));
  }

  @Seeds(300)
  void itsOwnOutputAmongTheInputGivesTheSameValues(RandomGenerator random) {
    List<Value> siblings = siblings(random);
    List<Value> again = new ArrayList<>(siblings);
    again.addAll(resolver().resolve(KEY, siblings));
    assertThat(resolved(shuffled(again, random))).isEqualTo(resolved(siblings));
  }

  @Seeds(300)
  void leavesItsInputAlone(RandomGenerator random) {
    List<Value> siblings = siblings(random);
    List<Value> input = List.copyOf(siblings);
    List<String> before = texts(input);
    resolver().resolve(KEY, input);
    assertThat(texts(input)).isEqualTo(before);
  }

  @Seeds(300)
  void showsNoLaterTimestampThanItsSources(RandomGenerator random) {
    List<Value> siblings = siblings(random);
    long latest = siblings.stream().mapToLong(Value::timestamp).max().orElseThrow();
    assertThat(resolver().resolve(KEY, siblings))
        .allSatisfy(value -> assertThat(value.timestamp()).isLessThanOrEqualTo(latest));
  }

  private List<Value> siblings(RandomGenerator random) {
    List<Value> siblings = new ArrayList<>();
    for (int i = 2 + random.nextInt(6); i > 0; i--) {
      siblings.add(new Value(bytes(random), random.nextInt(4)));
    }
    return siblings;
  }

  /** The values of a group, resolved where there is something to resolve. */
  private List<Value> some(List<Value> group) {
    return group.size() < 2 ? group : resolver().resolve(KEY, List.copyOf(group));
  }

  /** What is shown, sorted: the order of values means nothing. */
  private List<String> resolved(List<Value> siblings) {
    List<String> texts = texts(resolver().resolve(KEY, siblings));
    texts.sort(null);
    return texts;
  }

  private static List<String> texts(List<Value> values) {
    List<String> texts = new ArrayList<>();
    for (Value value : values) {
      String bytes = new String(value.bytes(), StandardCharsets.ISO_8859_1);
      texts.add(value.timestamp() + ":" + bytes);
    }
    return texts;
  }

  private static List<Value> shuffled(List<Value> values, RandomGenerator random) {
    List<Value> shuffled = new ArrayList<>(values);
    for (int i = shuffled.size() - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      Value moved = shuffled.get(i);
      shuffled.set(i, shuffled.get(j));
      shuffled.set(j, moved);
    }
    return shuffled;
  }
}
