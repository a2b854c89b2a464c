package io.dynamo.server.http;

/**
 * What a request line names, as it was sent: nothing is decoded and no dot segment folded.
 *
 * @param path from the first {@code /} up to the first {@code ?}
 * @param query what follows it; empty if nothing does
 */
record RequestTarget(String path, String query) {

  /** Takes a target apart; one in absolute form loses its scheme and authority. */
  static RequestTarget of(String uri) {
    String target = uri;
    if (!uri.startsWith("/")) {
      int authority = uri.indexOf("://");
      int slash = authority < 0 ? -1 : uri.indexOf('/', authority + 3);
      target = slash < 0 ? "/" : uri.substring(slash);
    }
    int question = target.indexOf('?');
    return question < 0
        ? new RequestTarget(target, "")
        : new RequestTarget(target.substring(0, question), target.substring(question + 1));
  }
}
