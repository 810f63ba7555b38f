package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.ollakeep.api.rules.Cel;
import dev.ollakeep.api.rules.Patterns;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A key of a Secret of the same namespace. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PasswordSecretRef(
    @JsonPropertyDescription("Name of the Secret, in this namespace.")
    @Required
    @Size(min = 1, max = 253)
    @ValidationRule(value = Cel.IS_DNS_NAME, message = "passwordSecretRef.name must be the name of a Secret, such as alice-password")
    String name,

    @JsonPropertyDescription("Key whose value is the password.")
    @Default("password")
    @Size(min = 1, max = 253)
    @ValidationRule(value = "self.matches(r'" + Patterns.SECRET_KEY + "')",
        message = "passwordSecretRef.key must be a key of a Secret: letters, digits, dots, underscores and hyphens")
    String key) {

  public PasswordSecretRef {
    key = key == null ? "password" : key;
  }
}
