{{- define "ollakeep.name" -}}{{ .Release.Name | trunc 50 | trimSuffix "-" }}{{- end }}
{{/* Of what belongs to no namespace: the same release name may be in use in another one. */}}
{{- define "ollakeep.clusterName" -}}{{ include "ollakeep.name" . }}-{{ .Release.Namespace }}{{- end }}
{{- define "ollakeep.serviceAccount" -}}{{ .Values.serviceAccount.name | default (include "ollakeep.name" .) }}{{- end }}
{{- define "ollakeep.selector" -}}
app.kubernetes.io/name: ollakeep
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}
{{- define "ollakeep.labels" -}}
{{ include "ollakeep.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}
{{/* Not the selector's: a test pod is no operator pod to Services, budgets and policies. */}}
{{- define "ollakeep.testLabels" -}}
app.kubernetes.io/name: ollakeep-test
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}
{{- define "ollakeep.image" -}}
{{- if .Values.image.digest -}}{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}{{- end -}}
{{- end }}
{{/* What the operator may do in a namespace it watches; every verb is used. */}}
{{- define "ollakeep.rules" -}}
- apiGroups: [ollakeep.dev]
  resources: [ollamaservers]
  verbs: [list, watch]
- apiGroups: [ollakeep.dev]
  resources: [ollamaservers/status]
  verbs: [patch]
- apiGroups: [""]
  resources: [configmaps, services, persistentvolumeclaims]
  verbs: [get, list, watch, create, patch]
- apiGroups: [""]
  resources: [secrets]
  verbs: [get, list, watch, create, update, delete]
- apiGroups: [""]
  resources: [pods]
  verbs: [list, watch, patch]
{{- if eq .Values.probeMode "apiServerProxy" }}
- apiGroups: [""]
  resources: [pods/proxy]
  verbs: [get]
{{- end }}
- apiGroups: [""]
  resources: [events]
  verbs: [get, list, create, patch]
- apiGroups: [apps]
  resources: [deployments]
  verbs: [get, list, watch, create, patch]
- apiGroups: [networking.k8s.io]
  resources: [ingresses, networkpolicies]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [policy]
  resources: [poddisruptionbudgets]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [cert-manager.io]
  resources: [certificates]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [cert-manager.io]
  resources: [issuers]
  verbs: [get]
{{- end }}
{{- define "ollakeep.policyMetadata" -}}
{{- $root := index . 0 -}}
name: {{ include "ollakeep.clusterName" $root }}-{{ index . 1 }}
labels: {{- include "ollakeep.labels" $root | nindent 2 }}
{{- end }}
{{/* Whoever else writes is none of its business. */}}
{{- define "ollakeep.policyScope" -}}
failurePolicy: Fail
matchConditions:
  - name: the-operator
    expression: "request.userInfo.username == 'system:serviceaccount:{{ .Release.Namespace }}:{{ include "ollakeep.serviceAccount" . }}'"
{{- end }}
{{/* Every variable that the operator reads. */}}
{{- define "ollakeep.environment" -}}
- {name: OLLAKEEP_WATCH_NAMESPACES, value: {{ join "," .Values.watchNamespaces | quote }}}
- {name: OLLAKEEP_OLLAMA_IMAGE, value: {{ .Values.servers.ollamaImage | quote }}}
- {name: OLLAKEEP_PROXY_IMAGE, value: {{ .Values.servers.proxyImage | quote }}}
- {name: OLLAKEEP_ALLOWED_REPOSITORIES, value: {{ join "," .Values.servers.allowedRepositories | quote }}}
- {name: OLLAKEEP_ALLOWED_ISSUERS, value: {{ join "," .Values.servers.allowedIssuers | quote }}}
- {name: OLLAKEEP_ALLOWED_HOST_SUFFIXES, value: {{ join "," .Values.servers.allowedHostSuffixes | quote }}}
- name: OLLAKEEP_NAMESPACE
  valueFrom: {fieldRef: {fieldPath: metadata.namespace}}
- {name: OLLAKEEP_POD_LABELS, value: "app.kubernetes.io/name=ollakeep,app.kubernetes.io/instance={{ .Release.Name }}"}
- {name: OLLAKEEP_PROBE_MODE, value: {{ .Values.probeMode | quote }}}
- {name: OLLAKEEP_PROBE_SOURCES, value: {{ join "," .Values.servers.probeSources | quote }}}
- {name: OLLAKEEP_CLUSTER_DOMAIN, value: {{ .Values.clusterDomain | quote }}}
- {name: OLLAKEEP_HEALTH_ADDRESS, value: ":8080"}
- {name: OLLAKEEP_LEADER_ELECTION, value: {{ .Values.leaderElection | quote }}}
- {name: OLLAKEEP_LOG_LEVEL, value: {{ .Values.log.level | quote }}}
- {name: OLLAKEEP_LOG_FORMAT, value: {{ .Values.log.format | quote }}}
- {name: OLLAKEEP_MAX_CONCURRENT_RECONCILES, value: {{ .Values.maxConcurrentReconciles | quote }}}
- {name: OLLAKEEP_PROBE_TIMEOUT, value: {{ .Values.probeTimeout | quote }}}
{{- end }}
{{- define "ollakeep.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
seccompProfile: {type: RuntimeDefault}
{{- end }}
{{- define "ollakeep.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}
