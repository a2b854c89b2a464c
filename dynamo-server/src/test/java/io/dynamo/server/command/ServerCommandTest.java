package io.dynamo.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.server.config.ConfigurationException;
import io.dynamo.server.config.NodeConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerCommandTest {
  @TempDir private Path directory;

  @Test
  void flagsWinOverSetAndSetOverFile() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("node.conf"),
            """
            dynamo.node.id = "of-file"
            dynamo.node.http-port = 9000
            dynamo.storage.engine = "xodus"
            """);
    AtomicReference<NodeConfig> started = new AtomicReference<>();

    Shell.Result result =
        Shell.run(
            (config, providers) -> {
              started.set(config);
              return new Ended(CompletableFuture.completedFuture(null));
            },
            "server",
            "--config",
            file.toString(),
            "--node-id",
            "n7",
            "--data",
            directory.resolve("data").toString(),
            "--initial-members",
            "n7=127.0.0.1:9102",
            "--set",
            "node.http-port=9100",
            "--set",
            "storage.engine=lmdb",
            "--engine",
            "memory");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(started.get().id().value()).isEqualTo("n7");
    assertThat(started.get().ports()).isEqualTo(new NodeConfig.Ports(9100, 9101, 9102));
    assertThat(started.get().storage().engine()).isEqualTo("memory");
  }

  @Test
  void everyProblemOfTheConfigurationIsToldWithCode78() {
    Shell.Result result =
        Shell.run(
            "server",
            "--node-id",
            "n 1",
            "--engine",
            "rocks",
            "--set",
            "cluster.replicas=99",
            "--set",
            "storage.durabilty=none");

    assertThat(result.exitCode()).isEqualTo(78);
    assertThat(result.err())
        .contains("dynamo.node.id (--node-id)")
        .contains("dynamo.node.data must be given")
        .contains("\"rocks\"")
        .contains("memory")
        .contains("dynamo.cluster.replicas (--set cluster.replicas)")
        .contains("did you mean dynamo.storage.durability?")
        .doesNotContain("\tat ");
  }

  @Test
  void aNodeThatRefusesItsConfigurationAsItStartsHasCode78Too() {
    Shell.Result result =
        Shell.run(
            (config, providers) -> {
              throw new ConfigurationException(List.of("the data is of another cluster"));
            },
            good());
    assertThat(result.exitCode()).isEqualTo(78);
    assertThat(result.err()).contains("dynamo: the data is of another cluster");
  }

  @Test
  void aNodeThatCannotGoOnHasCode1() {
    Shell.Result result =
        Shell.run(
            (config, providers) ->
                new Ended(
                    CompletableFuture.failedFuture(new IllegalStateException("disk is gone"))),
            good());
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("the node has ended: disk is gone");
  }

  private String[] good() {
    return new String[] {
      "server",
      "--node-id",
      "n1",
      "--engine",
      "memory",
      "--data",
      directory.toString(),
      "--initial-members",
      "n1=127.0.0.1:8402"
    };
  }

  private record Ended(CompletionStage<Void> ended) implements RunningNode {
    @Override
    public String httpAddress() {
      return "127.0.0.1:8400";
    }

    @Override
    public void stop() {}
  }
}
