package dev.ollakeep.api.v1alpha1;

import dev.ollakeep.api.rules.Patterns;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** A secured Ollama: the one resource from which everything else is made. */
@Group("ollakeep.dev")
@Version("v1alpha1")
@Kind("OllamaServer")
@Plural("ollamaservers")
@Singular("ollamaserver")
@ShortNames("ols")
@Categories("ollakeep")
@ValidationRule(
    value = "self.metadata.name.matches(r'" + Patterns.SERVER_NAME + "')",
    message = "metadata.name must start with a letter and have at most 40 lower-case letters, digits and hyphens: "
        + "the names of all objects made for the server are built from it")
@ValidationRule(
    value = "self.spec.auth.users.all(u, !has(u.secretName) || u.secretName == '' || self.spec.auth.users.all(v, v.name == u.name"
        + " || (has(v.secretName) && v.secretName != '' ? v.secretName != u.secretName : " + OllamaServer.DIFFERS_FROM_DEFAULT + ")))",
    message = "spec.auth.users: two users would share one credential Secret; give each another secretName "
        + "(it is <server>-<user>-credentials by default)",
    fieldPath = ".spec.auth.users")
public class OllamaServer extends CustomResource<OllamaServerSpec, OllamaServerStatus> implements Namespaced {
  /**
   * {@code u.secretName != <server>-<v>-credentials}, without building that text: the API server takes metadata.name for endless,
   * and finds whatever copies it too expensive.
   */
  static final String DIFFERS_FROM_DEFAULT = "!(u.secretName.size() == self.metadata.name.size() + v.name.size() + 13"
      + " && u.secretName.endsWith('-' + v.name + '-credentials')"
      + " && self.metadata.name.startsWith(u.secretName.substring(0, u.secretName.size() - v.name.size() - 13)))";

  /** Known to whoever reads the resource, and no part of it: Jackson sees neither a field nor a property. */
  private transient UnknownFields unknownFields = UnknownFields.NONE;

  /** What was read and has no place in the spec: whoever acts on the spec alone would drop it. */
  public UnknownFields unknownFields() {
    return unknownFields;
  }

  /** Told by whoever has read the resource. */
  public OllamaServer withUnknownFields(UnknownFields unknown) {
    unknownFields = unknown;
    return this;
  }

  /** Another spec is all that is asked for. */
  @Override
  public void setSpec(OllamaServerSpec spec) {
    super.setSpec(spec);
    unknownFields = UnknownFields.NONE;
  }

  /** An absent spec is an empty one; the schema refuses it, but a client may hold such an object. */
  @Override
  public OllamaServerSpec getSpec() {
    return spec == null ? OllamaServerSpec.empty() : spec;
  }
}
