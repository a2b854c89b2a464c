package io.dynamo.storage.lmdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.MapSettings;
import io.dynamo.api.storage.Durability;
import io.dynamo.api.storage.Mutation;
import io.dynamo.api.storage.StorageEngine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lmdbjava.Env;
import org.lmdbjava.Txn;

/** Keys over LMDB's limit, and what they leave behind in the two tables. */
class LmdbLongKeysTest {
  @TempDir Path directory;
  private StorageEngine engine;

  @BeforeEach
  void open() {
    engine = new LmdbStorageEngineProvider().open(directory, Durability.NONE, MapSettings.EMPTY);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void longKeysThatShareTheirBeginAreOneRecord() {
    put("a", "1");
    put("b", "2");
    put("", "0");

    assertThat(get("a")).isEqualTo("1");
    assertThat(get("b")).isEqualTo("2");
    assertThat(get("")).isEqualTo("0");
    assertThat(get("c")).isNull();
    assertThat(scannedRests()).containsExactly("", "a", "b");
    assertThat(entries("records")).isEqualTo(1);
    assertThat(entries("long-values")).isEqualTo(3);
  }

  @Test
  void replacingOneLeavesTheOthers() {
    put("a", "1");
    put("b", "2");
    put("a", "a longer value than before");

    assertThat(get("a")).isEqualTo("a longer value than before");
    assertThat(get("b")).isEqualTo("2");
    assertThat(entries("long-values")).isEqualTo(2);
  }

  @Test
  void removingOneLeavesTheOthersAndTheLastLeavesNothing() {
    put("a", "1");
    put("b", "2");

    engine.write(List.of(Mutation.remove(key("b")), Mutation.remove(key("c"))));
    assertThat(get("b")).isNull();
    assertThat(get("a")).isEqualTo("1");
    put("c", "3");
    assertThat(get("a")).isEqualTo("1");
    assertThat(get("c")).isEqualTo("3");

    engine.write(List.of(Mutation.remove(key("a")), Mutation.remove(key("c"))));
    assertThat(scannedRests()).isEmpty();
    assertThat(entries("records")).isZero();
    assertThat(entries("long-values")).isZero();
  }

  @Test
  void keyOf510BytesStandsBeforeTheBucketThatItBegins() {
    byte[] plain = Arrays.copyOf(key(""), 510);
    engine.write(List.of(Mutation.put(key("a"), bytes("long")), Mutation.put(plain, bytes("p"))));

    assertThat(engine.get(plain)).isEqualTo(bytes("p"));
    assertThat(get("a")).isEqualTo("long");
    List<Integer> lengths = new ArrayList<>();
    engine.scan(plain, null, (key, value) -> lengths.add(key.length));
    assertThat(lengths).containsExactly(510, 512);
  }

  /** Entries of a table; closes the engine. */
  private long entries(String table) {
    engine.close();
    try (Env<NativeBytes> env =
            Env.create(new NativeBytesProxy()).setMaxDbs(2).open(directory.toFile());
        Txn<NativeBytes> txn = env.txnRead()) {
      return env.openDbi(txn, table.getBytes(StandardCharsets.UTF_8), null, false)
          .stat(txn)
          .entries;
    } finally {
      open();
    }
  }

  private List<String> scannedRests() {
    List<String> rests = new ArrayList<>();
    engine.scan(
        new byte[0],
        null,
        (key, value) -> rests.add(new String(key, 511, key.length - 511, StandardCharsets.UTF_8)));
    return rests;
  }

  private void put(String rest, String value) {
    engine.write(List.of(Mutation.put(key(rest), bytes(value))));
  }

  private String get(String rest) {
    byte[] value = engine.get(key(rest));
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }

  /** Behind 511 bytes that all share. */
  private static byte[] key(String rest) {
    byte[] key = new byte[511 + rest.length()];
    Arrays.fill(key, (byte) 'k');
    System.arraycopy(bytes(rest), 0, key, 511, rest.length());
    return key;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
