package io.dynamo.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.dynamo.testkit.history.Operation.Kind;
import io.dynamo.testkit.history.Operation.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
  private static final int NONE = Operation.NO_CONTEXT;

  @Test
  void operationsStandInTheOrderOfTheirStarts() {
    History history = new History();
    int put = history.beginPut("c1", "k", "a", NONE, 10);
    int get = history.beginGet("c2", "k", 20);
    history.answered(get, List.of("a", "b"), 30);
    history.end(put, Outcome.ACKNOWLEDGED, 40);
    int delete = history.beginDelete("c2", "k", "d", get, 50);
    assertThat(history.operations())
        .containsExactly(
            new Operation(
                put, "c1", "k", Kind.PUT, "a", NONE, Outcome.ACKNOWLEDGED, List.of(), 10, 40),
            new Operation(
                get, "c2", "k", Kind.GET, "", NONE, Outcome.ANSWERED, List.of("a", "b"), 20, 30),
            new Operation(
                delete,
                "c2",
                "k",
                Kind.DELETE,
                "d",
                get,
                Outcome.UNKNOWN,
                List.of(),
                50,
                Operation.NEVER_ENDED));
  }

  @Test
  void aHistoryThatWasWrittenToAFileIsReadBackTheSame(@TempDir Path directory) throws IOException {
    History history = new History();
    history.answered(history.beginGet("c\t1", "k\\t", 1), List.of("", "a\nb", "\r\u00e4\\"), 2);
    history.answered(history.beginGet("c", "k", 3), List.of(), 4);
    history.answered(history.beginGet("c", "k", 3), List.of(""), 4);
    history.end(history.beginGet("c", "k", 5), Outcome.UNANSWERED, 6);
    history.end(history.beginPut("c", "", "", 1, 5), Outcome.NOTHING_WRITTEN, 6);
    history.beginDelete("c", "k", "d\\", NONE, -7);
    Path file = directory.resolve("history.txt");
    history.writeTo(file);
    assertThat(Files.readAllLines(file)).hasSize(6);
    assertThat(History.readFrom(file).operations()).isEqualTo(history.operations());
  }

  @Test
  void whatIsReadCanBeGoneOnWith(@TempDir Path directory) throws IOException {
    History history = new History();
    history.beginPut("c", "k", "a", NONE, 1);
    Path file = directory.resolve("history.txt");
    history.writeTo(file);
    History read = History.readFrom(file);
    read.end(0, Outcome.ACKNOWLEDGED, 2);
    assertThat(read.beginGet("c", "k", 3)).isEqualTo(1);
    assertThat(read.operations().get(0).outcome()).isEqualTo(Outcome.ACKNOWLEDGED);
  }

  @Test
  void aLineThatIsNoOperationIsNamed(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("history.txt");
    for (String line :
        List.of("", "0\tc\tk\tGET\t\t-1\tANSWERED\t1", "0\tc\tk\tPUT\ta\t-1\tANSWERED\t1\t2")) {
      Files.writeString(file, line + "\n");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> History.readFrom(file))
          .withMessage("not an operation: \"" + line + "\"");
    }
    Files.writeString(file, "1\tc\tk\tGET\t\t-1\tANSWERED\t1\t2\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> History.readFrom(file))
        .withMessageContaining("expected operation 0");
  }

  @Test
  void operationsThatCannotBeAreRefused() {
    History history = new History();
    int get = history.beginGet("c", "k", 10);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> history.end(get, Outcome.ACKNOWLEDGED, 20));
    assertThatIllegalArgumentException().isThrownBy(() -> history.end(get, Outcome.UNANSWERED, 9));
    history.end(get, Outcome.UNANSWERED, 10);
    assertThatIllegalStateException().isThrownBy(() -> history.answered(get, List.of("a"), 20));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> history.beginPut("c", "k", "a", 1, 20))
        .withMessage("operation 1 cannot have the context of 1");
    int put = history.beginPut("c", "k", "a", get, 20);
    assertThatIllegalArgumentException().isThrownBy(() -> history.answered(put, List.of("a"), 30));
  }
}
