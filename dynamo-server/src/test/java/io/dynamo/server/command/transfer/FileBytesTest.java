package io.dynamo.server.command.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class FileBytesTest {
  private static final int BUDGET_BYTES = 1000;

  @TempDir private Path directory;
  private final ByteBudget budget = new ByteBudget(BUDGET_BYTES);

  @Test
  void takesRoomForTheFileAndForAValueToCompareItWith() throws Exception {
    Path file = Files.write(directory.resolve("file"), new byte[300]);

    FileBytes read = FileBytes.read(file, budget);

    assertThat(read).isInstanceOf(FileBytes.Whole.class);
    FileBytes.Whole whole = (FileBytes.Whole) read;
    assertThat(whole.bytes()).hasSize(300);
    assertThat(whole.room()).isEqualTo(600);
    assertThat(budget.free()).isEqualTo(400);
  }

  /** The system says that this file is empty, and yet there is something in it. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aFileThatIsNeverOfOneSizeIsGivenUpAndHoldsNoRoom() throws Exception {
    assertThat(FileBytes.read(Path.of("/proc/self/stat"), budget))
        .isEqualTo(new FileBytes.Unreadable("changes while it is read"));
    assertThat(budget.free()).isEqualTo(BUDGET_BYTES);
  }

  @Test
  void aFileThatIsGoneIsUnreadable() throws Exception {
    assertThat(FileBytes.read(directory.resolve("gone"), budget))
        .isInstanceOfSatisfying(
            FileBytes.Unreadable.class, none -> assertThat(none.reason()).contains("gone"));
    assertThat(budget.free()).isEqualTo(BUDGET_BYTES);
  }

  @Test
  void whatIsLargerThanTheBudgetTakesAllOfIt() throws IOException, InterruptedException {
    Path file = Files.write(directory.resolve("file"), new byte[2000]);

    FileBytes.Whole whole = (FileBytes.Whole) FileBytes.read(file, budget);

    assertThat(budget.free()).isZero();
    budget.giveBack(whole.room());
    assertThat(budget.free()).isEqualTo(BUDGET_BYTES);
  }
}
