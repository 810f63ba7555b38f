package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.ollakeep.api.rules.CataloguedPaths;
import dev.ollakeep.api.rules.Patterns;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** An exact path newer than the endpoint catalogue, opened for a role. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(value = "!has(self.webSocket) || !self.webSocket || self.method == 'GET'",
    message = "extraRoutes.webSocket needs method GET, with which a WebSocket begins; set the method or remove webSocket",
    fieldPath = ".webSocket")
public record ExtraRoute(
    @JsonPropertyDescription("The one method to open.")
    @Required
    HttpMethod method,

    @JsonPropertyDescription("The exact path to open, without a trailing slash, query or escapes.")
    @Required
    @Size(min = 2, max = 256)
    @ValidationRule(value = "self.matches(r'" + Patterns.ROUTE_PATH + "')",
        message = "extraRoutes.path must be an exact path such as /api/new: no capital letters, escapes, dot segments, "
            + "double or trailing slashes")
    @ValidationRule(value = "!self.matches(r'" + CataloguedPaths.PATTERN + "')",
        message = "extraRoutes.path must not be one that the endpoint catalogue decides, denied ones included; "
            + "give the user the role that the catalogue asks for")
    String path,

    @JsonPropertyDescription("The least role that may use it.")
    @Required
    Role role,

    @JsonPropertyDescription("Lets a request become a WebSocket when Ollama agrees: from then on bytes pass in both directions unchecked, "
        + "and no change of users or roles ends it. Only with method GET. Everywhere else a request for a WebSocket is refused with 403.")
    @Default("false")
    Boolean webSocket) {

  public ExtraRoute {
    role = role == null ? Role.UNRECOGNISED : role;
    method = method == null ? HttpMethod.UNRECOGNISED : method;
    webSocket = webSocket == null ? false : webSocket;
  }
}
