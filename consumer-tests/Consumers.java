// SPDX-License-Identifier: Apache-2.0

import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * Compiles and runs the smallest example on each class path that Maven has resolved, and compares the versions with
 * docs/compatibility.md. Run by .ci/consumers in this folder:
 *
 * <pre>
 * java Consumers.java [home of another JDK]   all of it; 0 if everything is as it should be
 * java Consumers.java first-token 15          measures the time to the first token, so many times
 * </pre>
 */
class Consumers {

  private static final String SMALLEST = "no-bom";
  private static final int MOST_JARS = 19;
  private static final long MOST_BYTES = 6_500_000;

  /** Compiler warnings, without those about class paths in manifests, which BOMs decide, and about automatic modules, which most modules of Hexauth are. */
  private static final String LINT = "-Xlint:all,-path,-requires-automatic";

  /** Libraries whose version a BOM may change, and which the table therefore lists. */
  private static final List<String> LIBRARIES =
      List.of("guice", "guava", "jackson-core", "jackson-annotations", "feign-core", "slf4j-api");

  private static final String ADAPTERS = "adapters";

  /** Classes that call the API instead of the smallest example. */
  private static final Map<String, String> WAYS =
      Map.of(
          ADAPTERS, "io.hexauth.consumer.Adapters",
          "feign-okhttp", "feign.okhttp.OkHttpClient",
          "feign-hc5", "feign.hc5.ApacheHttp5Client",
          "feign-java11", "feign.http2client.Http2Client");

  private static final Path JAVA = Path.of(System.getProperty("java.home"));

  private final List<String> failures = new ArrayList<>();

  public static void main(String[] args) throws Exception {
    if (args.length == 2 && args[0].equals("first-token")) {
      measure(Integer.parseInt(args[1]));
    } else {
      new Consumers().check(args.length == 1 ? Path.of(args[0]) : JAVA);
    }
  }

  private void check(Path newerJava) throws Exception {
    List<Path> consumers = consumers();
    String documented = Files.readString(Path.of("../docs/compatibility.md"));
    List<String> missing = new ArrayList<>();
    for (Path consumer : consumers) {
      String row = row(consumer);
      System.out.println(row);
      if (!documented.contains("\n" + row + "\n")) {
        missing.add(row);
      }
      List<Path> more = consumer.endsWith(ADAPTERS) ? List.of(Path.of("src/adapters")) : List.of();
      compile(consumer, more, "classes", "-cp", classPath(consumer));
    }
    if (!missing.isEmpty()) {
      failures.add("docs/compatibility.md lacks, or has differently:\n" + String.join("\n", missing));
    }
    checkSmallest(documented);
    runAll(consumers, newerJava);
    failures.forEach(failure -> System.out.println("FAILED: " + failure));
    System.out.println(failures.isEmpty() ? "All consumers work" : failures.size() + " failures");
    System.exit(failures.isEmpty() ? 0 : 1);
  }

  private void checkSmallest(String documented) throws IOException {
    List<Path> jars = jars(Path.of(SMALLEST));
    long bytes = 0;
    for (Path jar : jars) {
      bytes += Files.size(jar);
    }
    System.out.println("The smallest wiring: " + jars.size() + " jars, " + bytes + " bytes");
    if (jars.size() > MOST_JARS || bytes > MOST_BYTES) {
      failures.add("the smallest wiring has more than " + MOST_JARS + " jars or " + MOST_BYTES + " bytes");
    }
    String jackson =
        jars.stream().map(Consumers::artifact).filter(a -> a.startsWith("jackson-")).collect(Collectors.joining(","));
    if (!jackson.equals("jackson-core")) {
      failures.add("the smallest wiring has these artifacts of Jackson: " + jackson);
    }
    if (!documented.contains(jars.size() + " jars")) {
      failures.add("docs/compatibility.md does not say that the smallest wiring has " + jars.size() + " jars");
    }
  }

  private void runAll(List<Path> consumers, Path newerJava) throws Exception {
    var runs = new ArrayList<Callable<String>>();
    for (Path consumer : consumers) {
      runs.add(() -> run(consumer.toString(), JAVA, onClassPath(consumer)));
    }
    for (String consumer : List.of("own-bom", "guice-6", "spring-boot-4.0")) {
      compile(Path.of(consumer), List.of(Path.of("src/module")), "module", "--module-path", classPath(Path.of(consumer)));
      runs.add(() -> run(consumer + " on the module path", JAVA, onModulePath(Path.of(consumer))));
    }
    if (!newerJava.equals(JAVA)) {
      for (String consumer : List.of("no-bom", "own-bom")) {
        List<String> quiet = new ArrayList<>(onClassPath(Path.of(consumer)));
        quiet.add(0, "-Dguice_custom_class_loading=CHILD"); // without it, Guice makes the JDK warn
        runs.add(() -> run(consumer + " on the newer JDK", newerJava, quiet));
      }
    }
    var threads = Executors.newFixedThreadPool(2);
    try {
      for (Future<String> run : threads.invokeAll(runs)) {
        if (!run.get().isEmpty()) {
          failures.add(run.get());
        }
      }
    } finally {
      threads.shutdown();
    }
  }

  private static List<String> onClassPath(Path consumer) throws IOException {
    var command = new ArrayList<String>();
    command.addAll(List.of("-cp", consumer.resolve("target/classes") + File.pathSeparator + classPath(consumer)));
    command.add("io.hexauth.consumer.Application");
    String way = WAYS.get(consumer.toString());
    if (way != null) {
      command.add(way);
    }
    return command;
  }

  private static List<String> onModulePath(Path consumer) throws IOException {
    String path = consumer.resolve("target/module") + File.pathSeparator + classPath(consumer);
    // Most modules of Hexauth are automatic modules, which do not declare the modules that they
    // require.
    return List.of(
        "--module-path", path, "--add-modules", "ALL-MODULE-PATH", "-m", "io.hexauth.consumer/io.hexauth.consumer.Application");
  }

  /** Returns the problem; empty if the application called its API, and the JDK logged no warning. */
  private static String run(String name, Path java, List<String> arguments) throws Exception {
    Path log = Files.createTempFile("consumer", ".log");
    var command = new ArrayList<String>(List.of(java.resolve("bin/java").toString()));
    command.addAll(arguments);
    var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    boolean ended = process.waitFor(120, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    String output = Files.readString(log);
    Files.delete(log);
    boolean right = ended && process.exitValue() == 0 && !output.contains("WARNING:");
    System.out.println((right ? "works: " : "FAILS: ") + name);
    return right ? "" : name + "\n" + output;
  }

  private static void compile(Path consumer, List<Path> more, String to, String... path) throws IOException {
    var arguments = new ArrayList<String>(List.of("--release", "17", "-proc:none", LINT, "-Werror", "-d"));
    arguments.add(Files.createDirectories(consumer.resolve("target").resolve(to)).toString());
    arguments.addAll(Arrays.asList(path));
    var sources = new ArrayList<Path>(List.of(Path.of("src/main/java"), Path.of("../examples/smallest/src/main/java")));
    sources.addAll(more);
    for (Path source : sources) {
      try (Stream<Path> files = Files.walk(source)) {
        files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(arguments::add);
      }
    }
    int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
    if (result != 0) {
      throw new IllegalStateException(consumer + " does not compile");
    }
  }

  /** Returns a row of the table: the application, the BOM that decides its versions, and the resulting versions. */
  private static String row(Path consumer) throws IOException {
    List<Path> jars = jars(consumer);
    String versions =
        LIBRARIES.stream().map(library -> version(library, jars)).collect(Collectors.joining(" | "));
    return "| `" + consumer + "` | " + pinnedBy(consumer) + " | " + versions + " |";
  }

  private static String pinnedBy(Path consumer) throws IOException {
    Matcher dependency =
        Pattern.compile(
                "<groupId>(?!io\\.hexauth)[^<]*</groupId>\\s*<artifactId>([^<]*)</artifactId>\\s*<version>([^<$]*)</version>")
            .matcher(Files.readString(consumer.resolve("pom.xml")));
    return dependency.find() ? "`" + dependency.group(1) + "` " + dependency.group(2) : "nothing";
  }

  /** Returns the version of an artifact. If two artifacts have the same name, such as the two generations of jackson-core, Hexauth uses the newer one. */
  private static String version(String artifact, List<Path> jars) {
    return jars.stream()
        .filter(jar -> artifact(jar).equals(artifact))
        .map(jar -> jar.getParent().getFileName().toString())
        .max(String::compareTo)
        .orElse("none");
  }

  private static String artifact(Path jar) {
    return jar.getParent().getParent().getFileName().toString();
  }

  private static List<Path> consumers() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of("."))) {
      return folders
          .map(folder -> folder.getFileName())
          .filter(folder -> Files.exists(folder.resolve("pom.xml")))
          .sorted()
          .toList();
    }
  }

  private static String classPath(Path consumer) throws IOException {
    return Files.readString(consumer.resolve("target/classpath.txt")).strip();
  }

  private static List<Path> jars(Path consumer) throws IOException {
    return Arrays.stream(classPath(consumer).split(File.pathSeparator)).map(Path::of).toList();
  }

  private static void measure(int times) throws Exception {
    byte[] token =
        "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":3600}".getBytes(StandardCharsets.UTF_8);
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/token",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, token.length);
          exchange.getResponseBody().write(token);
          exchange.close();
        });
    server.start();
    Path consumer = Path.of(SMALLEST);
    String path = consumer.resolve("target/classes") + File.pathSeparator + classPath(consumer);
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    var command = List.of(JAVA.resolve("bin/java").toString(), "-cp", path, "io.hexauth.consumer.FirstToken", url);
    var all = new ArrayList<long[]>();
    for (int i = 0; i <= times; i++) {
      long started = System.nanoTime();
      var process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String[] parts = process.inputReader().readLine().split(" ");
      long ended = System.nanoTime();
      process.waitFor();
      if (i > 0) { // the first run only warms the file cache
        all.add(new long[] {(ended - started) / 1000, Long.parseLong(parts[0]), Long.parseLong(parts[1])});
      }
    }
    server.stop(0);
    String[] names = {"JVM start to first token", "wiring", "wired to first token"};
    for (int column = 0; column < names.length; column++) {
      int c = column;
      long[] sorted = all.stream().mapToLong(row -> row[c]).sorted().toArray();
      System.out.printf(
          "%s: median %d ms, fastest %d ms%n", names[c], sorted[sorted.length / 2] / 1000, sorted[0] / 1000);
    }
  }
}
