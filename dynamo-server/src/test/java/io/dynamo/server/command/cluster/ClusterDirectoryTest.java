package io.dynamo.server.command.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamo.server.command.console.CommandFailure;
import io.dynamo.server.config.Secrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class ClusterDirectoryTest {
  @TempDir private Path parent;

  @Test
  void remembersThePlan() throws Exception {
    ClusterPlan plan = new ClusterPlan(5, 9000, "xodus", List.of("a.b=c"));
    Path path = parent.resolve("new/dir");
    try (ClusterDirectory directory = ClusterDirectory.open(path)) {
      assertThat(directory.plan()).isNull();
      directory.remember(plan);
    }
    try (ClusterDirectory directory = ClusterDirectory.open(path)) {
      assertThat(directory.plan()).isEqualTo(plan);
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void makesOneSecretThatOnlyItsOwnerMayRead() throws Exception {
    try (ClusterDirectory directory = ClusterDirectory.open(parent)) {
      Path secret = directory.secret();
      byte[] bytes = Files.readAllBytes(secret);

      assertThat(bytes).hasSizeGreaterThanOrEqualTo(2 * Secrets.MIN_BYTES);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
          .isEqualTo("rw-------");
      assertThat(directory.secret()).isEqualTo(secret).hasBinaryContent(bytes);
    }
    try (ClusterDirectory other = ClusterDirectory.open(parent.resolve("other"))) {
      assertThat(Files.readAllBytes(other.secret()))
          .isNotEqualTo(Files.readAllBytes(parent.resolve("cluster.secret")));
    }
  }

  @Test
  void aDamagedPlanIsNamed() throws Exception {
    Files.writeString(parent.resolve("cluster.json"), "{\"nodes\":");
    try (ClusterDirectory directory = ClusterDirectory.open(parent)) {
      assertThatThrownBy(directory::plan)
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining("cluster.json cannot be understood");
    }
  }
}
