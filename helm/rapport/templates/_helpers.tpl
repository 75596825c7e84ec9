{{/* The four services, always these and in this order. */}}
{{- define "rapport.services" -}}
consent-service ingestion-service insights-service purge-service
{{- end }}

{{/* Release name, with the product in it; 44 characters leave room for "-ingestion-service" within 63. */}}
{{- define "rapport.fullname" -}}
{{- if contains "rapport" .Release.Name -}}
{{- .Release.Name | trunc 44 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-rapport" (.Release.Name | trunc 36 | trimSuffix "-") -}}
{{- end -}}
{{- end }}

{{/* A service's settings: `default` overlaid with its own block. Works on copies: values are never changed. */}}
{{- define "rapport.settings" -}}
{{- mergeOverwrite (deepCopy .Values.default) (deepCopy (index .Values.services .service)) | toYaml -}}
{{- end }}

{{/* What selects a service's pods; never changes over upgrades. */}}
{{- define "rapport.selector" -}}
app.kubernetes.io/name: {{ .service }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* Selects the pods of all four. */}}
{{- define "rapport.anyService" -}}
matchLabels:
  app.kubernetes.io/instance: {{ .Release.Name }}
matchExpressions:
  - key: app.kubernetes.io/name
    operator: In
    values: [{{ include "rapport.services" . | replace " " ", " }}]
{{- end }}

{{- define "rapport.labels" -}}
{{ include "rapport.selector" . }}
app.kubernetes.io/part-of: rapport
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{/* In-cluster URL of one of our services. */}}
{{- define "rapport.url" -}}
http://{{ include "rapport.fullname" . }}-{{ .target }}.{{ .Release.Namespace }}.svc:8080
{{- end }}

{{- define "rapport.image" -}}
{{- if .settings.digest -}}
{{ .Values.image.registry }}/{{ .service }}@{{ .settings.digest }}
{{- else -}}
{{ .Values.image.registry }}/{{ .service }}:{{ .Values.image.tag }}
{{- end -}}
{{- end }}

{{/* No heap dump ever: unwrapped keys live in memory. Unsafe: what Protocol Buffers and Netty read memory by. */}}
{{- define "rapport.javaOptions" -}}
-XX:MaxRAMPercentage=65 -XX:+ExitOnOutOfMemoryError -XX:-HeapDumpOnOutOfMemoryError --sun-misc-unsafe-memory-access=allow
{{- end }}

{{/* Pod Security `restricted`. */}}
{{- define "rapport.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "rapport.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop:
    - ALL
{{- end }}

{{/* Where a pod may run, and with which credentials its image is pulled. */}}
{{- define "rapport.placement" -}}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with .settings.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .settings.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* Ways out of a pod. */}}
{{- define "rapport.reachNames" -}}
# Names
- ports:
    - port: 53
      protocol: UDP
    - port: 53
      protocol: TCP
{{- end }}

{{- define "rapport.reachDatabase" -}}
{{ include "rapport.reachNames" . }}
# PostgreSQL
- ports:
    - port: {{ .Values.database.port }}
  {{- with .Values.networkPolicy.database }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}

{{/* Of Strimzi's kinds: the version that the cluster has. */}}
{{- define "rapport.strimziApi" -}}
kafka.strimzi.io/{{ .Capabilities.APIVersions.Has "kafka.strimzi.io/v1" | ternary "v1" "v1beta2" }}
{{- end }}
