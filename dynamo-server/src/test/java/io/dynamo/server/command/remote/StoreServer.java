package io.dynamo.server.command.remote;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A node of one, in memory, over real HTTP on a free port: contexts cover what was seen, blind puts
 * make siblings, deletes leave tombstones. Its next requests can be made to fail.
 */
public final class StoreServer implements AutoCloseable {
  private static final int MAX_VALUE_BYTES = 16 << 20;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(8);
  private final Map<String, Entry> entries = new TreeMap<>();
  private final AtomicInteger gets = new AtomicInteger();
  private final AtomicInteger puts = new AtomicInteger();
  private final List<String> queries = new ArrayList<>();
  private final List<Fault> faults = new ArrayList<>();

  /** What becomes of one later request. */
  private record Fault(String method, boolean done, int status, String problem) {}

  /** The versions of one key by counter; a tombstone has no bytes. */
  private static final class Entry {
    private final TreeMap<Long, byte[]> values = new TreeMap<>();
    private long counter;

    String context(String key) {
      String text = key + "\n" + counter;
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  public StoreServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** As {@code --node} takes it. */
  public String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  public int gets() {
    return gets.get();
  }

  public int puts() {
    return puts.get();
  }

  /** The queries of all requests, in order. */
  public synchronized List<String> queries() {
    return List.copyOf(queries);
  }

  /** The next request of this method is answered so, and not carried out. */
  public synchronized void refuseNext(String method, int status, String problem) {
    faults.add(new Fault(method, false, status, problem));
  }

  /** The next put is carried out, and answered with an unknown outcome. */
  public synchronized void loseNextPutAnswer() {
    faults.add(new Fault("PUT", true, 504, "unknown-outcome"));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getRawPath();
      if (!path.startsWith("/kv/")) {
        problem(exchange, 404, "no-such-path");
        return;
      }
      serve(exchange, decode(path.substring("/kv/".length())), body);
    }
  }

  private synchronized void serve(HttpExchange exchange, String key, byte[] body)
      throws IOException {
    queries.add(String.valueOf(exchange.getRequestURI().getRawQuery()));
    String method = exchange.getRequestMethod();
    Fault fault = nextFault(method);
    if (fault != null && !fault.done()) {
      problem(exchange, fault.status(), fault.problem());
      return;
    }
    if (method.equals("GET")) {
      gets.incrementAndGet();
      get(exchange, key);
      return;
    }
    if (body.length > MAX_VALUE_BYTES) {
      problem(exchange, 413, "value-too-large");
      return;
    }
    puts.incrementAndGet();
    String context = exchange.getRequestHeaders().getFirst("Dynamo-Context");
    Entry entry = entries.computeIfAbsent(key, absent -> new Entry());
    Long seen = context == null ? Long.valueOf(0) : seen(context, key);
    if (seen == null) {
      problem(exchange, 400, "context-damaged");
      return;
    }
    entry.values.headMap(seen, true).clear();
    entry.values.put(++entry.counter, method.equals("DELETE") ? new byte[] {} : mark(body));
    if (fault != null) {
      problem(exchange, fault.status(), fault.problem());
      return;
    }
    if (entry.values.size() == 1) {
      exchange.getResponseHeaders().set("Dynamo-Context", entry.context(key));
    }
    exchange.getResponseHeaders().set("Dynamo-Siblings", Integer.toString(entry.values.size()));
    exchange.sendResponseHeaders(204, -1);
  }

  /** A byte before each value tells an empty one from a tombstone. */
  private static byte[] mark(byte[] body) {
    byte[] marked = new byte[body.length + 1];
    System.arraycopy(body, 0, marked, 1, body.length);
    return marked;
  }

  private void get(HttpExchange exchange, String key) throws IOException {
    Entry entry = entries.get(key);
    List<byte[]> live = new ArrayList<>();
    if (entry != null) {
      exchange.getResponseHeaders().set("Dynamo-Context", entry.context(key));
      for (byte[] marked : entry.values.values()) {
        if (marked.length > 0) {
          live.add(java.util.Arrays.copyOfRange(marked, 1, marked.length));
        }
      }
    }
    if (entry == null || live.isEmpty()) {
      problem(exchange, 404, "not-found");
    } else if ("application/json".equals(exchange.getRequestHeaders().getFirst("Accept"))) {
      JsonArray siblings = new JsonArray();
      for (byte[] value : live) {
        siblings.add(new JsonObject().put("value", Base64.getEncoder().encodeToString(value)));
      }
      JsonObject json = new JsonObject().put("context", entry.context(key));
      send(exchange, 200, json.put("siblings", siblings).toBuffer().getBytes());
    } else if (live.size() == 1) {
      send(exchange, 200, live.get(0));
    } else {
      send(exchange, 300, "--x--".getBytes(StandardCharsets.UTF_8));
    }
  }

  private static Long seen(String context, String key) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(context);
      String[] parts = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
      return parts.length == 2 && parts[0].equals(key) ? Long.valueOf(parts[1]) : null;
    } catch (IllegalArgumentException damaged) {
      return null;
    }
  }

  private Fault nextFault(String method) {
    for (Fault fault : faults) {
      if (fault.method().equals(method)) {
        faults.remove(fault);
        return fault;
      }
    }
    return null;
  }

  private static void problem(HttpExchange exchange, int status, String type) throws IOException {
    JsonObject json =
        new JsonObject()
            .put("type", "/problems/" + type)
            .put("status", status)
            .put("detail", "detail of " + type);
    send(exchange, status, json.toBuffer().getBytes());
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  /** The key's bytes, each as one character. */
  private static String decode(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '%') {
        bytes.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.write(text.charAt(i));
      }
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }
}
