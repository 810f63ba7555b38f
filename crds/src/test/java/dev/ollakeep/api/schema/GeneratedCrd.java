package dev.ollakeep.api.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.ollakeep.api.v1alpha1.OllamaServer;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The CRD as the records say it, finished where annotations cannot say it: column order, list types, bounds of foreign types.
 *
 * <p>The same records give the same bytes.
 */
final class GeneratedCrd {
  private static final String HEADER = "# Generated from the records of crds/; rewrite it with: make crds\n";

  /** One line for each value, however long, so that a change shows as the lines that changed. */
  private static final YAMLMapper YAML = YAMLMapper.builder()
      .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES, YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
      .disable(YAMLGenerator.Feature.SPLIT_LINES, YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
      .build();

  private final CustomResourceDefinition crd;

  private GeneratedCrd(CustomResourceDefinition crd) {
    this.crd = crd;
  }

  static GeneratedCrd ofTheRecords() {
    var crd = raw();
    var version = crd.getSpec().getVersions().get(0);
    version.setAdditionalPrinterColumns(columns());
    var root = version.getSchema().getOpenAPIV3Schema();
    root.setRequired(List.of("spec"));
    root.setDescription("A secured Ollama: the server, an authenticating proxy before it, users whose secrets rotate, and its exposure.");
    root.getProperties().get("spec").setDescription("What is asked for.");
    root.getProperties().get("status").setDescription("What the operator saw and did.");
    ListTypes.set(root);
    ForeignTypes.constrain(root);
    RuleOnce.in(root);
    Defaults.ofObjects(root);
    return new GeneratedCrd(crd);
  }

  String text() {
    try {
      return HEADER + YAML.writeValueAsString(Serialization.jsonMapper().valueToTree(crd));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the CRD cannot be written as YAML", e);
    }
  }

  JSONSchemaProps schema() {
    return crd.getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema();
  }

  /** The generator sorts columns by JSONPath; people read them in this order. */
  private static List<CustomResourceColumnDefinition> columns() {
    return List.of(
        column("Ready", "string", ".status.conditions[?(@.type==\"Ready\")].status", "Whether clients can use the server"),
        column("Reason", "string", ".status.conditions[?(@.type==\"Ready\")].reason", "Why it is ready or not"),
        column("URL", "string", ".status.url", "Where clients reach the server"),
        column("Rotation", "string", ".status.auth.phase", "How far the least advanced rotation of a secret is"),
        column("Age", "date", ".metadata.creationTimestamp", null));
  }

  private static CustomResourceColumnDefinition column(String name, String type, String path, String description) {
    var column = new CustomResourceColumnDefinition();
    column.setName(name);
    column.setType(type);
    column.setJsonPath(path);
    column.setDescription(description);
    return column;
  }

  private static CustomResourceDefinition raw() {
    var seen = new AtomicReference<CustomResourceDefinition>();
    new CRDGenerator()
        .customResourceClasses(OllamaServer.class)
        .forCRDVersions("v1")
        .withPostProcessor(new CRDPostProcessor() {
          @Override
          public HasMetadata process(HasMetadata generated, String crdVersion) {
            seen.set((CustomResourceDefinition) generated);
            return generated;
          }
        })
        .withOutput(new Nowhere())
        .generate();
    return seen.get();
  }

  /** The generator insists on writing; what counts is the object handed to the post-processor. */
  private static final class Nowhere implements CRDGenerator.CRDOutput<ByteArrayOutputStream> {
    @Override
    public ByteArrayOutputStream outputFor(String crdName) {
      return new ByteArrayOutputStream();
    }

    @Override
    public void close() throws IOException {
      // nothing is open
    }
  }
}
