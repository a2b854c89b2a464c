package io.dynamo.server.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamo.api.storage.StorageException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileNodeLogTest {
  private static final byte[] CONTENT = "the history".getBytes(StandardCharsets.UTF_8);

  @TempDir Path dir;
  private FileNodeLog log;

  @BeforeEach
  void open() {
    log = new FileNodeLog(dir.resolve("node"));
  }

  @Test
  void entryIsReadAsItWasWrittenAlsoByTheNextProcess() {
    log.write("history", CONTENT);
    log.write("epochs", new byte[0]);
    log.write("history", new byte[] {1});
    log.write("history", CONTENT);
    FileNodeLog next = new FileNodeLog(dir.resolve("node"));
    assertThat(next.read("history")).isEqualTo(CONTENT);
    assertThat(next.read("epochs")).isEmpty();
  }

  @Test
  void entryThatWasNeverWrittenOrIsRemovedIsNull() {
    assertThat(log.read("history")).isNull();
    log.write("history", CONTENT);
    log.remove("history");
    log.remove("history");
    assertThat(log.read("history")).isNull();
  }

  @Test
  void damageOfAnyByteIsAnErrorThatNamesTheFile() throws IOException {
    log.write("history", CONTENT);
    Path file = dir.resolve("node/history");
    byte[] good = Files.readAllBytes(file);
    for (int at = 0; at < good.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] bad = good.clone();
        bad[at] ^= (byte) (1 << bit);
        Files.write(file, bad);
        assertDamaged(file);
      }
    }
  }

  @Test
  void cutAtAnyByteIsAnErrorThatNamesTheFile() throws IOException {
    log.write("history", CONTENT);
    Path file = dir.resolve("node/history");
    byte[] good = Files.readAllBytes(file);
    for (int length = 0; length < good.length; length++) {
      Files.write(file, Arrays.copyOf(good, length));
      assertDamaged(file);
    }
    Files.write(file, Arrays.copyOf(good, good.length + 1));
    assertDamaged(file);
  }

  @Test
  void entryUnderAnotherNameIsAnError() throws IOException {
    log.write("history", CONTENT);
    Files.copy(dir.resolve("node/history"), dir.resolve("node/epochs"));
    assertThatThrownBy(() -> log.read("epochs")).isInstanceOf(StorageException.class);
  }

  @Test
  void writeThatWasCutShortLeavesTheOldEntryAndGoesAtTheNextStart() throws IOException {
    log.write("history", CONTENT);
    Path unfinished = Files.write(dir.resolve("node/history.tmp"), new byte[] {1, 0, 0});
    FileNodeLog next = new FileNodeLog(dir.resolve("node"));
    assertThat(next.read("history")).isEqualTo(CONTENT);
    assertThat(unfinished).doesNotExist();
  }

  @Test
  void failedWriteLeavesTheOldEntry() throws IOException {
    log.write("history", CONTENT);
    Files.createDirectory(dir.resolve("node/history.tmp"));
    assertThatThrownBy(() -> log.write("history", new byte[1]))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(dir.resolve("node/history").toString());
    assertThat(log.read("history")).isEqualTo(CONTENT);
  }

  @Test
  void namesThatAreNoPlainFilesAreRefused() {
    for (String name : new String[] {"", "../lock", "A", "a.tmp", "a/b"}) {
      assertThatThrownBy(() -> log.write(name, CONTENT))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void killOfAWritingProcessLeavesEachEntryWhole() throws Exception {
    for (int round = 0; round < 5; round++) {
      Process writer =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  KilledWriter.class.getName(),
                  dir.resolve("node").toString())
              .redirectErrorStream(true)
              .start();
      try (BufferedReader out = writer.inputReader()) {
        for (int line = 0; line < 20 + round; line++) {
          assertThat(out.readLine()).startsWith("wrote ");
        }
      } finally {
        writer.destroyForcibly().waitFor();
      }
      byte[] last = new FileNodeLog(dir.resolve("node")).read("history");
      assertThat(last).isNotNull();
      for (byte b : last) {
        assertThat(b).isEqualTo(last[0]);
      }
      assertThat(last).hasSize(KilledWriter.LENGTH);
    }
  }

  private void assertDamaged(Path file) {
    assertThatThrownBy(() -> log.read("history"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(file.toString());
  }

  /** Writes one entry again and again until it is killed, each time of another byte. */
  static final class KilledWriter {
    static final int LENGTH = 50_000;

    private KilledWriter() {}

    public static void main(String[] args) {
      FileNodeLog log = new FileNodeLog(Path.of(args[0]));
      byte[] content = new byte[LENGTH];
      for (int i = 0; ; i++) {
        Arrays.fill(content, (byte) i);
        log.write("history", content);
        System.out.println("wrote " + i);
      }
    }
  }
}
