package io.dynamo.server.data;

import io.dynamo.api.node.NodeLog;
import io.dynamo.api.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A node's log as one small file for each entry. A file has a format byte, the length of the
 * content (4 bytes), the CRC-32C of name, format, length and content (4 bytes), and the content.
 *
 * <p>An entry is replaced by a new file that is synced and then renamed, so that the end of the
 * process or machine leaves the old one or the new one, whole. A file that is damaged, cut or too
 * long is an error that names it, never "no entry". Entries of different names may be written by
 * different threads.
 */
public final class FileNodeLog implements NodeLog {
  /** The longest content, in bytes: what is read is never more than this. */
  public static final int MAX_BYTES = 64 << 20;

  private static final byte FORMAT = 1;
  private static final int HEADER_BYTES = 9;
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]+");
  private static final String UNFINISHED = ".tmp";

  private final Path directory;

  /**
   * The log in this directory, which is made if absent. Files that a write left unfinished go.
   *
   * @throws StorageException if the directory cannot be used
   */
  public FileNodeLog(Path directory) {
    this.directory = directory;
    try {
      Files.createDirectories(directory);
      try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, "*" + UNFINISHED)) {
        for (Path file : left) {
          Files.delete(file);
        }
      }
      Path parent = directory.toAbsolutePath().getParent();
      if (parent != null) {
        syncDirectory(parent);
      }
    } catch (IOException e) {
      throw new StorageException("the node's log " + directory + " cannot be used: " + e, e);
    }
  }

  @Override
  public byte @Nullable [] read(String name) {
    Path file = file(name);
    byte[] bytes;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() > HEADER_BYTES + MAX_BYTES) {
        throw new StorageException(file + " is damaged: it has " + channel.size() + " bytes");
      }
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw new StorageException(file + " cannot be read: " + e, e);
    }
    return content(file, name, bytes);
  }

  /**
   * {@inheritDoc}
   *
   * <p>If what fails is the last step, the sync of the directory, the entry may be the new one.
   *
   * @throws IllegalArgumentException if the content is longer than {@link #MAX_BYTES}
   */
  @Override
  public void write(String name, byte[] content) {
    Path file = file(name);
    if (content.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "entry " + name + " must be at most " + MAX_BYTES + " bytes, was " + content.length);
    }
    Path unfinished = directory.resolve(name + UNFINISHED);
    try {
      try (FileChannel channel =
          FileChannel.open(
              unfinished,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        ByteBuffer bytes = framed(name, content);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      syncDirectory(directory);
    } catch (IOException e) {
      throw new StorageException(file + " cannot be written: " + e, e);
    }
  }

  @Override
  public void remove(String name) {
    Path file = file(name);
    try {
      if (Files.deleteIfExists(file)) {
        syncDirectory(directory);
      }
    } catch (IOException e) {
      throw new StorageException(file + " cannot be removed: " + e, e);
    }
  }

  /** Makes what was created, renamed or removed in this directory survive the machine. */
  static void syncDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private Path file(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name of an entry must be of a-z 0-9 -, was \"" + name + "\"");
    }
    return directory.resolve(name);
  }

  private static ByteBuffer framed(String name, byte[] content) {
    return ByteBuffer.allocate(HEADER_BYTES + content.length)
        .put(FORMAT)
        .putInt(content.length)
        .putInt(checksum(name, FORMAT, content))
        .put(content)
        .flip();
  }

  private static byte[] content(Path file, String name, byte[] bytes) {
    if (bytes.length < HEADER_BYTES) {
      throw new StorageException(file + " is damaged: it has only " + bytes.length + " bytes");
    }
    ByteBuffer header = ByteBuffer.wrap(bytes);
    byte format = header.get();
    int length = header.getInt();
    int checksum = header.getInt();
    byte[] content = Arrays.copyOfRange(bytes, HEADER_BYTES, bytes.length);
    if (length != content.length) {
      throw new StorageException(
          file + " is damaged: it should hold " + length + " bytes and holds " + content.length);
    }
    if (checksum != checksum(name, format, content)) {
      throw new StorageException(file + " is damaged: its checksum is wrong");
    }
    if (format != FORMAT) {
      throw new StorageException(file + " was written by another release, in format " + format);
    }
    return content;
  }

  private static int checksum(String name, byte format, byte[] content) {
    CRC32C crc = new CRC32C();
    crc.update(name.getBytes(StandardCharsets.US_ASCII));
    crc.update(ByteBuffer.allocate(5).put(format).putInt(content.length).flip());
    crc.update(content);
    return (int) crc.getValue();
  }
}
