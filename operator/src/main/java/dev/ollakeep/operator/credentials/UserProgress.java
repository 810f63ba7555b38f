package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.words.Complaint;
import java.time.Instant;
import java.util.Optional;

/**
 * Where one user's credential stands; free of secrets.
 *
 * @param user the user as asked for
 * @param phase how far its rotation is; Stable for a user who may not log in, once every pod refuses
 * @param phaseSince when it entered that phase, as far as the Secrets tell; it may have been later, never earlier
 * @param publishedAt when the Secret got its present password; empty when there is no usable Secret
 * @param graceEndsAt when the previous secret ends, while there is one
 * @param nextRotationAt when its age makes the secret due for replacement; empty when it does not
 * @param answeredRequestId the server's request that the present or the coming secret answers
 * @param pendingRequestId a request that waits for the running rotation, or for a person; empty when there is none
 * @param problem what a person must mend
 */
public record UserProgress(
    CredentialUser user,
    RotationPhase phase,
    Optional<Instant> phaseSince,
    Optional<Instant> publishedAt,
    Optional<Instant> graceEndsAt,
    Optional<Instant> nextRotationAt,
    String answeredRequestId,
    String pendingRequestId,
    Optional<Complaint> problem) {}
