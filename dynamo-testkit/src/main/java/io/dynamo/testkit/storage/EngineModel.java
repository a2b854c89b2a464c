package io.dynamo.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.storage.Mutation;
import io.dynamo.api.storage.StorageEngine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What an engine should hold, and random operations that compare the two. For one thread. */
final class EngineModel {
  private final TreeMap<byte[], byte[]> records = new TreeMap<>(Arrays::compareUnsigned);

  /** Writes the batch to the engine and here. */
  void write(StorageEngine engine, List<Mutation> batch) {
    engine.write(batch);
    expect(batch);
  }

  /** Takes the batch as written. */
  void expect(List<Mutation> batch) {
    for (Mutation mutation : batch) {
      byte[] value = mutation.value();
      if (value == null) {
        records.remove(mutation.key());
      } else {
        records.put(mutation.key(), value);
      }
    }
  }

  /** One random batch, and one random get and scan. */
  void step(StorageEngine engine, SplittableRandom random, List<byte[]> keys) {
    List<Mutation> batch = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      byte[] key = keys.get(random.nextInt(keys.size()));
      byte[] value =
          new byte[random.nextInt(20) == 0 ? random.nextInt(20_000) : random.nextInt(40)];
      Arrays.fill(value, (byte) random.nextInt());
      batch.add(random.nextInt(3) == 0 ? Mutation.remove(key) : Mutation.put(key, value));
    }
    write(engine, batch);
    byte[] key = keys.get(random.nextInt(keys.size()));
    assertThat(engine.get(key)).as("under " + hex(key)).isEqualTo(records.get(key));
    byte[] from = random.nextInt(4) == 0 ? new byte[0] : keys.get(random.nextInt(keys.size()));
    byte[] to = random.nextInt(4) == 0 ? null : keys.get(random.nextInt(keys.size()));
    checkScan(engine, from, to);
  }

  /** All that is in the engine is as here. */
  void checkAll(StorageEngine engine) {
    checkScan(engine, new byte[0], null);
    records.forEach((key, value) -> assertThat(engine.get(key)).as(hex(key)).isEqualTo(value));
  }

  void checkScan(StorageEngine engine, byte[] from, byte @Nullable [] to) {
    assertThat(scan(engine, from, to))
        .as("from " + hex(from) + " to " + (to == null ? "the end" : hex(to)))
        .isEqualTo(shown(range(from, to)));
  }

  private SortedMap<byte[], byte[]> range(byte[] from, byte @Nullable [] to) {
    if (to == null) {
      return records.tailMap(from);
    }
    return Arrays.compareUnsigned(from, to) >= 0
        ? Collections.emptySortedMap()
        : records.subMap(from, to);
  }

  /** What a scan shows, one line for each record. */
  static List<String> scan(StorageEngine engine, byte[] from, byte @Nullable [] to) {
    List<String> lines = new ArrayList<>();
    engine.scan(from, to, (key, value) -> lines.add(line(key, value)));
    return lines;
  }

  private static List<String> shown(Map<byte[], byte[]> records) {
    List<String> lines = new ArrayList<>();
    records.forEach((key, value) -> lines.add(line(key, value)));
    return lines;
  }

  private static String line(byte[] key, byte[] value) {
    return hex(key) + " = " + value.length + " B, hash " + Arrays.hashCode(value);
  }

  private static String hex(byte[] key) {
    return HexFormat.of().formatHex(key);
  }
}
