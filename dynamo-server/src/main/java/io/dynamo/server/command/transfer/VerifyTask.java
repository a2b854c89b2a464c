package io.dynamo.server.command.transfer;

import io.dynamo.api.Key;
import io.dynamo.server.command.remote.Failure;
import io.dynamo.server.command.remote.KeyValues;
import io.dynamo.server.command.remote.Reading;
import java.util.Arrays;
import java.util.List;

/** Compares one file with what is under its key, byte for byte. It changes nothing. */
final class VerifyTask implements FileTask {
  private final KeyValues keyValues;
  private final Retries retries;

  VerifyTask(KeyValues keyValues, Retries retries) {
    this.keyValues = keyValues;
    this.retries = retries;
  }

  @Override
  public FileOutcome run(Key key, byte[] value) throws InterruptedException {
    for (int tries = 1; ; tries++) {
      Reading reading = keyValues.get(key);
      if (reading instanceof Reading.Found found) {
        return compare(found.siblings(), value);
      }
      if (reading instanceof Reading.Absent) {
        return new FileOutcome(FileOutcome.Kind.MISSING, "nothing is stored");
      }
      Failure failure = (Failure) reading;
      if (!failure.passes() || tries == retries.tries()) {
        return new FileOutcome(
            failure.kind() == Failure.Kind.UNAVAILABLE
                ? FileOutcome.Kind.UNAVAILABLE
                : FileOutcome.Kind.FAILED,
            failure.detail());
      }
      retries.pause(tries);
    }
  }

  private static FileOutcome compare(List<byte[]> stored, byte[] value) {
    if (stored.size() > 1) {
      long equal = stored.stream().filter(sibling -> Arrays.equals(sibling, value)).count();
      return new FileOutcome(
          FileOutcome.Kind.SIBLINGS, stored.size() + " siblings, of which equal: " + equal);
    }
    int first = Arrays.mismatch(stored.get(0), value);
    if (first < 0) {
      return FileOutcome.EQUAL;
    }
    return new FileOutcome(
        FileOutcome.Kind.DIFFERENT,
        stored.get(0).length
            + " bytes are stored, "
            + value.length
            + " are in the file; they differ from byte "
            + first
            + " on");
  }
}
