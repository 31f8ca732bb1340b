import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A shop that says which version of it runs on which machine. A version that ends in "-broken" starts, and sells nothing. */
@WebServlet(urlPatterns = {"/index", "/health"})
public final class ShopServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String version;
    try (var file = getServletContext().getResourceAsStream("/WEB-INF/version.txt")) {
      version = new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
    if ("begin".equals(request.getParameter("session"))) request.getSession();
    if ("end".equals(request.getParameter("session"))) request.getSession().invalidate();
    boolean health = request.getServletPath().equals("/health");
    if (version.endsWith(health ? "-ill" : "-broken")) {
      response.sendError(500);
      return;
    }
    response.setContentType("text/plain;charset=utf-8");
    response.getWriter().println(health ? "ok " + version : "shop " + version + " on " + System.getProperty("target"));
  }
}
