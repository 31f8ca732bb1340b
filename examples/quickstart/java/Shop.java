import com.sun.net.httpserver.HttpServer;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A shop that says which version of it runs where. Arguments: port, version, environment. */
public final class Shop {
  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[0]);
    String page = "Shop " + args[1] + " in " + args[2] + "\n";
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 16);
    server.createContext("/", exchange -> {
      byte[] body = page.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    });
    server.start();
    System.out.println("listening on 127.0.0.1:" + port);
  }
}
