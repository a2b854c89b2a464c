package io.dynamo.server.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of a cluster, from the files of {@code dynamo.cluster.secret} (rule V8): the first
 * signs, all verify. A file's bytes are the secret as they are, a line end included. Never printed.
 */
public final class Secrets {
  /** A shorter secret could be guessed. */
  public static final int MIN_BYTES = 32;

  /** A longer file is surely the wrong one. */
  public static final int MAX_BYTES = 4096;

  /** No secret at all. */
  public static final Secrets NONE = new Secrets(List.of());

  private final List<byte[]> secrets;

  private Secrets(List<byte[]> secrets) {
    this.secrets = secrets;
  }

  /**
   * Reads these files.
   *
   * @param problems gets a line for each file that cannot be used: unreadable, of the wrong length,
   *     or readable by every user of the machine
   */
  static Secrets read(List<String> files, List<String> problems) {
    List<byte[]> secrets = new ArrayList<>();
    for (String file : files) {
      try {
        byte[] secret = read(Path.of(file));
        String problem = problem(Path.of(file), secret.length);
        if (problem == null) {
          secrets.add(secret);
        } else {
          problems.add(file + " " + problem);
        }
      } catch (IOException e) {
        problems.add(file + " cannot be read: " + e);
      } catch (InvalidPathException e) {
        problems.add(file + " is no path: " + e.getMessage());
      }
    }
    return new Secrets(List.copyOf(secrets));
  }

  /** Copies of all, the one that signs first. */
  public List<byte[]> all() {
    return secrets.stream().map(byte[]::clone).toList();
  }

  /** Whether there is none: the node may listen on loopback only. */
  public boolean isEmpty() {
    return secrets.isEmpty();
  }

  @Override
  public String toString() {
    return secrets.size() + " secrets";
  }

  private static byte[] read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MAX_BYTES + 1);
    }
  }

  private static @Nullable String problem(Path file, int length) throws IOException {
    if (length < MIN_BYTES) {
      return "must have at least " + MIN_BYTES + " bytes, has " + length;
    }
    if (length > MAX_BYTES) {
      return "must have at most " + MAX_BYTES + " bytes";
    }
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return null;
    }
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
    if (mode.contains(PosixFilePermission.OTHERS_READ)
        || mode.contains(PosixFilePermission.OTHERS_WRITE)) {
      return "must not be open to every user, is "
          + PosixFilePermissions.toString(mode)
          + " (chmod 600)";
    }
    return null;
  }
}
