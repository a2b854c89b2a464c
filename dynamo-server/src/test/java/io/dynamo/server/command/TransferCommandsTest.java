package io.dynamo.server.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.server.command.remote.StoreServer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code import} and {@code verify} against a server. */
final class TransferCommandsTest {
  private static final int MAX_VALUE_BYTES = 16 << 20;

  @TempDir private Path directory;
  private StoreServer server;

  @BeforeEach
  void start() throws IOException {
    server = new StoreServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void whatWasImportedVerifiesAndASecondImportPutsNothing() throws IOException {
    Random random = new Random(42);
    long bytes = 0;
    for (int i = 0; i < 60; i++) {
      byte[] content = new byte[random.nextInt(50_000)];
      random.nextBytes(content);
      write("d" + i % 7 + "/e/f" + i, content);
      bytes += content.length;
    }
    write("empty", new byte[0]);
    write("odd names/ä ö %2F ?&=#.txt", "odd".getBytes(UTF_8));
    write("...", "dots".getBytes(UTF_8));

    Shell.Result first = run("import", "--json");
    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.json().getInteger("put")).isEqualTo(63);
    assertThat(first.json().getLong("bytes")).isEqualTo(bytes + 7);

    Shell.Result second = run("import");
    assertThat(second.exitCode()).isZero();
    assertThat(second.text()).startsWith("import: 63 files, ").contains(" 63 equal,");
    assertThat(server.puts()).isEqualTo(63);

    Shell.Result verified = run("verify", "--json");
    assertThat(verified.exitCode()).isZero();
    assertThat(verified.json().getInteger("equal")).isEqualTo(63);
    assertThat(get("odd names/ä ö %2F ?&=#.txt").text()).isEqualTo("odd");
  }

  @Test
  void verifyNamesWhatDiffersIsMissingOrHasSiblings() throws IOException {
    for (String name : new String[] {"same", "changed", "longer", "gone", "twice"}) {
      write(name, name.getBytes(UTF_8));
    }
    assertThat(run("import").exitCode()).isZero();
    write("changed", "chanXed".getBytes(UTF_8));
    write("longer", "longer by some".getBytes(UTF_8));
    Shell.run("delete", "gone", "--node", server.address());
    Shell.run("put", "twice", "blind", "--node", server.address());

    Shell.Result verified = run("verify");
    assertThat(verified.exitCode()).isEqualTo(4);
    assertThat(verified.err())
        .contains("changed: different: 7 bytes are stored, 7 are in the file")
        .contains("differ from byte 4 on")
        .contains("longer: different")
        .contains("gone: missing")
        .contains("twice: siblings: 2 siblings, of which equal: 1")
        .doesNotContain("same");
    assertThat(verified.text()).contains(" 1 equal, 2 different, 1 missing, 1 siblings,");
  }

  @Test
  void importTakesThePlaceOfOtherBytesOfSiblingsAndOfTombstones() throws IOException {
    Shell.run("put", "a", "old", "--node", server.address());
    Shell.run("put", "b", "one", "--node", server.address());
    Shell.run("put", "b", "two", "--node", server.address());
    Shell.run("put", "c", "deleted", "--node", server.address());
    Shell.run("delete", "c", "--node", server.address());
    for (String name : new String[] {"a", "b", "c"}) {
      write(name, "new".getBytes(UTF_8));
    }

    assertThat(run("import").exitCode()).isZero();
    assertThat(get("a").text() + get("b").text() + get("c").text()).isEqualTo("newnewnew");
  }

  @Test
  void aFileOverTheLimitIsNamedAndLeftOut() throws IOException {
    write("small", "s".getBytes(UTF_8));
    write("limit", new byte[MAX_VALUE_BYTES]);
    try (RandomAccessFile large = new RandomAccessFile(directory.resolve("large").toFile(), "rw")) {
      large.setLength(MAX_VALUE_BYTES + 1);
    }

    Shell.Result imported = run("import", "--json");
    assertThat(imported.exitCode()).isEqualTo(4);
    assertThat(imported.err()).contains("large: skipped: too large for a value: 16777217 bytes");
    assertThat(imported.json().getInteger("put")).isEqualTo(2);
    assertThat(imported.json().getJsonArray("problems").getJsonObject(0).getString("file"))
        .isEqualTo("large");

    Shell.Result verified = run("verify");
    assertThat(verified.exitCode()).isZero();
    assertThat(verified.err()).contains("large: skipped");
  }

  @Test
  void aFileOverTheNodesOwnLimitIsNamedAndLeftOut() throws IOException {
    write("file", "f".getBytes(UTF_8));
    server.refuseNext("PUT", 413, "value-too-large");

    Shell.Result imported = run("import");
    assertThat(imported.exitCode()).isEqualTo(4);
    assertThat(imported.err()).contains("file: skipped: detail of value-too-large");
  }

  @Test
  void importTriesAgainWhatIsUnavailable() throws IOException {
    write("file", "f".getBytes(UTF_8));
    server.refuseNext("GET", 503, "overloaded");
    server.refuseNext("PUT", 503, "quorum-not-reached");

    Shell.Result imported = run("import");
    assertThat(imported.exitCode()).as(imported.err()).isZero();
    assertThat(imported.text()).contains(" 1 put,");
  }

  @Test
  void aPutOfUnknownOutcomeIsLookedUpAndCountedAsPut() throws IOException {
    write("file", "f".getBytes(UTF_8));
    server.loseNextPutAnswer();

    Shell.Result imported = run("import");
    assertThat(imported.exitCode()).isZero();
    assertThat(imported.text()).contains(" 1 put,");
    assertThat(server.puts()).isEqualTo(1);
  }

  @Test
  void aQuorumThatIsImpossibleIsNotTriedAgain() throws IOException {
    write("file", "f".getBytes(UTF_8));
    server.refuseNext("GET", 503, "quorum-impossible");

    assertThat(run("verify").exitCode()).isEqualTo(5);
    server.refuseNext("GET", 503, "quorum-impossible");
    assertThat(run("import").exitCode()).isEqualTo(5);
    assertThat(server.gets()).isZero();
  }

  @Test
  void linksAreNotFollowed() throws IOException {
    write("file", "f".getBytes(UTF_8));
    Files.createSymbolicLink(directory.resolve("link"), directory.resolve("file"));
    Files.createSymbolicLink(directory.resolve("loop"), directory);

    assertThat(run("import").text()).startsWith("import: 1 files, 1 bytes: 1 put,");
  }

  @Test
  void aPathThatIsNoDirectoryIsAWrongCommandLine() {
    assertThat(Shell.run("import", directory.resolve("absent").toString()).exitCode()).isEqualTo(2);
    assertThat(Shell.run("import", directory.toString(), "--parallel", "0").exitCode())
        .isEqualTo(2);
    assertThat(Shell.run("verify").exitCode()).isEqualTo(2);
  }

  private void write(String name, byte[] content) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  private Shell.Result get(String key) {
    return Shell.run("get", key, "--node", server.address());
  }

  private Shell.Result run(String part, String... options) {
    String[] all = new String[options.length + 4];
    all[0] = part;
    all[1] = directory.toString();
    all[2] = "--node";
    all[3] = server.address();
    System.arraycopy(options, 0, all, 4, options.length);
    return Shell.run(all);
  }
}
