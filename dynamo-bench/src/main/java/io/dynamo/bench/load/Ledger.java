package io.dynamo.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run was told is stored: for each key the last acknowledged put. As a file one line for
 * each key: its name, a blank, the put's number.
 *
 * @param acknowledged by number of the key; 0 if nothing
 */
record Ledger(long writer, List<Integer> acknowledged) {
  Ledger {
    acknowledged = List.copyOf(acknowledged);
  }

  void write(Path file) throws IOException {
    List<String> lines = new ArrayList<>(acknowledged.size());
    for (int key = 0; key < acknowledged.size(); key++) {
      lines.add(Workload.keyName(writer, key) + " " + acknowledged.get(key));
    }
    Files.write(file, lines);
  }

  /** Whether these values of a key are its last acknowledged put or newer ones. */
  boolean isMetBy(int key, List<byte[]> values) {
    int newest = 0;
    for (byte[] bytes : values) {
      StampedValue value = StampedValue.decode(bytes);
      if (value == null || value.writer() != writer || value.key() != key) {
        return false;
      }
      newest = Math.max(newest, value.sequence());
    }
    return newest >= acknowledged.get(key);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException if it is not that
   */
  static Ledger read(Path file) throws IOException {
    long writer = 0;
    List<Integer> acknowledged = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      String[] parts = line.split("[- ]", -1);
      if (parts.length != 4 || Integer.parseInt(parts[2]) != acknowledged.size()) {
        throw new IllegalArgumentException(file + " is no ledger, it has \"" + line + "\"");
      }
      writer = Long.parseUnsignedLong(parts[1], 16);
      acknowledged.add(Integer.parseInt(parts[3]));
    }
    return new Ledger(writer, acknowledged);
  }
}
