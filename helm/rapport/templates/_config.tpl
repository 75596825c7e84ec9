{{/* Where a service's database is; all that a migration is told. */}}
{{- define "rapport.database" -}}
RAPPORT_DATABASE_HOST: {{ .Values.database.host | quote }}
RAPPORT_DATABASE_PORT: {{ .Values.database.port | quote }}
RAPPORT_DATABASE_NAME: {{ .service }}
{{- end }}

{{- define "rapport.databaseSecretEnv" -}}
- name: QUARKUS_DATASOURCE_USERNAME
  valueFrom:
    secretKeyRef:
      name: {{ .settings.databaseSecret }}
      key: username
- name: QUARKUS_DATASOURCE_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ .settings.databaseSecret }}
      key: password
{{- end }}

{{/* A service's configuration that is no secret: MicroProfile keys in their environment spelling. */}}
{{- define "rapport.config" -}}
QUARKUS_HTTP_HOST: 0.0.0.0
QUARKUS_HTTP_PORT: "8080"
{{ include "rapport.database" . }}
{{- if .Values.migrations.job }}
QUARKUS_FLYWAY_MIGRATE_AT_START: "false"
{{- end }}
KAFKA_BOOTSTRAP_SERVERS: {{ .Values.kafka.bootstrapServers | quote }}
KAFKA_SECURITY_PROTOCOL: {{ .Values.kafka.securityProtocol }}
{{- if .Values.kafka.caSecret }}
KAFKA_SSL_TRUSTSTORE_TYPE: PEM
{{- end }}
{{- if (index .Values.services .service).kafkaSecret }}
KAFKA_SSL_KEYSTORE_TYPE: PEM
{{- end }}
RAPPORT_OIDC_URL: {{ .Values.oidc.url | quote }}
RAPPORT_OIDC_TOKEN_URL: {{ .Values.oidc.tokenUrl | quote }}
RAPPORT_OIDC_ISSUER_TEMPLATE: {{ .Values.oidc.issuerTemplate | quote }}
RAPPORT_OIDC_AUDIENCE: {{ .Values.oidc.audience | quote }}
RAPPORT_OIDC_ADMINISTRATOR_DIRECTORY_ROLES: {{ join "," .Values.oidc.administratorDirectoryRoles | quote }}
RAPPORT_OIDC_ADMINISTRATOR_APP_ROLES: {{ join "," .Values.oidc.administratorAppRoles | quote }}
RAPPORT_OIDC_CLIENT_ID: {{ .Values.oidc.clientId | quote }}
{{- if not .Values.oidc.existingSecret }}
RAPPORT_OIDC_CLIENT_SECRET: ""
QUARKUS_OIDC_CLIENT_CREDENTIALS_JWT_SOURCE: bearer
QUARKUS_OIDC_CLIENT_CREDENTIALS_JWT_TOKEN_PATH: {{ include "rapport.workloadToken" . }}
{{- end }}
{{- with .Values.pages.clientId }}
RAPPORT_PAGES_CLIENT_ID: {{ . | quote }}
{{- end }}
{{- with .Values.pages.grafanaUrl }}
RAPPORT_GRAFANA_URL: {{ . | quote }}
{{- end }}
RAPPORT_CONSENT_SERVICE_URL: {{ include "rapport.url" (merge (dict "target" "consent-service") .) }}
{{- with .Values.tracing.endpoint }}
QUARKUS_OTEL_SDK_DISABLED: "false"
QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT: {{ . | quote }}
{{- end }}
{{- if has .service (list "ingestion-service" "insights-service") }}
RAPPORT_PURGE_SERVICE_URL: {{ include "rapport.url" (merge (dict "target" "purge-service") .) }}
{{- end }}
{{- if has .service (list "consent-service" "ingestion-service") }}
RAPPORT_GRAPH_URL: {{ .Values.graph.url | quote }}
RAPPORT_GRAPH_LOGIN_URL: {{ .Values.graph.loginUrl | quote }}
RAPPORT_GRAPH_SCOPE: {{ .Values.graph.scope | quote }}
RAPPORT_GRAPH_CLIENT_ID: {{ .Values.graph.clientId | quote }}
{{- if not .Values.graph.existingSecret }}
RAPPORT_GRAPH_WORKLOAD_TOKEN_FILE: {{ include "rapport.workloadToken" . }}
{{- end }}
{{- end }}
{{- if eq .service "consent-service" }}
{{- if .Values.keys.vault.url }}
RAPPORT_KEYS_VAULT_URL: {{ .Values.keys.vault.url | quote }}
RAPPORT_KEYS_VAULT_TENANT: {{ .Values.keys.vault.tenant | quote }}
RAPPORT_KEYS_VAULT_CLIENT_ID: {{ .Values.keys.vault.clientId | quote }}
{{- if not .Values.keys.existingSecret }}
RAPPORT_KEYS_VAULT_WORKLOAD_TOKEN_FILE: {{ include "rapport.workloadToken" . }}
{{- end }}
{{- else }}
RAPPORT_KEYS_ROOT_FILE: /etc/rapport/root-key/root
{{- end }}
RAPPORT_KEYS_RING_DIR: /var/lib/rapport/ring
{{- end }}
{{- if and (has .service (list "insights-service" "purge-service")) (not .Values.backup.azureSecret) }}
RAPPORT_BACKUP_DIR: /var/lib/rapport/backups
{{- end }}
{{- if eq .service "purge-service" }}
RAPPORT_BACKUP_RETENTION: {{ .Values.backup.retentionDays }}d
RAPPORT_BACKUP_INTERVAL: {{ .Values.backup.fullIntervalDays }}d
RAPPORT_BACKUP_EXPIRY_LAG: {{ .Values.backup.expireLagDays }}d
RAPPORT_BACKUP_STORE_LAG: {{ add .Values.backup.softDeleteDays .Values.backup.lifecycleLagDays }}d
{{- with .Values.backup.cnpgCluster }}
RAPPORT_BACKUP_CNPG_CLUSTER: {{ . }}
{{- end }}
RAPPORT_CERTIFICATE_KEY_FILE: /etc/rapport/certificate/certificate.pem
{{- if .Values.certificate.formerKeysSecret }}
RAPPORT_CERTIFICATE_FORMER_KEYS_DIR: /etc/rapport/former-certificate-keys
{{- end }}
RAPPORT_INGESTION_SERVICE_URL: {{ include "rapport.url" (merge (dict "target" "ingestion-service") .) }}
RAPPORT_INSIGHTS_SERVICE_URL: {{ include "rapport.url" (merge (dict "target" "insights-service") .) }}
{{- end }}
{{- end }}

{{/* Secrets, each by the name of a Secret that exists already. */}}
{{- define "rapport.secretEnv" -}}
{{ include "rapport.databaseSecretEnv" . }}
{{- with .Values.kafka.caSecret }}
- name: KAFKA_SSL_TRUSTSTORE_CERTIFICATES
  valueFrom:
    secretKeyRef:
      name: {{ . }}
      key: ca.crt
{{- end }}
{{- with .settings.kafkaSecret }}
- name: KAFKA_SSL_KEYSTORE_CERTIFICATE_CHAIN
  valueFrom:
    secretKeyRef:
      name: {{ . }}
      key: user.crt
- name: KAFKA_SSL_KEYSTORE_KEY
  valueFrom:
    secretKeyRef:
      name: {{ . }}
      key: user.key
{{- end }}
{{- with .Values.oidc.existingSecret }}
- name: RAPPORT_OIDC_CLIENT_SECRET
  valueFrom:
    secretKeyRef:
      name: {{ . }}
      key: client-secret
{{- end }}
{{- with .Values.pages.existingSecret }}
{{- range $name, $key := dict "RAPPORT_PAGES_CLIENT_SECRET" "client-secret" "RAPPORT_PAGES_SESSION_SECRET" "session-secret" }}
- name: {{ $name }}
  valueFrom:
    secretKeyRef:
      name: {{ $.Values.pages.existingSecret }}
      key: {{ $key }}
{{- end }}
{{- end }}
{{- if and (eq .service "consent-service") .Values.keys.vault.url .Values.keys.existingSecret }}
- name: RAPPORT_KEYS_VAULT_CLIENT_SECRET
  valueFrom:
    secretKeyRef:
      name: {{ .Values.keys.existingSecret }}
      key: client-secret
{{- end }}
{{- if and (has .service (list "insights-service" "purge-service")) .Values.backup.azureSecret }}
- name: RAPPORT_BACKUP_AZURE_URL
  valueFrom:
    secretKeyRef:
      name: {{ .Values.backup.azureSecret }}
      key: url
{{- end }}
{{- if and (has .service (list "consent-service" "ingestion-service")) .Values.graph.existingSecret }}
- name: RAPPORT_GRAPH_CLIENT_SECRET
  valueFrom:
    secretKeyRef:
      name: {{ .Values.graph.existingSecret }}
      key: client-secret
{{- end }}
{{- end }}

{{/* The workload's own token, which stands for client secrets. */}}
{{- define "rapport.workloadToken" -}}
/var/run/secrets/rapport/token
{{- end }}

{{/* "true" if one of the service's client secrets is none. */}}
{{- define "rapport.showsWorkloadToken" -}}
{{- $graph := and (has .service (list "consent-service" "ingestion-service")) (not .Values.graph.existingSecret) }}
{{- $vault := and (eq .service "consent-service") (not .Values.keys.existingSecret) }}
{{- if or (not .Values.oidc.existingSecret) $graph $vault }}true{{ end }}
{{- end }}

{{- define "rapport.workloadVolumes" -}}
{{- if include "rapport.showsWorkloadToken" . -}}
- name: workload-token
  projected:
    defaultMode: 0440
    sources:
      - serviceAccountToken:
          audience: {{ .Values.workloadIdentity.audience }}
          expirationSeconds: 3600
          path: token
{{- end }}
{{- end }}

{{- define "rapport.workloadVolumeMounts" -}}
{{- if include "rapport.showsWorkloadToken" . -}}
- name: workload-token
  mountPath: {{ include "rapport.workloadToken" . | dir }}
  readOnly: true
{{- end }}
{{- end }}

{{/* Volumes beside /tmp; the mounts follow in the next template, under the same conditions. */}}
{{- define "rapport.volumes" -}}
- name: tmp
  emptyDir:
    sizeLimit: {{ .settings.tmpSize }}
{{- with include "rapport.workloadVolumes" . }}
{{ . }}
{{- end }}
{{- if eq .service "consent-service" }}
{{- if not .Values.keys.vault.url }}
- name: root-key
  secret:
    secretName: {{ .Values.keys.existingSecret }}
    defaultMode: 0440
{{- end }}
- name: ring
  persistentVolumeClaim:
    claimName: {{ .Values.keys.existingClaim }}
{{- end }}
{{- if and (has .service (list "insights-service" "purge-service")) (not .Values.backup.azureSecret) }}
- name: backups
  persistentVolumeClaim:
    claimName: {{ .Values.backup.existingClaim }}
{{- end }}
{{- if eq .service "purge-service" }}
- name: certificate
  secret:
    secretName: {{ .Values.certificate.existingSecret }}
    defaultMode: 0440
{{- with .Values.certificate.formerKeysSecret }}
- name: former-certificate-keys
  secret:
    secretName: {{ . }}
    defaultMode: 0440
{{- end }}
{{- end }}
{{- end }}

{{- define "rapport.volumeMounts" -}}
- name: tmp
  mountPath: /tmp
{{- with include "rapport.workloadVolumeMounts" . }}
{{ . }}
{{- end }}
{{- if eq .service "consent-service" }}
{{- if not .Values.keys.vault.url }}
- name: root-key
  mountPath: /etc/rapport/root-key
  readOnly: true
{{- end }}
- name: ring
  mountPath: /var/lib/rapport/ring
{{- end }}
{{- if and (has .service (list "insights-service" "purge-service")) (not .Values.backup.azureSecret) }}
- name: backups
  mountPath: /var/lib/rapport/backups
{{- end }}
{{- if eq .service "purge-service" }}
- name: certificate
  mountPath: /etc/rapport/certificate
  readOnly: true
{{- if .Values.certificate.formerKeysSecret }}
- name: former-certificate-keys
  mountPath: /etc/rapport/former-certificate-keys
  readOnly: true
{{- end }}
{{- end }}
{{- end }}

{{/* The Secrets that the services' pods name, each once: read from what the pods are given, so that none is forgotten. */}}
{{- define "rapport.secretNames" -}}
{{- $names := list }}
{{- range $service := splitList " " (include "rapport.services" .) }}
{{- $settings := include "rapport.settings" (merge (dict "service" $service) $) | fromYaml }}
{{- $scope := merge (dict "service" $service "settings" $settings) $ }}
{{- range concat (include "rapport.secretEnv" $scope | fromYamlArray) $settings.extraEnv }}
{{- with dig "valueFrom" "secretKeyRef" "name" "" . }}{{ $names = append $names . }}{{ end }}
{{- end }}
{{- range include "rapport.volumes" $scope | fromYamlArray }}
{{- with dig "secret" "secretName" "" . }}{{ $names = append $names . }}{{ end }}
{{- end }}
{{- end }}
{{- $names | uniq | sortAlpha | toYaml }}
{{- end }}
