package io.dynamo.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.dynamo.api.MapSettings;
import io.dynamo.api.Settings;
import io.dynamo.api.storage.Durability;
import io.dynamo.api.storage.Mutation;
import io.dynamo.api.storage.StorageEngine;
import io.dynamo.api.storage.StorageEngineProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every {@link StorageEngine} must do (Dynamo §5, "local persistence engine"). To use it,
 * extend it in a test and name the provider. It needs some 400 MB of heap, for the largest values,
 * and as much disk.
 */
public abstract class StorageEngineContract {
  private static final int KIB = 1 << 10;
  private static final int MIB = 1 << 20;
  private static final int SEEDS = 20;

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  Path directory;

  @SuppressWarnings("NullAway.Init") // set before each test
  StorageEngine engine;

  /** Opens the engine under test. */
  protected abstract StorageEngineProvider provider();

  /** Options other than the defaults. */
  protected Settings settings() {
    return MapSettings.EMPTY;
  }

  final StorageEngine open(Path where, Durability durability) {
    return provider().open(where, durability, settings());
  }

  @BeforeEach
  final void openEngine() {
    engine = open(directory, Durability.NONE);
  }

  @AfterEach
  final void closeEngine() {
    engine.close();
  }

  @Test
  void whatIsPutIsThere() {
    put("a", "1");

    assertThat(get("a")).isEqualTo("1");
    assertThat(get("b")).isNull();
  }

  @Test
  void putReplacesAndRemoveRemoves() {
    put("a", "1");
    put("a", "longer than before");
    assertThat(get("a")).isEqualTo("longer than before");

    engine.write(List.of(Mutation.remove(bytes("a"))));
    assertThat(get("a")).isNull();
  }

  @Test
  void removingWhatIsAbsentIsNothing() {
    put("b", "1");

    engine.write(
        List.of(
            Mutation.remove(bytes("a")),
            Mutation.remove(KeySamples.repeated((byte) 7, 600)),
            Mutation.remove(bytes("c"))));

    assertThat(EngineModel.scan(engine, new byte[0], null)).hasSize(1);
  }

  @Test
  void laterMutationOfOneKeyWins() {
    for (byte[] key : List.of(bytes("a"), KeySamples.repeated((byte) 7, 600))) {
      engine.write(
          List.of(
              Mutation.put(key, bytes("1")), Mutation.remove(key), Mutation.put(key, bytes("2"))));
      assertThat(engine.get(key)).isEqualTo(bytes("2"));

      engine.write(List.of(Mutation.put(key, bytes("3")), Mutation.remove(key)));
      assertThat(engine.get(key)).isNull();
    }
  }

  @Test
  void batchMayBeEmpty() {
    engine.write(List.of());

    assertThat(EngineModel.scan(engine, new byte[0], null)).isEmpty();
  }

  @Test
  void largeBatchIsWritten() {
    List<Mutation> batch = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      batch.add(Mutation.put(bytes("key " + i), bytes("value " + i)));
    }
    Collections.shuffle(batch, new Random(1));

    new EngineModel().write(engine, batch);

    assertThat(EngineModel.scan(engine, new byte[0], null)).hasSize(20_000);
    assertThat(get("key 12345")).isEqualTo("value 12345");
  }

  @Test
  void keysOfEveryLengthStandSideBySide() {
    KeySamples samples = new KeySamples(1);
    EngineModel model = new EngineModel();
    for (int length : KeySamples.LENGTHS) {
      model.write(engine, List.of(Mutation.put(samples.bytes(length, 256), bytes("" + length))));
      byte[] zeros = new byte[length];
      model.write(engine, List.of(Mutation.put(zeros, bytes("zeros " + length))));
      byte[] ones = KeySamples.repeated((byte) 0xff, length);
      model.write(engine, List.of(Mutation.put(ones, bytes("ones " + length))));
    }

    model.checkAll(engine);
  }

  @Test
  void valuesUpToTheLargestRecordComeBackWhole() {
    SplittableRandom random = new SplittableRandom(1);
    for (int length : new int[] {0, 1, 4 * KIB, MIB - 1, 16 * MIB, 48 * MIB}) {
      byte[] value = new byte[length];
      random.nextBytes(value);
      for (byte[] key : List.of(bytes("a"), KeySamples.repeated((byte) 7, 600))) {
        engine.write(List.of(Mutation.put(key, value)));
        assertThat(Arrays.equals(engine.get(key), value)).as("value of " + length).isTrue();
      }
    }
    List<Integer> lengths = new ArrayList<>();
    engine.scan(new byte[0], null, (key, value) -> lengths.add(value.length));
    assertThat(lengths).containsExactly(48 * MIB, 48 * MIB);
  }

  @Test
  void arraysHandedInAreCopied() {
    byte[] key = bytes("key");
    byte[] value = bytes("value");
    engine.write(List.of(Mutation.put(key, value)));
    Arrays.fill(key, (byte) 'x');
    Arrays.fill(value, (byte) 'x');

    assertThat(get("key")).isEqualTo("value");
    assertThat(get("xxx")).isNull();
  }

  @Test
  void arraysHandedOutAreCopies() {
    put("a", "1");
    put("b", "2");
    Arrays.fill(Objects.requireNonNull(engine.get(bytes("a"))), (byte) 'x');
    engine.scan(
        new byte[0],
        null,
        (key, value) -> {
          Arrays.fill(key, (byte) 'x');
          Arrays.fill(value, (byte) 'x');
          return true;
        });

    assertThat(get("a")).isEqualTo("1");
    assertThat(get("b")).isEqualTo("2");
  }

  @Test
  void lengthsOutOfRangeAreRefusedByNumber() {
    byte[] tooLong = new byte[StorageEngine.MAX_KEY_BYTES + 1];
    for (byte[] key : List.of(new byte[0], tooLong)) {
      String expected = "key must be 1..65552 bytes, was " + key.length;
      assertThatIllegalArgumentException()
          .isThrownBy(() -> engine.get(key))
          .withMessageContaining(expected);
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  engine.write(List.of(Mutation.put(bytes("a"), bytes("1")), Mutation.remove(key))))
          .withMessageContaining(expected);
    }
    byte[] tooLarge = new byte[StorageEngine.MAX_VALUE_BYTES + 1];
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                engine.write(
                    List.of(
                        Mutation.put(bytes("a"), bytes("1")), Mutation.put(bytes("b"), tooLarge))))
        .withMessageContaining("value must be 0..268435456 bytes, was 268435457");

    assertThat(get("a")).as("written by a refused batch").isNull();
  }

  @Test
  void scanIsInUnsignedOrderOfKeys() {
    for (int seed = 1; seed <= SEEDS; seed++) {
      EngineModel model = new EngineModel();
      clear();
      List<byte[]> keys = new KeySamples(seed).keys(100);
      model.write(
          engine, keys.stream().map(key -> Mutation.put(key, bytes("" + key.length))).toList());
      model.checkAll(engine);
      for (int i = 1; i < keys.size(); i++) {
        model.checkScan(engine, keys.get(i - 1), keys.get(i));
        model.checkScan(engine, keys.get(i), null);
      }
    }
  }

  @Test
  void scanIncludesItsBeginAndExcludesItsEnd() {
    put("a", "1");
    put("b", "2");
    put("c", "3");

    assertThat(scannedKeys("a", "c", 9)).containsExactly("a", "b");
    assertThat(scannedKeys("aa", "bb", 9)).containsExactly("b");
    assertThat(scannedKeys("", "b", 9)).containsExactly("a");
    assertThat(scannedKeys("b", null, 9)).containsExactly("b", "c");
    assertThat(scannedKeys("b", "b", 9)).isEmpty();
    assertThat(scannedKeys("c", "a", 9)).isEmpty();
    assertThat(scannedKeys("d", null, 9)).isEmpty();
  }

  @Test
  void scanEndsWhenTheVisitorSaysSo() {
    put("a", "1");
    put("b", "2");
    put("c", "3");

    assertThat(scannedKeys("", null, 1)).containsExactly("a");
    assertThat(scannedKeys("", null, 2)).containsExactly("a", "b");
  }

  @Test
  void randomOperationsAgreeWithAModel() {
    for (int seed = 1; seed <= SEEDS; seed++) {
      EngineModel model = new EngineModel();
      clear();
      SplittableRandom random = new SplittableRandom(seed);
      List<byte[]> keys = new KeySamples(seed).keys(60);
      try {
        for (int step = 0; step < 60; step++) {
          model.step(engine, random, keys);
        }
        model.checkAll(engine);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  @Test
  void readerNeverSeesHalfABatch() throws Exception {
    ConcurrentAccess.batchesAreSeenWhole(engine);
  }

  @Test
  void scanShowsWhatIsThereThroughoutOnceWhileOthersWrite() throws Exception {
    ConcurrentAccess.scanShowsWhatStays(engine);
  }

  @Test
  void visitorMayWaitForAWriteOfAnotherThread() throws Exception {
    ConcurrentAccess.visitorWaitsForWrites(engine);
  }

  @Test
  void closingWhileOthersReadAndWriteIsAnErrorOfTheirsOnly() throws Exception {
    ConcurrentAccess.closeMeetsReadersAndWriters(engine);
  }

  @Test
  void useAfterCloseIsRefused() {
    put("a", "1");
    engine.close();

    assertThatIllegalStateException().isThrownBy(() -> get("a"));
    assertThatIllegalStateException().isThrownBy(() -> put("a", "2"));
    assertThatIllegalStateException().isThrownBy(() -> engine.write(List.of()));
    assertThatIllegalStateException().isThrownBy(() -> engine.sync());
    assertThatIllegalStateException()
        .isThrownBy(() -> engine.scan(new byte[0], null, (key, value) -> true));
  }

  @Test
  void closingTwiceIsNothing() {
    engine.close();
    engine.close();
  }

  private void clear() {
    List<Mutation> removals = new ArrayList<>();
    engine.scan(new byte[0], null, (key, value) -> removals.add(Mutation.remove(key)));
    engine.write(removals);
  }

  private List<String> scannedKeys(String from, @Nullable String to, int most) {
    List<String> keys = new ArrayList<>();
    engine.scan(
        bytes(from),
        to == null ? null : bytes(to),
        (key, value) -> {
          keys.add(new String(key, StandardCharsets.UTF_8));
          return keys.size() < most;
        });
    return keys;
  }

  private void put(String key, String value) {
    engine.write(List.of(Mutation.put(bytes(key), bytes(value))));
  }

  private @Nullable String get(String key) {
    byte[] value = engine.get(bytes(key));
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
