package io.dynamo.testkit.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamo.api.storage.Mutation;
import io.dynamo.api.storage.StorageEngine;
import io.dynamo.api.storage.StorageException;
import io.dynamo.api.storage.StorageFullException;
import io.dynamo.testkit.Seeds;
import io.dynamo.testkit.time.Chance;
import io.dynamo.testkit.time.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualDiskTest {
  private final VirtualTime time = new VirtualTime();
  private final VirtualDisk disk = new VirtualDisk(time, new Chance(1));

  private static byte[] bytes(int number) {
    return new byte[] {(byte) number};
  }

  private static void put(StorageEngine engine, int key, int value) {
    engine.write(List.of(Mutation.put(bytes(key), bytes(value))));
  }

  private static List<Integer> keys(StorageEngine engine) {
    List<Integer> keys = new ArrayList<>();
    engine.scan(
        new byte[0],
        null,
        (key, value) -> {
          keys.add((int) key[0]);
          return true;
        });
    return keys;
  }

  @Test
  void keysAreInUnsignedOrder() {
    StorageEngine engine = disk.openEngine("records");
    put(engine, -1, 1);
    put(engine, 1, 1);
    put(engine, 100, 1);
    assertThat(keys(engine)).containsExactly(1, 100, -1);
    assertThat(engine.get(bytes(2))).isNull();
  }

  @Seeds(50)
  void aCrashKeepsABeginningOfTheBatchesAndAllThatWereSyncedInTime(long seed) {
    VirtualDisk crashed = new VirtualDisk(time, new Chance(seed));
    StorageEngine engine = crashed.openEngine("records");
    crashed.clock().begin();
    put(engine, 1, 1);
    engine.sync();
    long synced = crashed.clock().end();
    time.runUntil(synced);
    put(engine, 2, 1);
    put(engine, 3, 1);
    put(engine, 1, 9);
    crashed.crash();
    StorageEngine after = crashed.openEngine("records");
    assertThat(keys(after)).isIn(List.of(1), List.of(1, 2), List.of(1, 2, 3));
    if (keys(after).size() < 3) {
      assertThat(after.get(bytes(1))).isEqualTo(bytes(1));
    }
  }

  @Test
  void aSyncTakesTimeAndACrashBeforeItsEndMayLoseTheBatch() {
    boolean lost = false;
    for (int seed = 0; seed < 50; seed++) {
      VirtualDisk crashed = new VirtualDisk(time, new Chance(seed));
      StorageEngine engine = crashed.openEngine("records");
      crashed.clock().begin();
      put(engine, 1, 1);
      engine.sync();
      assertThat(crashed.clock().end()).isGreaterThan(time.nanos());
      crashed.crash();
      lost |= keys(crashed.openEngine("records")).isEmpty();
    }
    assertThat(lost).isTrue();
  }

  @Test
  void theEndOfTheProcessAloneKeepsAllThatWasWritten() {
    StorageEngine engine = disk.openEngine("records");
    disk.clock().begin();
    put(engine, 1, 1);
    long written = disk.clock().end();
    time.runUntil(written);
    disk.kill();
    assertThat(keys(disk.openEngine("records"))).containsExactly(1);
  }

  @Test
  void aCopyIsRestoredAsAWhole() {
    StorageEngine engine = disk.openEngine("records");
    put(engine, 1, 1);
    disk.log().write("history", bytes(1));
    VirtualDisk.Snapshot snapshot = disk.snapshot();
    put(engine, 2, 1);
    disk.log().write("history", bytes(2));
    disk.restore(snapshot);
    assertThat(keys(disk.openEngine("records"))).containsExactly(1);
    assertThat(disk.log().read("history")).isEqualTo(bytes(1));
    disk.wipe();
    assertThat(keys(disk.openEngine("records"))).isEmpty();
    assertThat(disk.log().read("history")).isNull();
  }

  @Test
  void aFullDiskTakesNothingAndHeals() {
    StorageEngine engine = disk.openEngine("records");
    disk.trouble(DiskTrouble.FULL);
    assertThatThrownBy(() -> put(engine, 1, 1)).isInstanceOf(StorageFullException.class);
    assertThatThrownBy(() -> disk.log().write("x", bytes(1))).isInstanceOf(StorageException.class);
    disk.trouble(DiskTrouble.WRITES_FAIL);
    assertThatThrownBy(() -> put(engine, 1, 1)).isInstanceOf(StorageException.class);
    disk.trouble(DiskTrouble.NONE);
    put(engine, 1, 1);
    disk.trouble(DiskTrouble.SYNCS_FAIL);
    put(engine, 2, 1);
    assertThatThrownBy(engine::sync).isInstanceOf(StorageException.class);
    assertThat(keys(engine)).containsExactly(1, 2);
  }

  @Test
  void rotFlipsOneBitOfOneValue() {
    StorageEngine engine = disk.openEngine("records");
    assertThat(disk.rot("records", 1)).isFalse();
    put(engine, 1, 0);
    assertThat(disk.rot("records", 2)).isFalse();
    assertThat(disk.rot("records", 1)).isTrue();
    assertThat(Integer.bitCount(engine.get(bytes(1))[0] & 0xff)).isOne();
  }

  @Test
  void aClosedEngineTakesNoCalls() {
    StorageEngine engine = disk.openEngine("records");
    engine.close();
    engine.close();
    assertThatThrownBy(() -> engine.get(bytes(1))).isInstanceOf(IllegalStateException.class);
  }
}
