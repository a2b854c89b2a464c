package io.dynamo.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.storage.StorageException;
import org.junit.jupiter.api.Test;

class HistoryLogTest {
  private final MapLog log = new MapLog();

  @Test
  void aNewNodeHasNone() {
    assertThat(new HistoryLog(log).read()).isNull();
  }

  @Test
  void whatIsWrittenIsReadByTheNextStart() {
    MembershipHistory history = MembershipHistories.create(Samples.SETTINGS, Samples.THREE, 1);
    new HistoryLog(log).write(history);

    assertThat(new HistoryLog(log).read()).isEqualTo(history);
  }

  @Test
  void aDamagedEntryIsAnErrorAndNotNone() {
    log.write("history", new byte[] {1, 2, 3});

    assertThatThrownBy(() -> new HistoryLog(log).read())
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("entry \"history\"");
  }
}
