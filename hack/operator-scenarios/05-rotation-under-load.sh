#!/usr/bin/env bash
# A few rotations under load on three pods, while the leading operator is killed and a pod is removed: no request fails, no stream
# is cut, no container is restarted, and every old secret is refused. CONTRIBUTING.md has the long one. Needs a JDK.
. "$(dirname "$0")/../../examples/lib.sh"
[ -n "${MODEL_FILE:-}" ] || skip "MODEL_FILE names no model (a GGUF file, as small as possible)"
[ -n "${LOAD_SOURCE:-}" ] || skip "LOAD_SOURCE does not tell from which addresses (CIDR) this machine reaches pods"
"$here/../bench.sh" dev.ollakeep.operator.realcluster.RotationOnKubelets --namespace "$NAMESPACE" \
  --operator-namespace "$OPERATOR_NAMESPACE" --model "$(realpath "$MODEL_FILE")" --source "$LOAD_SOURCE" \
  --rotations 5 --kills 1 --pod-changes 1 --tokens 5000 --without-untouched
