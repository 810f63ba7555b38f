/**
 * A small Ollama for tests and the demo: its routes, its refusals and its streams, without models.
 *
 * <p>Everything that a proxy or an operator can see from outside behaves as measured on Ollama 0.34.2; {@code FakeOllamaFidelityTest}
 * sends the same requests to a real one when there is one.
 */
package dev.ollakeep.testing.ollama;
