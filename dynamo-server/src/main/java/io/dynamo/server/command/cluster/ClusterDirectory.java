package io.dynamo.server.command.cluster;

import io.dynamo.server.command.console.CommandFailure;
import io.dynamo.server.command.console.ExitCode;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a local cluster: {@code cluster.json} with its plan, {@code cluster.secret}, and
 * {@code n1}, {@code n2}, ... with the data and the log of each node. One command uses it at a
 * time; it holds a lock until it ends.
 */
final class ClusterDirectory implements AutoCloseable {
  private static final int SECRET_BYTES = 32;

  private final Path path;
  private final FileChannel lockFile;

  private ClusterDirectory(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /**
   * Opens a directory, and makes it if it is not there.
   *
   * @throws CommandFailure if another command uses it
   */
  static ClusterDirectory open(Path directory) throws IOException {
    Path path = Files.createDirectories(directory.toAbsolutePath().normalize()).toRealPath();
    if (path.toString().indexOf(',') >= 0) {
      throw new CommandFailure(ExitCode.USAGE, "--dir must have no comma in its path, is " + path);
    }
    FileChannel lockFile =
        FileChannel.open(
            path.resolve("cluster.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = lockFile.tryLock();
    if (lock == null) {
      lockFile.close();
      throw new CommandFailure(ExitCode.FAILED, "another cluster command runs in " + path);
    }
    return new ClusterDirectory(path, lockFile);
  }

  Path path() {
    return path;
  }

  /** The plan that was remembered here, or null. */
  @Nullable ClusterPlan plan() throws IOException {
    Path file = planFile();
    if (!Files.exists(file)) {
      return null;
    }
    try {
      return ClusterPlan.fromJson(new JsonObject(Files.readString(file)));
    } catch (DecodeException | IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.BAD_CONFIGURATION, file + " cannot be understood: " + e.getMessage(), e);
    }
  }

  /** Remembers a plan for the next time. */
  void remember(ClusterPlan plan) throws IOException {
    writeWhole(planFile(), plan.toJson().encodePrettily() + "\n");
  }

  /** The file of the cluster's secret, made now if it is not there; only its owner may read it. */
  Path secret() throws IOException {
    Path file = path.resolve("cluster.secret");
    if (!Files.exists(file)) {
      byte[] secret = new byte[SECRET_BYTES];
      new SecureRandom().nextBytes(secret);
      writeWhole(file, HexFormat.of().formatHex(secret) + "\n", ownerOnly());
    }
    return file;
  }

  /** Where a node keeps its data. */
  Path data(String node) {
    return path.resolve(node);
  }

  /** What a node writes to its standard output and error. */
  Path log(String node) {
    return path.resolve(node).resolve("node.log");
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }

  private Path planFile() {
    return path.resolve("cluster.json");
  }

  /** A crash leaves the old file or the new one, never a part. */
  private static void writeWhole(Path file, String text, FileAttribute<?>... attributes)
      throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    Files.createFile(part, attributes);
    try (FileChannel out = FileChannel.open(part, StandardOpenOption.WRITE)) {
      out.write(StandardCharsets.UTF_8.encode(text));
      out.force(true);
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private FileAttribute<?>[] ownerOnly() {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
