// The headline of a goal, without a token: needs Java 17, and no package. Run: java First.java
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

public class First {
  public static void main(String[] args) throws Exception {
    String hub = System.getenv().getOrDefault("HUB", "http://127.0.0.1:4000");
    String body =
        """
        {"query":"{ goal(code: \\"ADULTS_BASIC\\") { title progress { period ratio people { lower upper } } } }"}
        """;
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(hub + "/graphql"))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    // As bytes: the answer is UTF-8, and a terminal of Java 17 may not be.
    System.out.writeBytes(HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray()).body());
  }
}
