package dev.ollakeep.api.v1alpha1;

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
public class OllamaServer extends CustomResource<OllamaServerSpec, OllamaServerStatus> implements Namespaced {

  /** An absent spec is an empty one; the schema refuses it, but a client may hold such an object. */
  @Override
  public OllamaServerSpec getSpec() {
    return spec == null ? OllamaServerSpec.empty() : spec;
  }
}
