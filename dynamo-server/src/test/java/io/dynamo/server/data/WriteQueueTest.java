package io.dynamo.server.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WriteQueueTest {
  @Test
  void whatIsTakenMakesRoom() {
    WriteQueue<String> queue = new WriteQueue<>(2, 100);
    assertThat(queue.offer("a", 60)).isEqualTo(Admission.ACCEPTED);
    assertThat(queue.offer("b", 41)).isEqualTo(Admission.FULL);
    assertThat(queue.take(10, 100)).containsExactly("a");
    assertThat(queue.offer("c", 60)).isEqualTo(Admission.ACCEPTED);
    assertThat(queue.offer("d", 40)).isEqualTo(Admission.ACCEPTED);
    assertThat(queue.offer("e", 0)).isEqualTo(Admission.FULL);
  }

  @Test
  void closedQueueGivesOutWhatItHasAndThenNothing() {
    WriteQueue<String> queue = new WriteQueue<>(10, 100);
    queue.offer("a", 1);
    queue.close();
    assertThat(queue.offer("b", 1)).isEqualTo(Admission.CLOSED);
    assertThat(queue.take(10, 100)).containsExactly("a");
    assertThat(queue.take(10, 100)).isEmpty();
  }
}
