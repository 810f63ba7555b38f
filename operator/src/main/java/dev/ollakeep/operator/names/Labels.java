package dev.ollakeep.operator.names;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The labels of everything made for a server. */
public final class Labels {

  public static final String SERVER = "ollakeep.dev/server";
  public static final String COMPONENT = "ollakeep.dev/component";
  public static final String USER = "ollakeep.dev/user";

  /** Consent of a Secret's owner that a server may take passwords from it. */
  public static final String AUTH_SOURCE = "ollakeep.dev/auth-source";

  /** Consent of a claim's owner that a server may keep models in it. */
  public static final String MODEL_STORE = "ollakeep.dev/model-store";

  private Labels() {}

  /** All labels of an object; component is the value of {@link #COMPONENT}. */
  public static SortedMap<String, String> of(OllamaServer server, String component) {
    return of(server.getMetadata().getName(), component);
  }

  /** The same of the server of this name. */
  public static SortedMap<String, String> of(String server, String component) {
    var labels = new TreeMap<String, String>();
    labels.put("app.kubernetes.io/name", "ollama");
    labels.put("app.kubernetes.io/instance", server);
    labels.put("app.kubernetes.io/managed-by", "ollakeep");
    labels.put("app.kubernetes.io/component", component);
    labels.put(SERVER, server);
    labels.put(COMPONENT, component);
    return labels;
  }

  /** What selects the server's pods; immutable in a Deployment, so it must never grow. */
  public static SortedMap<String, String> podSelector(OllamaServer server) {
    var selector = new TreeMap<String, String>();
    selector.put(COMPONENT, Child.DEPLOYMENT.component());
    selector.put(SERVER, server.getMetadata().getName());
    return selector;
  }

  /** A selector as it is typed after {@code kubectl -l}. */
  public static String asText(Map<String, String> selector) {
    return String.join(",", new TreeMap<>(selector).entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
  }
}
