#!/usr/bin/env bash
# Who reaches what: Ollama's own port nobody, even where no policy drops packets; the internal port no client; the public port
# whom the documentation names, and networkPolicy.from instead of them.
. "$(dirname "$0")/../../examples/lib.sh"
. "$(dirname "$0")/../../examples/client.sh"
elsewhere=$NAMESPACE-elsewhere
finish() { kubectl delete namespace "$elsewhere" --ignore-not-found --wait=false >/dev/null; cleanup; }
trap finish EXIT

server() {
  k apply -f - >/dev/null <<Y
apiVersion: ollakeep.dev/v1alpha1
kind: OllamaServer
metadata: {name: network}
spec:
  storage: {type: Ephemeral}
  auth: {users: [{name: alice, role: User}, {name: curator, role: ModelManager}]}
  networkPolicy: $1
Y
}
# The labels are those of the runner's namespaces.
kubectl apply -f - >/dev/null <<Y
apiVersion: v1
kind: Namespace
metadata:
  name: $elsewhere
  labels: {pod-security.kubernetes.io/enforce: restricted, ollakeep.dev/e2e: "${E2E_RUN:-}", team: guests}
Y
server '{}'
client neighbour network-alice-credentials
NAMESPACE=$elsewhere client stranger
ready network
pod=$(pods network)
address=$(k get pod "$pod" -o jsonpath='{.status.podIP}')
service=network.$NAMESPACE.svc
neighbour() { inside neighbour "$1"; }
stranger() { NAMESPACE=$elsewhere inside stranger "$1"; }

expect 200 "$(neighbour "ask http://network/api/version")" "same namespace, with a credential, by the Service"
for each in $(k get pod "$pod" -o jsonpath='{.status.podIPs[*].ip}'); do
  expect 401 "$(neighbour "header() { echo none; }; ask http://$(url_host "$each"):8080/api/version")" "same namespace, without one, by $each"
done
expect PreferDualStack "$(k get service network -o jsonpath='{.spec.ipFamilyPolicy}')" "the Service's families"
expect "8080 open;8081 silent;11434 silent;" "$(neighbour "knock $address 8080 8081 11434")" "same namespace"
expect "8080 silent;8081 silent;11434 silent;" "$(stranger "knock $address 8080 8081 11434")" "another namespace"
expect "80 silent;" "$(stranger "knock $service 80")" "another namespace, by the Service"

from_node() { kubectl get --raw "/api/v1/namespaces/$NAMESPACE/pods/$pod:$1/proxy/api/version" 2>&1 || true; }
[[ "$(from_node 8080)" == *"must be logged in"* ]] || fail "the API server does not reach the pod: $(from_node 8080)"
[[ "$(from_node 11434)" == *"connection refused"* ]] || fail "port 11434 from the node: $(from_node 11434)"
say "from the node, where no policy counts: port 8080 asks for a credential, port 11434 is refused"

endpoint network
answer=$(with network-curator-credentials --max-time 90 -d '{"model": "registry.invalid/library/tiny", "stream": false}' "$base/api/pull")
[[ "$answer" == *"no such host"* ]] || fail "the server gets no answer from the DNS server: $answer"
say "the server may ask the DNS server: $answer"

server '{from: [{namespaceSelector: {matchLabels: {team: guests}}}]}'
lets_in() { [ "$("$1" "knock $service 80")" = "80 open;" ]; }
until_ok "networkPolicy.from does not let the other namespace in" lets_in stranger
expect "8080 open;8081 silent;11434 silent;" "$(stranger "knock $address 8080 8081 11434")" "another namespace, named by networkPolicy.from"
expect 401 "$(stranger "ask http://$service/api/version")" "the same, without a credential"
expect "80 silent;" "$(neighbour "knock network 80")" "same namespace, which networkPolicy.from does not name"

server '{enabled: false}'
until_ok "without a policy the same namespace does not get in" lets_in neighbour
expect "8080 open;8081 open;11434 refused;" "$(stranger "knock $address 8080 8081 11434")" "another namespace, without a policy"
expect "404 404" "$(neighbour "echo \$(ask http://$(url_host "$address"):8081/api/tags) \$(header() { echo none; }
  ask http://$(url_host "$address"):8081/api/tags)")" "without a policy, Ollama on port 8081, as alice and as nobody"
[ "$(pods network)" = "$pod" ] || fail "the pod was replaced"
say "all of this was the same pod"
