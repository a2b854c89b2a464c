package io.dynamo.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.storage.Mutation;
import io.dynamo.api.storage.StorageEngine;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Batches that carry their number in each of their records, so that what an engine holds tells
 * which were written, and whether one was written in part. A batch replaces the slots of the one
 * before, short and long keys, small and large values; adds one record of its own; and adds or
 * removes one. All is a pure function of the number, which begins with 1.
 */
final class NumberedBatches {
  private static final int SLOTS = 24;
  private static final int LARGE_EVERY = 7;
  private static final int LARGE_BYTES = 3 << 20;
  private static final byte[] PRESENT_IF_ODD = StorageEngineContract.bytes("odd");

  private NumberedBatches() {}

  static List<Mutation> batch(long number) {
    List<Mutation> batch = new ArrayList<>();
    for (int slot = 0; slot < SLOTS; slot++) {
      batch.add(Mutation.put(slotKey(slot), slotValue(number, slot)));
    }
    batch.add(Mutation.put(ownKey(number), slotValue(number, SLOTS)));
    batch.add(
        number % 2 == 1
            ? Mutation.put(PRESENT_IF_ODD, slotValue(number, 0))
            : Mutation.remove(PRESENT_IF_ODD));
    return batch;
  }

  /** The number of the last batch that is here, 0 if none; fails if it is not here exactly. */
  static long check(StorageEngine engine) {
    byte[] slot = engine.get(slotKey(0));
    if (slot == null) {
      assertThat(EngineModel.scan(engine, new byte[0], null)).as("records of no batch").isEmpty();
      return 0;
    }
    long number = ByteBuffer.wrap(slot).getLong();
    EngineModel expected = new EngineModel();
    for (long earlier = 1; earlier < number; earlier++) {
      expected.expect(List.of(Mutation.put(ownKey(earlier), slotValue(earlier, SLOTS))));
    }
    expected.expect(batch(number));
    expected.checkAll(engine);
    return number;
  }

  private static byte[] slotKey(int slot) {
    byte[] name = StorageEngineContract.bytes("slot " + slot);
    if (slot % 3 != 2) {
      return name;
    }
    byte[] key = KeySamples.repeated((byte) 'k', 511 + name.length);
    System.arraycopy(name, 0, key, 511, name.length);
    return key;
  }

  private static byte[] ownKey(long number) {
    return StorageEngineContract.bytes("batch " + number);
  }

  private static byte[] slotValue(long number, int slot) {
    SplittableRandom random = new SplittableRandom(number * 31 + slot);
    boolean large = slot == 1 && number % LARGE_EVERY == 0;
    byte[] value = new byte[Long.BYTES + (large ? LARGE_BYTES : random.nextInt(20_000))];
    random.nextBytes(value);
    return Objects.requireNonNull(ByteBuffer.wrap(value).putLong(number).array());
  }
}
