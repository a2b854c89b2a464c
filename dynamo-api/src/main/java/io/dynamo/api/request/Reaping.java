package io.dynamo.api.request;

import io.dynamo.api.versioning.Actor;
import java.util.List;

/**
 * What is to become of one record that all owners hold exactly so (rules D3, V7).
 *
 * @param retired the actors whose entries leave its vector; empty if the record, of tombstones
 *     alone, is to be removed as a whole
 */
public record Reaping(TreeEntry entry, List<Actor> retired) {
  public Reaping {
    retired = List.copyOf(retired);
  }
}
