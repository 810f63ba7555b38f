#!/usr/bin/env bash
# What a spec no longer asks for goes away, and only that: Ingress, Certificate, NetworkPolicy, PodDisruptionBudget.
# After: cert-manager-arrives
. "$(dirname "$0")/../../examples/lib.sh"
certificates=''
if kubectl get crd certificates.cert-manager.io >/dev/null 2>&1; then
  certificates=certificates
  k apply -f - >/dev/null <<'Y'
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: {name: own}
spec: {selfSigned: {}}
Y
else
  skipped "Ingress and Certificate: the cluster has no cert-manager"
fi

k apply -f - >/dev/null <<'Y'
apiVersion: ollakeep.dev/v1alpha1
kind: OllamaServer
metadata: {name: switched}
spec:
  replicas: 2
  storage: {type: Ephemeral}
  auth: {users: [{name: alice, role: User}]}
Y
ready switched
kinds=ingresses,networkpolicies,poddisruptionbudgets${certificates:+,$certificates}
made() { k get "$kinds" -l ollakeep.dev/server=switched -o name | sort | paste -sd ' ' -; }
is_made() { [ "$(made)" = "$1" ]; }
patch() { k patch ollamaserver switched --type=merge -p "$1" >/dev/null; }
kept="networkpolicy.networking.k8s.io/switched poddisruptionbudget.policy/switched"
until_ok "NetworkPolicy and PodDisruptionBudget are not there: $(made)" is_made "$kept"

if [ -n "$certificates" ]; then
  host=switched.$NAMESPACE.example.com
  patch '{"spec": {"exposure": {"type": "Ingress", "host": "'"$host"'"}, "tls": {"certManager": {"issuerRef": {"kind": "Issuer", "name": "own"}}}}}'
  until_ok "Ingress and Certificate are not there" is_made "certificate.cert-manager.io/switched ingress.networking.k8s.io/switched $kept"
  say "made: $(made)"
  patch '{"spec": {"exposure": {"type": "ClusterIP", "host": null}, "tls": null}}'
  until_ok "Ingress and Certificate did not go" is_made "$kept"
  say "without exposure: $(made)"
fi
patch '{"spec": {"replicas": 1, "networkPolicy": {"enabled": false}}}'
until_ok "NetworkPolicy and PodDisruptionBudget did not go" is_made ""
say "with one replica and no networkPolicy: nothing"
endpoint switched
expect 200 "$(as switched-alice-credentials GET /api/version)" "the server after all of this"
