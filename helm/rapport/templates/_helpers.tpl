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
