package io.dynamo.server.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamo.api.ClusterId;
import io.dynamo.api.NodeId;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.storage.Durability;
import io.dynamo.api.storage.InMemoryStorageEngine;
import io.dynamo.api.storage.Mutation;
import io.dynamo.api.storage.RecordVisitor;
import io.dynamo.api.storage.StorageEngine;
import io.dynamo.api.storage.StorageException;
import io.dynamo.replication.store.PartitionStates;
import io.dynamo.ring.EvenTokens;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir Path dir;

  @Test
  void hasItsParts() {
    try (DataDirectory data = open("lmdb", Durability.SYNC, "boot-1")) {
      assertThat(data.storeDirectory()).isEqualTo(dir.resolve("store/lmdb")).isDirectory();
      data.nodeLog().write("history", new byte[] {1});
      assertThat(dir.resolve("node/history")).exists();
      assertThat(dir.resolve("lock")).hasContent(Long.toString(ProcessHandle.current().pid()));
      assertThat(data.setAside()).isEmpty();
    }
  }

  @Test
  void secondUserInTheSameProcessIsRefused() {
    try (DataDirectory data = open("lmdb", Durability.SYNC, "boot-1")) {
      assertThat(data.setAside()).isEmpty();
      assertThatThrownBy(() -> open("lmdb", Durability.SYNC, "boot-1"))
          .isInstanceOf(StorageException.class)
          .hasMessage(
              "data directory " + dir + " is in use by process " + ProcessHandle.current().pid());
    }
    open("lmdb", Durability.SYNC, "boot-1").close();
  }

  @Test
  void secondProcessIsRefusedUntilTheFirstIsKilled() throws Exception {
    Process first =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                dir.toString())
            .start();
    try (BufferedReader out = first.inputReader()) {
      assertThat(out.readLine()).isEqualTo("open");
      assertThatThrownBy(() -> open("lmdb", Durability.SYNC, "boot-1"))
          .hasMessageEndingWith("is in use by process " + first.pid());
    } finally {
      first.destroyForcibly().waitFor();
    }
    open("lmdb", Durability.SYNC, "boot-1").close();
  }

  @Test
  void directoryOfAnotherEngineIsRefused() {
    open("lmdb", Durability.SYNC, "boot-1").close();
    assertThatThrownBy(() -> open("xodus", Durability.SYNC, "boot-1"))
        .isInstanceOf(StorageException.class)
        .hasMessage(
            "data directory " + dir + " was made by lmdb, dynamo.storage.engine says xodus");
    open("lmdb", Durability.SYNC, "boot-1").close();
  }

  @Test
  void directoryOfAnotherEngineIsRefusedAlsoIfTheLogIsLost() throws IOException {
    open("lmdb", Durability.SYNC, "boot-1").close();
    Files.delete(dir.resolve("node/store"));
    assertThatThrownBy(() -> open("xodus", Durability.SYNC, "boot-1"))
        .hasMessageContaining("was made by lmdb");
  }

  @Test
  void withoutSyncsAnUncleanStopBeforeAnotherBootSetsTheStoreAsideAndKeepsTheLog()
      throws IOException {
    runUncleanly(Durability.NONE, "boot-1");
    try (DataDirectory data = open("lmdb", Durability.NONE, "boot-2")) {
      assertThat(data.setAside()).contains(dir.resolve("store.aside-T"));
      assertThat(dir.resolve("store.aside-T/lmdb/pages")).exists();
      assertThat(data.storeDirectory()).isEmptyDirectory();
      assertThat(data.nodeLog().read("history")).containsExactly(1);
    }
  }

  @Test
  void theStartAfterThatDoesNotSetAsideAgain() throws IOException {
    runUncleanly(Durability.NONE, "boot-1");
    open("lmdb", Durability.NONE, "boot-2").close();
    try (DataDirectory data = open("lmdb", Durability.NONE, "boot-2")) {
      assertThat(data.setAside()).isEmpty();
    }
  }

  @Test
  void withoutSyncsAKilledProcessKeepsItsStore() throws IOException {
    runUncleanly(Durability.NONE, "boot-1");
    assertKept(Durability.NONE, "boot-1");
  }

  @Test
  void withoutSyncsACleanStopKeepsTheStoreOverABoot() throws IOException {
    try (DataDirectory data = open("lmdb", Durability.NONE, "boot-1")) {
      Files.createFile(data.storeDirectory().resolve("pages"));
      SyncCounter engine = new SyncCounter();
      data.closeStore(List.of(engine));
      assertThat(engine.calls).containsExactly("sync", "close");
    }
    assertKept(Durability.NONE, "boot-2");
  }

  @Test
  void stopWhoseSyncFailsWasNotClean() throws IOException {
    try (DataDirectory data = open("lmdb", Durability.NONE, "boot-1")) {
      Files.createFile(data.storeDirectory().resolve("pages"));
      SyncCounter engine = new SyncCounter();
      engine.failure = new StorageException("disk gone");
      assertThatThrownBy(() -> data.closeStore(List.of(engine))).isSameAs(engine.failure);
    }
    try (DataDirectory data = open("lmdb", Durability.NONE, "boot-2")) {
      assertThat(data.setAside()).isPresent();
    }
  }

  @Test
  void withSyncsTheStoreIsKeptWhateverHappened() throws IOException {
    runUncleanly(Durability.SYNC, "boot-1");
    assertKept(Durability.SYNC, "boot-2");
  }

  @Test
  void turningSyncsOnAfterAKillDoesNotMakeOldWritesSafeBeforeTheyAreSynced() throws IOException {
    runUncleanly(Durability.NONE, "boot-1");
    open("lmdb", Durability.SYNC, "boot-1").close();
    try (DataDirectory data = open("lmdb", Durability.SYNC, "boot-2")) {
      assertThat(data.setAside()).isPresent();
    }
  }

  @Test
  void turningSyncsOnAfterAKillSyncsOldWritesOnce() throws IOException {
    runUncleanly(Durability.NONE, "boot-1");
    SyncCounter engine = new SyncCounter();
    try (DataDirectory data = open("lmdb", Durability.SYNC, "boot-1")) {
      data.onEnginesOpen(List.of(engine));
      data.onEnginesOpen(List.of(engine));
      assertThat(engine.calls).containsExactly("sync");
    }
    assertKept(Durability.SYNC, "boot-2");
  }

  /** Rule Q2: what was acknowledged on a store that is gone must not be missing in silence. */
  @Test
  void aStoreThatIsGoneIsNotWholeAnyMore() throws IOException {
    Ring ring = ring();
    try (DataDirectory data = open("lmdb", Durability.SYNC, "boot-1")) {
      PartitionStates.noteFormed(data.nodeLog(), ring.partitions().size());
    }
    try (DataDirectory data = open("lmdb", Durability.SYNC, "boot-1")) {
      assertThat(PartitionStates.open(data.nodeLog(), ring, new NodeId("n1")).whole()).isEqualTo(8);
    }
    Files.delete(dir.resolve("store").resolve("lmdb"));
    try (DataDirectory data = open("lmdb", Durability.SYNC, "boot-1")) {
      assertThat(PartitionStates.open(data.nodeLog(), ring, new NodeId("n1")).whole()).isZero();
    }
  }

  private static Ring ring() {
    ClusterSettings settings =
        new ClusterSettings("test", 8, 3, 2, 2, "even-tokens", "dotted-version-vectors", 8);
    return new EvenTokens()
        .place(
            new MembershipHistory(
                new ClusterId(1, 2),
                List.of(
                    new MembershipEvent.Create(
                        settings,
                        List.of(new Member(new NodeId("n1"), "127.0.0.1", 1, "", 1)),
                        1L))));
  }

  @Test
  void tellsWhetherAnEngineHoldsAnything() {
    StorageEngine engine = new InMemoryStorageEngine();
    assertThat(DataDirectory.hasRecords(engine)).isFalse();
    engine.write(List.of(Mutation.put(new byte[] {0}, new byte[0])));
    assertThat(DataDirectory.hasRecords(engine)).isTrue();
  }

  @Test
  void bootIdIsThereAndStays() {
    assertThat(DataDirectory.bootId()).isNotBlank();
    if (Files.exists(Path.of("/proc/sys/kernel/random/boot_id"))) {
      assertThat(DataDirectory.bootId()).isEqualTo(DataDirectory.bootId());
    }
  }

  private DataDirectory open(String engine, Durability durability, String bootId) {
    return DataDirectory.open(dir, engine, durability, bootId, "T");
  }

  private void runUncleanly(Durability durability, String bootId) throws IOException {
    try (DataDirectory data = open("lmdb", durability, bootId)) {
      Files.createFile(data.storeDirectory().resolve("pages"));
      data.nodeLog().write("history", new byte[] {1});
    }
  }

  private void assertKept(Durability durability, String bootId) {
    try (DataDirectory data = open("lmdb", durability, bootId)) {
      assertThat(data.setAside()).isEmpty();
      assertThat(data.storeDirectory().resolve("pages")).exists();
    }
  }

  /** Holds a data directory until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws IOException {
      try (DataDirectory data =
          DataDirectory.open(Path.of(args[0]), "lmdb", Durability.SYNC, "boot-1", "T")) {
        System.out.println("open");
        int end = System.in.read();
        System.out.println(end + " " + data.setAside());
      }
    }
  }

  /** An engine that notes what it is told. */
  private static final class SyncCounter implements StorageEngine {
    final List<String> calls = new ArrayList<>();
    StorageException failure;

    @Override
    public byte[] get(byte[] key) {
      return null;
    }

    @Override
    public void write(List<Mutation> batch) {
      calls.add("write");
    }

    @Override
    public void sync() {
      if (failure != null) {
        throw failure;
      }
      calls.add("sync");
    }

    @Override
    public void scan(byte[] from, byte[] to, RecordVisitor visitor) {}

    @Override
    public void close() {
      calls.add("close");
    }
  }
}
