package io.dynamo.bench.moves;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CopiesTest {
  private final Copies three = ring("a,b,c", "a,b,c", "a,b,c", "a,b,c");

  @Test
  void whatMovesIsCountedByPartition() {
    Copies four = ring("a,b,d", "a,c,d", "b,c,d", "a,b,c");

    assertThat(four.movedSince(three)).isEqualTo(3);
    assertThat(four.leastFrom(three)).isEqualTo(3);
    assertThat(four.furthestOff()).isZero();
  }

  @Test
  void aNodeThatGetsAndGivesMovesMoreThanTheLeast() {
    Copies before = ring("a,b,c", "a,b,d", "a,c,d", "b,c,d");
    Copies after = ring("b,c,d", "a,c,d", "a,b,d", "a,b,c");

    assertThat(after.movedSince(before)).isEqualTo(4);
    assertThat(after.leastFrom(before)).isZero();
  }

  @Test
  void noNodeCanHaveMoreThanOneCopyOfAPartition() {
    Copies heavy = new Copies(ring("a,b", "a,c").owners(), new TreeMap<>());
    heavy.weights().put("a", 8);
    heavy.weights().put("b", 1);
    heavy.weights().put("c", 1);

    assertThat(heavy.targets()).containsEntry("a", 2.0).containsEntry("b", 1.0);
  }

  private static Copies ring(String... owners) {
    JsonArray partitions = new JsonArray();
    TreeMap<String, Integer> names = new TreeMap<>();
    for (String ofOne : owners) {
      List<String> of = List.of(ofOne.split(",", -1));
      partitions.add(new JsonObject().put("owners", new JsonArray(of)));
      of.forEach(name -> names.put(name, 1));
    }
    JsonArray members = new JsonArray();
    names.forEach(
        (name, weight) -> members.add(new JsonObject().put("node", name).put("weight", weight)));
    return Copies.of(new JsonObject().put("partitions", partitions).put("members", members));
  }
}
