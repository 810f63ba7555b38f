package dev.ollakeep.api.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class GeneratedFilesTest {
  private static final int CLIENT_SIDE_APPLY_LIMIT = 256 * 1024;

  @Test
  void theCommittedCrdIsWhatTheRecordsSay() throws IOException {
    new CommittedFile(Path.of("ollamaservers.ollakeep.dev-v1.yml"), "make crds").mustSay(GeneratedCrd.ofTheRecords().text());
  }

  @Test
  void theChartInstallsTheSameCrd() throws IOException {
    new CommittedFile(Path.of("../helm/ollakeep/crds/ollamaservers.ollakeep.dev-v1.yml"), "make crds")
        .mustSay(GeneratedCrd.ofTheRecords().text());
  }

  @Test
  void theCommittedReferenceIsWhatTheSchemaSays() throws IOException {
    new CommittedFile(Path.of("../docs/api.md"), "make crds").mustSay(new ApiReference(GeneratedCrd.ofTheRecords().schema()).text());
  }

  @Test
  void theSameRecordsGiveTheSameBytes() {
    assertThat(GeneratedCrd.ofTheRecords().text()).isEqualTo(GeneratedCrd.ofTheRecords().text());
  }

  @Test
  void theCrdFitsIntoTheAnnotationOfClientSideApply() {
    assertThat(GeneratedCrd.ofTheRecords().text().getBytes(StandardCharsets.UTF_8).length).isLessThan(CLIENT_SIDE_APPLY_LIMIT);
  }
}
