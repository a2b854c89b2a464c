package io.dynamo.server.command.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.Key;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class FileTreeTest {
  @TempDir private Path directory;

  @Test
  void namesAreRelativePathsInOrder() throws Exception {
    Files.createDirectories(directory.resolve("b/c"));
    Files.write(directory.resolve("b/c/file"), new byte[3]);
    Files.write(directory.resolve("a"), new byte[1]);
    Files.createDirectory(directory.resolve("empty"));

    List<TreeFile> files = FileTree.list(directory);

    assertThat(files).extracting(TreeFile::name).containsExactly("a", "b/c/file");
    assertThat(files).extracting(TreeFile::key).containsExactly(Key.of("a"), Key.of("b/c/file"));
    assertThat(files).extracting(TreeFile::size).containsExactly(1L, 3L);
  }

  /** Java cannot make such a name itself; the shell can. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aNameThatIsNoTextIsNoKey() throws Exception {
    Process shell =
        new ProcessBuilder("sh", "-c", "printf x > \"$(printf 'bad\\377name')\"")
            .directory(directory.toFile())
            .start();
    assertThat(shell.waitFor()).isZero();

    List<TreeFile> files = FileTree.list(directory);

    assertThat(files).hasSize(1);
    assertThat(files.get(0).key()).isNull();
  }
}
