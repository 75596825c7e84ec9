{{/*
Batches of history as Jobs. ingestion-service fills this template: name, labels, completions, parallelism up to them, and
the address of the batch in the environment. Its admission policy is derived from it, so both always agree.
*/}}
{{- define "rapport.jobs.name" -}}
{{ include "rapport.fullname" . }}-ingestion-batch
{{- end }}

{{/* Where Jobs, their pods and all that only these need are. */}}
{{- define "rapport.jobs.namespace" -}}
{{ .Values.jobs.namespace | default .Release.Namespace }}
{{- end }}

{{/* Pods of Jobs are no ingestion-service: its Service, its budget and its spreading must not select them. */}}
{{- define "rapport.jobs.labels" -}}
{{- include "rapport.labels" (merge (dict "service" "ingestion-batch") .) -}}
{{- end }}

{{- define "rapport.jobs.selector" -}}
{{- include "rapport.selector" (merge (dict "service" "ingestion-batch") .) -}}
{{- end }}

{{- define "rapport.jobs.template" -}}
{{- $settings := include "rapport.settings" (merge (dict "service" "ingestion-service") .) | fromYaml }}
{{- $scope := merge (dict "service" "ingestion-service" "settings" $settings) . }}
apiVersion: batch/v1
kind: Job
metadata:
  name: {{ include "rapport.fullname" . }}-batch
  namespace: {{ include "rapport.jobs.namespace" . }}
  labels:
    {{- include "rapport.jobs.labels" . | nindent 4 }}
    {{- with .Values.jobs.kueueQueue }}
    kueue.x-k8s.io/queue-name: {{ . }}
    {{- end }}
spec:
  completionMode: Indexed
  completions: 1
  parallelism: {{ .Values.jobs.parallelism }}
  # A shard is tried so many times more, with growing pauses; the others go on without it.
  backoffLimitPerIndex: 6
  # Never two pods on one shard. What really keeps them apart are the claims in the database.
  podReplacementPolicy: Failed
  activeDeadlineSeconds: {{ .Values.jobs.deadlineSeconds }}
  ttlSecondsAfterFinished: 86400
  podFailurePolicy:
    rules:
      # A drain or a preemption is nobody's failure.
      - action: Ignore
        onPodConditions:
          - type: DisruptionTarget
            status: "True"
      # The consent is withdrawn.
      - action: FailJob
        onExitCodes:
          containerName: ingestion-batch
          operator: In
          values: [42]
      # It would end like this again.
      - action: FailIndex
        onExitCodes:
          containerName: ingestion-batch
          operator: In
          values: [43]
  template:
    metadata:
      labels:
        {{- include "rapport.jobs.labels" . | nindent 8 }}
        {{- with $settings.podLabels }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      {{- with $settings.podAnnotations }}
      annotations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
    spec:
      restartPolicy: Never
      serviceAccountName: {{ include "rapport.jobs.name" . }}
      automountServiceAccountToken: false
      enableServiceLinks: false
      # Pages under way end, claims are given up.
      terminationGracePeriodSeconds: 60
      {{- with include "rapport.placement" $scope }}
      {{- . | trim | nindent 6 }}
      {{- end }}
      securityContext:
        {{- include "rapport.podSecurity" . | nindent 8 }}
      containers:
        - name: ingestion-batch
          image: {{ include "rapport.image" $scope | quote }}
          imagePullPolicy: {{ .Values.image.pullPolicy }}
          args:
            - read-batch
          ports:
            - name: http
              containerPort: 8080
          envFrom:
            - configMapRef:
                name: {{ include "rapport.fullname" . }}-ingestion-service
          env:
            - name: JAVA_TOOL_OPTIONS
              value: {{ include "rapport.javaOptions" . }}
            {{- include "rapport.secretEnv" $scope | nindent 12 }}
            {{- with $settings.extraEnv }}
            {{- toYaml . | nindent 12 }}
            {{- end }}
          startupProbe:
            httpGet:
              path: /q/health/started
              port: http
            periodSeconds: 2
            failureThreshold: 60
          livenessProbe:
            httpGet:
              path: /q/health/live
              port: http
            periodSeconds: 10
            timeoutSeconds: 3
            failureThreshold: 6
          readinessProbe:
            httpGet:
              path: /q/health/ready
              port: http
            periodSeconds: 5
            timeoutSeconds: 3
          resources:
            {{- toYaml .Values.jobs.resources | nindent 12 }}
          securityContext:
            {{- include "rapport.containerSecurity" . | nindent 12 }}
          volumeMounts:
            - name: tmp
              mountPath: /tmp
            {{- with include "rapport.workloadVolumeMounts" $scope }}
            {{- . | nindent 12 }}
            {{- end }}
      volumes:
        - name: tmp
          emptyDir:
            sizeLimit: {{ $settings.tmpSize }}
        {{- with include "rapport.workloadVolumes" $scope }}
        {{- . | nindent 8 }}
        {{- end }}
{{- end }}

{{/* What ingestion-service's pod has besides, where it makes Jobs: three lists, each nothing without Jobs. */}}
{{- define "rapport.jobs.env" -}}
{{- if and (eq .service "ingestion-service") .Values.jobs.enabled }}
- name: RAPPORT_JOBS_TEMPLATE
  value: /etc/rapport/jobs/job.yaml
- name: RAPPORT_JOBS_AT_A_TIME
  value: {{ .Values.jobs.atATime | quote }}
{{- end }}
{{- end }}

{{- define "rapport.jobs.volumeMounts" -}}
{{- if and (eq .service "ingestion-service") .Values.jobs.enabled }}
- name: jobs
  mountPath: /etc/rapport/jobs
  readOnly: true
{{- end }}
{{- end }}

{{- define "rapport.jobs.volumes" -}}
{{- if and (eq .service "ingestion-service") .Values.jobs.enabled }}
- name: jobs
  configMap:
    name: {{ include "rapport.jobs.name" . }}
{{- end }}
{{- end }}

{{/* Whether a service talks to the Kubernetes API. */}}
{{- define "rapport.needsToken" -}}
{{- or (and (eq .service "purge-service") (ne .Values.backup.cnpgCluster "")) (and (eq .service "ingestion-service") .Values.jobs.enabled) -}}
{{- end }}
