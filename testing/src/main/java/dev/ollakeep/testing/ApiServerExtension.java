package dev.ollakeep.testing;

import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The behaviour of {@link RequiresApiServer}; the server starts when the first test asks for it. */
final class ApiServerExtension implements ExecutionCondition, ParameterResolver {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Tools tools = Tools.ofThisMachine();
    return new MissingTool("etcd, kube-apiserver and kubectl").unless(tools.kubeAssets().isPresent(), tools.required());
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == ApiServer.class || type == KubernetesClient.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    ApiServer server = ApiServer.shared();
    return parameter.getParameter().getType() == ApiServer.class ? server : server.client();
  }
}
