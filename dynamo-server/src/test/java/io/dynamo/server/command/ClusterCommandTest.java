package io.dynamo.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code cluster} refuses before it starts anything. */
final class ClusterCommandTest {
  @TempDir private Path directory;

  @Test
  void aPortThatIsTakenIsNamedAndNothingIsStarted() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      Shell.Result result = cluster("--nodes", "1", "--base-port", Integer.toString(port - 2));

      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.err()).contains("port " + port + " of 127.0.0.1", "--base-port");
      assertThat(directory.resolve("n1")).doesNotExist();
      assertThat(directory.resolve("cluster.json")).doesNotExist();
    }
  }

  @Test
  void aDirectoryOfAnotherClusterIsRefusedWithTheOptionThatDiffers() throws Exception {
    Files.writeString(
        directory.resolve("cluster.json"),
        "{\"nodes\":3,\"basePort\":9000,\"engine\":\"xodus\",\"set\":[]}");

    assertRefused(cluster("--nodes", "5"), "--nodes 3, not 5");
    assertRefused(cluster("--engine", "lmdb"), "--engine xodus, not lmdb");
    assertRefused(cluster("--base-port", "8400"), "--base-port 9000, not 8400");
  }

  @Test
  void anImpossibleClusterIsAWrongCommandLine() {
    assertThat(cluster("--nodes", "0").exitCode()).isEqualTo(2);
    assertThat(cluster("--nodes", "three").exitCode()).isEqualTo(2);
    assertThat(cluster("--base-port", "65535").exitCode()).isEqualTo(2);
  }

  @Test
  void anUnknownEngineIsNotRemembered() {
    Shell.Result result = cluster("--engine", "rocks");
    assertThat(result.exitCode()).isEqualTo(78);
    assertThat(result.err()).contains("\"rocks\"", "memory");
    assertThat(directory.resolve("cluster.json")).doesNotExist();
  }

  private static void assertRefused(Shell.Result result, String differs) {
    assertThat(result.exitCode()).isEqualTo(78);
    assertThat(result.err()).contains("was created with " + differs, "take another --dir");
  }

  private Shell.Result cluster(String... options) {
    String[] all = new String[options.length + 3];
    all[0] = "cluster";
    all[1] = "--dir";
    all[2] = directory.toString();
    System.arraycopy(options, 0, all, 3, options.length);
    return Shell.run(all);
  }
}
