package dev.ollakeep.testing.ollama;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What one request makes the model say: which words, how many, how fast.
 *
 * <p>A prompt that ends in {@code ~} counts until the limit, any other gives one sentence: both as the tiny model of the tests does.
 * {@code options.fake_delay_ms} is the time between two tokens and {@code options.fake_first_ms} the silence before the first; a real
 * Ollama ignores both. With {@code options.fake_block}, a client that breaks off leaves the model blocked, as happens to a real one by
 * chance.
 *
 * @param model      as the client wrote it
 * @param counting   whether the words count up
 * @param limit      tokens at most
 * @param firstDelay milliseconds before the first token
 * @param delay      milliseconds before every other token
 */
record Generation(String model, boolean counting, int limit, long firstDelay, long delay) {

  /** Ten times the default context: where a real one stops that was not told to. */
  static final int UNBOUNDED = 40_960;

  private static final String[] SENTENCE = {" The", " quick", " brown", " fox", " jumps", " over", " the", " lazy", " dog."};
  private static final String[] NUMBERS = {" one", " two", " three", " four", " five", " six", " seven", " eight", " nine", " ten"};

  /**
   * Reads the request of any dialect.
   *
   * @param prompt what the model is asked, in whichever field the dialect has it
   */
  static Generation of(JsonNode request, String prompt) {
    JsonNode options = request.path("options");
    int limit = UNBOUNDED;
    for (String field : new String[] {"max_tokens", "max_completion_tokens", "max_output_tokens"}) {
      limit = request.path(field).asInt(limit);
    }
    limit = options.path("num_predict").asInt(limit);
    long delay = options.path("fake_delay_ms").asLong(0);
    return new Generation(request.path("model").asText(), prompt.endsWith("~"), limit < 0 ? UNBOUNDED : limit,
      options.path("fake_first_ms").asLong(delay), delay);
  }

  int tokens() {
    return counting ? limit : Math.min(limit, SENTENCE.length);
  }

  String token(int index) {
    return counting ? NUMBERS[index % NUMBERS.length] : SENTENCE[index];
  }

  boolean cutByLimit() {
    return counting || limit < SENTENCE.length;
  }

  long delayBefore(int index) {
    return index == 0 ? firstDelay : delay;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < tokens(); i++) {
      text.append(token(i));
    }
    return text.toString();
  }
}
