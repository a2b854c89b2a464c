package io.dynamo.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class EventLinesTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger("io.dynamo.events");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private long now;
  private final MeteredEvents events = new MeteredEvents(registry, () -> now);

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void listenNoMore() {
    logger.detachAppender(lines);
    registry.close();
  }

  @Test
  void wholenessIsToldInOneLineForManyPartitions() {
    for (int partition = 0; partition < 256; partition++) {
      events.wholenessChanged(partition, true, "formed");
    }
    now += MeteredEvents.WARNING_INTERVAL_NANOS;
    events.wholenessChanged(256, true, "compared");
    assertThat(told())
        .containsExactly(
            "INFO a partition is whole [partition=\"0\", reason=\"formed\"]",
            "INFO a partition is whole [partition=\"256\", reason=\"compared\", times=\"256\"]");
  }

  @Test
  void lossOfWholenessIsAWarningOfItsOwn() {
    events.wholenessChanged(1, true, "compared");
    events.wholenessChanged(1, false, "a record is damaged");
    assertThat(told())
        .contains(
            "WARN a partition is not whole any more"
                + " [partition=\"1\", reason=\"a record is damaged\"]");
  }

  @Test
  void everyPartitionThatIsSetAsideIsAnErrorOfItsOwn() {
    events.partitionSetAside(1, 10);
    events.partitionSetAside(2, 20);
    assertThat(told()).hasSize(2).allMatch(line -> line.startsWith("ERROR this disk is older"));
  }

  @Test
  void whatHindersRepairIsAWarning() {
    events.treeExchangeFailed(1, new NodeId("n2"), "no reply");
    events.treeExchangeFailed(2, new NodeId("n2"), "no reply");
    events.treeExchangeFailed(1, new NodeId("n3"), "no reply");
    events.recordSetAside(Key.of("k"), "checksum");
    events.reapingBlocked(1, new NodeId("n2"), "is down");
    events.reapingBlocked(2, new NodeId("n2"), "is down");
    assertThat(told())
        .containsExactly(
            "WARN trees were not compared [owner=\"n2\", reason=\"no reply\"]",
            "WARN trees were not compared [owner=\"n3\", reason=\"no reply\"]",
            "WARN a damaged record was set aside [key=\"k\", reason=\"checksum\"]",
            "WARN tombstones cannot be reaped [node=\"n2\", reason=\"is down\"]");
  }

  private List<String> told() {
    return lines.list.stream()
        .map(line -> line.getLevel() + " " + line.getMessage() + " " + line.getKeyValuePairs())
        .toList();
  }
}
