package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.ollakeep.api.rules.Cel;
import dev.ollakeep.api.rules.Patterns;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Optional;

/** One user with one secret. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "(has(self.secretName) ? self.secretName : '') == (has(oldSelf.secretName) ? oldSelf.secretName : '')",
    message = "secretName of a user cannot change, clients read that Secret; add a user of another name, then remove this one",
    fieldPath = ".secretName")
@ValidationRule(
    value = "!has(self.passwordSecretRef) || !has(self.requestId) || self.requestId == ''",
    message = "requestId rotates a generated secret; with passwordSecretRef change the password in that Secret instead",
    fieldPath = ".requestId")
@ValidationRule(
    value = "!has(self.passwordSecretRef) || !has(self.secretName) || self.secretName != self.passwordSecretRef.name",
    message = "passwordSecretRef.name must name a Secret of yours, not secretName, which the operator writes",
    fieldPath = ".passwordSecretRef")
public record User(
    @JsonPropertyDescription("Name to log in with: lower-case letters, digits and hyphens, at most 32. Unique.")
    @Required
    @Size(min = 1, max = 32)
    @ValidationRule(value = "self.matches(r'" + Patterns.USER_NAME + "')",
        message = "name of a user may hold lower-case letters, digits and hyphens, and begins and ends with a letter or digit")
    @ValidationRule(value = "self != 'ollakeep'",
        message = "name of a user must not be ollakeep, the operator's own user; choose another name")
    String name,

    @JsonPropertyDescription("What the user may ask for. Viewer sees models; User also runs them; ModelManager also pulls, creates, "
        + "copies and deletes them; Admin also pushes them. A change works within seconds, without a restart.")
    @Required
    Role role,

    @JsonPropertyDescription("Secret that receives the user's credentials, <server>-<user>-credentials when empty. Its name must end "
        + "in -credentials and cannot change.")
    @Size(max = 253)
    @ValidationRule(value = Cel.UNSET_OR + "(" + Cel.IS_DNS_NAME + " && self.endsWith('-credentials'))",
        message = "secretName must be a Secret's name that ends in -credentials, such as alice-credentials")
    String secretName,

    @JsonPropertyDescription("Takes the password from a Secret of yours instead of generating one. That Secret must carry the label "
        + "ollakeep.dev/auth-source: \"true\".")
    PasswordSecretRef passwordSecretRef,

    @JsonPropertyDescription("Refuses the user within seconds. The credentials are kept and work again when this ends.")
    @Default("false")
    Boolean suspended,

    @JsonPropertyDescription("Time from which the user is refused, in RFC 3339. Never when absent.")
    @Size(max = 40)
    @ValidationRule(value = "self.matches(r'" + Patterns.TIMESTAMP + "') && timestamp(self).getFullYear() >= 1",
        message = "expiresAt must be a time in RFC 3339 with a zone, such as 2027-01-31T18:00:00Z")
    String expiresAt,

    @JsonPropertyDescription("Any text; another one than the last rotates this user's generated secret once. Removing it asks for "
        + "nothing, and the last one does not count as new after that.")
    @Size(max = 64)
    @ValidationRule(value = Cel.IS_REQUEST_ID,
        message = "requestId of a user may hold letters, digits, dots, colons, underscores and hyphens, such as 2026-11")
    String requestId,

    @JsonPropertyDescription("How long the user's old secret still works after a rotation; auth.rotation.gracePeriod when absent. "
        + "0s also ends a running grace period at once. From 0s to 720h.")
    @Size(max = 32)
    @ValidationRule(value = Cel.IS_GRACE_PERIOD,
        message = "gracePeriod of a user must be a duration such as 0s, 10m or 24h, from 0s to 720h")
    String gracePeriod) {

  public User {
    role = role == null ? Role.UNRECOGNISED : role;
    secretName = secretName == null ? "" : secretName;
    suspended = suspended == null ? false : suspended;
    requestId = requestId == null ? "" : requestId;
  }

  /** Where a password brought by the user lies; empty means that the operator generates one. */
  @JsonIgnore
  public Optional<PasswordSecretRef> source() {
    return Optional.ofNullable(passwordSecretRef);
  }
}
