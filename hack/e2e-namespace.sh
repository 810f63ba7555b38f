#!/usr/bin/env bash
# Makes a namespace that admits only restricted Pods and bears the label by which hack/e2e.sh removes it.
# Usage: e2e-namespace.sh NAME     E2E_RUN is the label's value.
set -euo pipefail
kubectl apply -f - >/dev/null <<Y
apiVersion: v1
kind: Namespace
metadata:
  name: $1
  labels: {pod-security.kubernetes.io/enforce: restricted, ollakeep.dev/e2e: "$E2E_RUN"}
Y
