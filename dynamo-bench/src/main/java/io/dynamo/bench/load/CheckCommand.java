package io.dynamo.bench.load;

import io.dynamo.api.Key;
import io.dynamo.client.BlockingDynamoClient;
import io.dynamo.client.DynamoClient;
import io.dynamo.client.GetResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code load check}: reads every key of a ledger and looks whether what was acknowledged, or what
 * replaced it, is there. Ends with 0; with 1 if anything is lost or cannot be read.
 */
@Command(
    name = "check",
    description = "Looks whether all that a run was told is stored is there.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  private static final int TIMEOUT_MILLIS = 5_000;

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--nodes", split = ",", paramLabel = "HOST:PORT", required = true)
  private List<String> nodes = List.of();

  @Option(names = "--ledger", required = true, description = "What load --ledger has written.")
  private Path ledger = Path.of("ledger");

  @Override
  public Integer call() throws IOException, InterruptedException {
    Ledger expected = Ledger.read(ledger);
    int lost = 0;
    int unread = 0;
    int siblings = 0;
    try (DynamoClient client = DynamoClient.connect(LoadCommand.options(nodes, TIMEOUT_MILLIS))) {
      BlockingDynamoClient blocking = client.blocking();
      for (int key = 0; key < expected.acknowledged().size(); key++) {
        GetResult result = blocking.get(Key.of(Workload.keyName(expected.writer(), key)));
        if (result instanceof GetResult.Found found) {
          lost += expected.isMetBy(key, found.values()) ? 0 : 1;
          siblings += found.values().size() > 1 ? 1 : 0;
        } else if (result instanceof GetResult.NotFound) {
          lost += expected.acknowledged().get(key) > 0 ? 1 : 0;
        } else {
          unread++;
        }
      }
    }
    if (spec != null) {
      PrintWriter out = spec.commandLine().getOut();
      out.printf(
          "keys %d, lost %d, unread %d, with siblings %d%n",
          expected.acknowledged().size(), lost, unread, siblings);
      out.flush();
    }
    return lost + unread > 0 ? 1 : 0;
  }
}
