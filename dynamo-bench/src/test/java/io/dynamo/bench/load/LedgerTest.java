package io.dynamo.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of what was acknowledged. */
class LedgerTest {
  @TempDir private Path directory;

  @Test
  void aLedgerIsReadAsItWasWritten() throws Exception {
    Ledger ledger = new Ledger(-1, List.of(3, 0, 7));
    Path file = directory.resolve("ledger");
    ledger.write(file);
    assertThat(Files.readAllLines(file)).contains("load-ffffffffffffffff-2 7");
    assertThat(Ledger.read(file)).isEqualTo(ledger);
  }

  @Test
  void anythingElseIsRefused() throws Exception {
    Path file = Files.writeString(directory.resolve("ledger"), "load-1-1 0\n");
    assertThatThrownBy(() -> Ledger.read(file)).hasMessageContaining("load-1-1 0");
  }

  @Test
  void theLastAcknowledgedOrANewerOneMeetsIt() {
    Ledger ledger = new Ledger(9, List.of(2));
    assertThat(ledger.isMetBy(0, values(2))).isTrue();
    assertThat(ledger.isMetBy(0, values(1, 3))).isTrue();
    assertThat(ledger.isMetBy(0, values(1))).isFalse();
    assertThat(ledger.isMetBy(0, List.of())).isFalse();
    assertThat(ledger.isMetBy(0, List.of(new byte[30]))).isFalse();
  }

  private static List<byte[]> values(int... sequences) {
    return IntStream.of(sequences)
        .mapToObj(sequence -> new StampedValue(9, 0, sequence).encode(40))
        .toList();
  }
}
