package dev.ollakeep.operator.reconcile;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import dev.ollakeep.api.v1alpha1.OllamaServer;
import java.util.List;

/**
 * Writes an OllamaServer of which the records hold only a part as it was read.
 *
 * <p>The framework copies resources by writing and reading them; a copy that lost what is unknown would be obeyed.
 */
final class WrittenWhole extends BeanSerializerModifier {

  private static final long serialVersionUID = 1L;

  @Override
  public List<BeanPropertyWriter> changeProperties(
      SerializationConfig config, BeanDescription bean, List<BeanPropertyWriter> properties) {
    if (bean.getBeanClass() == OllamaServer.class) {
      properties.replaceAll(property -> property.getName().equals("spec") ? new Spec(property) : property);
    }
    return properties;
  }

  /** The spec, and whatever else was asked for beside it. */
  private static final class Spec extends BeanPropertyWriter {

    private static final long serialVersionUID = 1L;

    Spec(BeanPropertyWriter standard) {
      super(standard);
    }

    @Override
    public void serializeAsField(Object bean, JsonGenerator out, SerializerProvider provider) throws Exception {
      var unknown = ((OllamaServer) bean).unknownFields();
      if (unknown.isEmpty()) {
        super.serializeAsField(bean, out, provider);
        return;
      }
      for (var field : unknown.stored().properties()) {
        provider.defaultSerializeField(field.getKey(), field.getValue(), out);
      }
    }
  }
}
