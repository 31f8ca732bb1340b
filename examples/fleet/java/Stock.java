import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What ../dotnet is, as a jar. */
public final class Stock {
  public static void main(String[] args) throws Exception {
    String version = Files.readString(Path.of("version.txt")).strip();
    int port = Integer.parseInt(System.getenv("PORT"));
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 16);
    server.createContext("/", exchange -> {
      boolean health = exchange.getRequestURI().getPath().equals("/health");
      String text = health ? "ok " + version : "stock " + version + " on " + System.getenv("MACHINE") + " (Java)";
      boolean well = !version.endsWith(health ? "-ill" : "-broken");
      byte[] body = ((well ? text : "broken") + "\n").getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(well ? 200 : 500, body.length);
      try (var out = exchange.getResponseBody()) {
        out.write(body);
      }
    });
    server.start();
  }
}
