package io.dynamo.server.command.transfer;

import io.dynamo.api.Key;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists the regular files of a directory and of those in it. Links are not followed. */
final class FileTree {
  private FileTree() {}

  /**
   * All files, in the order of their names.
   *
   * @throws IOException if one of the directories cannot be listed
   */
  static List<TreeFile> list(Path directory) throws IOException {
    Path root = directory.toRealPath();
    List<TreeFile> files = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              files.add(file(root, file, attributes.size()));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(Comparator.comparing(TreeFile::name).thenComparing(TreeFile::path));
    return files;
  }

  private static TreeFile file(Path root, Path file, long size) {
    Path relative = root.relativize(file);
    String name = relative.toString().replace(relative.getFileSystem().getSeparator(), "/");
    return new TreeFile(file, name, key(relative, name), size);
  }

  /** A name that is no text would not come back as the bytes that it was. */
  private static @Nullable Key key(Path relative, String name) {
    int length = name.getBytes(StandardCharsets.UTF_8).length;
    boolean isText = relative.getFileSystem().getPath(relative.toString()).equals(relative);
    return isText && length <= Key.MAX_BYTES ? Key.of(name) : null;
  }
}
