package io.dynamo.server.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.server.command.remote.StoreServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code put}, {@code get} and {@code delete} against a server. */
final class DataCommandsTest {
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
  void getsTheBytesThatWerePut() {
    assertThat(run("put", "greeting", "hällo").exitCode()).isZero();

    Shell.Result got = run("get", "greeting");
    assertThat(got.exitCode()).isZero();
    assertThat(got.out()).isEqualTo("hällo".getBytes(UTF_8));
    assertThat(got.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b c", "..", "../x", "%2F", "a?r=1#x", "schlüssel", "+", "\n", "a//b/"})
  void everyKeyArrivesAsItIs(String key) {
    assertThat(run("put", key, "one").exitCode()).isZero();
    assertThat(run("get", key).text()).isEqualTo("one");
    assertThat(run("get", key + "x").exitCode()).isEqualTo(3);
  }

  @Test
  void putsStandardInputAndFilesByteForByte() throws IOException {
    byte[] bytes = {0, 1, -1, 13, 10, 0};
    Path in = Files.write(directory.resolve("in"), bytes);
    Path out = directory.resolve("out");

    assertThat(Shell.run(bytes, withNode("put", "stdin", "-")).exitCode()).isZero();
    assertThat(run("put", "file", "--file", in.toString()).exitCode()).isZero();
    assertThat(run("get", "file", "--out", out.toString()).out()).isEmpty();

    assertThat(run("get", "stdin").out()).isEqualTo(bytes);
    assertThat(out).hasBinaryContent(bytes);
  }

  @Test
  void putsAnEmptyValue() {
    assertThat(run("put", "empty", "").exitCode()).isZero();

    Shell.Result got = run("get", "empty");
    assertThat(got.exitCode()).isZero();
    assertThat(got.out()).isEmpty();
  }

  @Test
  void blindPutsMakeSiblingsWhichAGetListsWithCode7() {
    run("put", "cart", "apples");
    assertThat(run("put", "cart", "pears").text()).contains("2 versions");

    Shell.Result got = run("get", "cart");
    assertThat(got.exitCode()).isEqualTo(7);
    assertThat(got.out()).isEmpty();
    assertThat(got.err()).contains("2 siblings", "apples", "pears", "context: ");
  }

  @Test
  void jsonShowsAllSiblingsAndTheirContext() {
    run("put", "cart", "apples");
    run("put", "cart", "pears");

    Shell.Result got = run("get", "cart", "--json");
    assertThat(got.exitCode()).isZero();
    assertThat(got.json().getString("outcome")).isEqualTo("found");
    assertThat(got.json().getJsonArray("siblings")).hasSize(2);
    String value = got.json().getJsonArray("siblings").getJsonObject(0).getString("value");
    assertThat(Base64.getDecoder().decode(value)).isEqualTo("apples".getBytes(UTF_8));

    String context = got.json().getString("context");
    assertThat(run("put", "cart", "both", "--context", context).exitCode()).isZero();
    assertThat(run("get", "cart").text()).isEqualTo("both");
  }

  @Test
  void updateTakesThePlaceOfAllSiblings() {
    run("put", "cart", "apples");
    run("put", "cart", "pears");

    assertThat(run("put", "cart", "plums", "--update").exitCode()).isZero();
    assertThat(run("get", "cart").text()).isEqualTo("plums");
  }

  @Test
  void aPutTellsTheContextOfTheNextOne() {
    String context = run("put", "k", "1", "--json").json().getString("context");
    assertThat(run("put", "k", "2", "--context", context, "--json").json().getInteger("siblings"))
        .isEqualTo(1);
    assertThat(run("get", "k").text()).isEqualTo("2");
  }

  @Test
  void deletesWhatIsThere() {
    run("put", "k", "1");
    run("put", "k", "2");

    assertThat(run("delete", "k").exitCode()).isZero();
    assertThat(run("get", "k").exitCode()).isEqualTo(3);
    assertThat(run("delete", "k").exitCode()).isEqualTo(3);
    assertThat(run("put", "k", "3", "--update").exitCode()).isZero();
    assertThat(run("get", "k").text()).isEqualTo("3");
  }

  @Test
  void aDeleteWithAContextLeavesWhatItDoesNotCover() {
    String context = run("put", "k", "1", "--json").json().getString("context");
    run("put", "k", "2");

    assertThat(run("delete", "k", "--context", context).exitCode()).isZero();
    assertThat(run("get", "k").text()).isEqualTo("2");
  }

  @Test
  void everyFailureHasItsCode() {
    server.refuseNext("GET", 503, "quorum-not-reached");
    Shell.Result unavailable = run("get", "k");
    assertThat(unavailable.exitCode()).isEqualTo(5);
    assertThat(unavailable.err()).contains("detail of quorum-not-reached");

    server.refuseNext("PUT", 503, "overloaded");
    assertThat(run("put", "k", "v").exitCode()).isEqualTo(5);

    server.loseNextPutAnswer();
    Shell.Result unknown = run("put", "k", "v", "--json");
    assertThat(unknown.exitCode()).isEqualTo(6);
    assertThat(unknown.json().getString("outcome")).isEqualTo("unknown");
    assertThat(unknown.json().getString("problem")).isEqualTo("unknown-outcome");

    server.refuseNext("PUT", 500, "bug");
    assertThat(run("put", "k", "v").exitCode()).isEqualTo(6);

    server.refuseNext("GET", 400, "bad-quorum");
    assertThat(run("get", "k", "--r", "9").exitCode()).isEqualTo(1);

    server.refuseNext("PUT", 507, "disk-full");
    assertThat(run("put", "k", "v").exitCode()).isEqualTo(1);

    assertThat(run("put", "k", "v", "--context", "!!").exitCode()).isEqualTo(1);
    assertThat(run("put", "k", "v", "--context", "no header\n").exitCode()).isEqualTo(1);
  }

  @Test
  void aNodeThatIsNotThereIsUnavailable() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    Shell.Result got = Shell.run("put", "k", "v", "--node", "127.0.0.1:" + port);
    assertThat(got.exitCode()).isEqualTo(5);
    assertThat(got.err()).contains("127.0.0.1:" + port, "is it running?");
  }

  @Test
  void quorumAndTimeoutReachTheNode() {
    run("put", "k", "v", "--w", "3", "--timeout", "700ms");
    run("get", "k", "--r", "1", "--timeout", "2s");
    run("get", "k");
    assertThat(server.queries())
        .containsExactly("timeout=700ms&w=3", "timeout=2000ms&r=1", "timeout=5000ms");
  }

  @Test
  void wrongCommandLinesHaveCode2AndDoNothing() {
    assertThat(run("put", "k").exitCode()).isEqualTo(2);
    assertThat(run("put", "k", "v", "--file", "f").exitCode()).isEqualTo(2);
    assertThat(run("put", "k", "v", "--update", "--context", "c").exitCode()).isEqualTo(2);
    assertThat(run("put", "", "v").exitCode()).isEqualTo(2);
    assertThat(run("get", "k", "--timeout", "soon").exitCode()).isEqualTo(2);
    assertThat(run("get", "k", "--json", "--out", "f").exitCode()).isEqualTo(2);
    assertThat(Shell.run("get", "k", "--node", "nowhere").exitCode()).isEqualTo(2);
    assertThat(Shell.run("get").exitCode()).isEqualTo(2);
    assertThat(Shell.run("dance").exitCode()).isEqualTo(2);
    assertThat(Shell.run().exitCode()).isEqualTo(2);
    assertThat(server.queries()).isEmpty();
  }

  @Test
  void everyCommandHasHelpWithExamples() {
    for (String part :
        List.of(
            "server", "cluster", "put", "get", "delete", "import", "verify", "ring", "explain")) {
      Shell.Result help = Shell.run(part, "--help");
      assertThat(help.exitCode()).as(part).isZero();
      assertThat(help.text()).as(part).contains("Examples:", "dynamo " + part);
    }
    assertThat(Shell.run("--help").text()).contains("Exit codes:", "78  wrong configuration");
  }

  private Shell.Result run(String... arguments) {
    return Shell.run(withNode(arguments));
  }

  private String[] withNode(String... arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.add("--node");
    all.add(server.address());
    return all.toArray(String[]::new);
  }
}
