package dev.ollakeep.operator.reconcile;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.ResolvableDeserializer;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import java.io.IOException;

/**
 * Jackson's own reading of one class, with a step of ours around it.
 *
 * <p>Resolvable as what it wraps: Jackson would leave a bean's deserializer unfinished otherwise.
 */
final class ReadAround extends DelegatingDeserializer implements ResolvableDeserializer {

  /** What Jackson would do by itself, with any parser. */
  interface Standard {
    Object read(JsonParser parser, DeserializationContext context) throws IOException;
  }

  /** What is done instead. */
  interface Step {
    Object read(JsonParser parser, DeserializationContext context, Standard standard) throws IOException;
  }

  private final transient Step step;

  private ReadAround(JsonDeserializer<?> standard, Step step) {
    super(standard);
    this.step = step;
  }

  /** For a module: objects of exactly this class are read by the step. */
  static BeanDeserializerModifier of(Class<?> type, Step step) {
    return new BeanDeserializerModifier() {
      @Override
      public JsonDeserializer<?> modifyDeserializer(
          DeserializationConfig config, BeanDescription bean, JsonDeserializer<?> standard) {
        return bean.getBeanClass() == type ? new ReadAround(standard, step) : standard;
      }
    };
  }

  @Override
  protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> standard) {
    return new ReadAround(standard, step);
  }

  @Override
  public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    return step.read(parser, context, super::deserialize);
  }
}
