package io.dynamo.bench.load;

import io.dynamo.client.ClientOptions;
import io.dynamo.client.DynamoClient;
import io.dynamo.client.NodeAddress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code load}: puts a cluster under load and says what became of every operation. Ends with 0;
 * with 1 if operations are not accounted for or an answer was wrong.
 */
@Command(
    name = "load",
    description = "Open-loop load on a cluster: operations begin at a fixed rate, come what may.",
    subcommands = CheckCommand.class,
    mixinStandardHelpOptions = true)
public final class LoadCommand implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final int MAX_IN_FLIGHT = 1_000_000;
  private static final long END_SLACK_MILLIS = 5_000;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--nodes",
      split = ",",
      paramLabel = "HOST:PORT",
      description = "Client ports of the nodes.",
      defaultValue = "127.0.0.1:8401,127.0.0.1:8411,127.0.0.1:8421")
  private List<String> nodes = List.of();

  @Option(names = "--rate", description = "Operations a second.", defaultValue = "500")
  private int rate;

  @Option(names = "--seconds", description = "How long is measured.", defaultValue = "30")
  private int seconds;

  @Option(
      names = "--warmup-seconds",
      description = "How long the rate is kept up before.",
      defaultValue = "5")
  private int warmUpSeconds;

  @Option(
      names = "--keys",
      description = "How many keys; new ones each run.",
      defaultValue = "1000")
  private int keys;

  @Option(names = "--value-bytes", description = "Length of a value.", defaultValue = "100")
  private int valueBytes;

  @Option(names = "--read-fraction", description = "Gets among all, 0 to 1.", defaultValue = "0.5")
  private double readFraction;

  @Option(names = "--seed", description = "Of the order of operations.", defaultValue = "1")
  private long seed;

  @Option(
      names = "--timeout-millis",
      description = "How long one operation may take.",
      defaultValue = "2000")
  private int timeoutMillis;

  @Option(names = "--ledger", description = "Where to write what is acknowledged, for check.")
  private @Nullable Path ledger;

  @Option(
      names = "--until",
      paramLabel = "FILE",
      description = "End before the time as soon as this file exists.")
  private @Nullable Path until;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  /** Runs the command line and ends the process. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new LoadCommand()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    CommandLine line = commandLine();
    Schedule schedule;
    Workload workload;
    ClientOptions options;
    try {
      schedule = new Schedule(rate, warmUpSeconds, seconds);
      workload =
          new Workload(
              new SecureRandom().nextLong(),
              keys,
              readFraction,
              seed,
              new Complaints(what -> tell(line, what)));
      options = options(nodes, timeoutMillis);
      new StampedValue(0, 0, 1).encode(valueBytes);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(line, String.valueOf(e.getMessage()), e);
    }
    LoadRecord record = new LoadRecord(schedule);
    try (DynamoClient client = DynamoClient.connect(options)) {
      OpenLoop loop = new OpenLoop(client, workload, schedule, valueBytes, record);
      loop.fill();
      loop.run(
          () -> tell(line, "measuring"),
          () -> until != null && Files.exists(until),
          timeoutMillis + END_SLACK_MILLIS);
      loop.reasons().lines().forEach(reason -> tell(line, reason));
      Throwable bug = loop.bug();
      if (bug != null) {
        bug.printStackTrace(line.getErr());
      }
    }
    if (ledger != null) {
      workload.ledger().write(ledger);
    }
    return report(line, record);
  }

  static ClientOptions options(List<String> nodes, int timeoutMillis) {
    NodeAddress[] addresses = nodes.stream().map(NodeAddress::parse).toArray(NodeAddress[]::new);
    return ClientOptions.of(addresses)
        .withTimeout(Duration.ofMillis(timeoutMillis))
        .withMaxInFlight(MAX_IN_FLIGHT);
  }

  private int report(CommandLine line, LoadRecord record) {
    PrintWriter out = line.getOut();
    Report report = new Report(record);
    out.print(json ? report.json().encodePrettily() + System.lineSeparator() : report.text());
    out.flush();
    int code = 0;
    if (!record.addsUp()) {
      tell(line, "attempts are not ok + unavailable + unknown + wrong");
      code = FAILED;
    }
    long wrong = record.whole().wrong() + record.warmUp().wrong();
    if (wrong > 0) {
      tell(line, wrong + " answers were wrong");
      code = FAILED;
    }
    return code;
  }

  private static void tell(CommandLine line, String what) {
    line.getErr().println("load: " + what);
    line.getErr().flush();
  }

  private CommandLine commandLine() {
    if (spec == null) {
      throw new IllegalStateException("run it by its command line");
    }
    return spec.commandLine();
  }
}
