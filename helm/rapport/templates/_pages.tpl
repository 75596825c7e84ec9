{{/* Which service owns which pages; "/*" at the end stands for a path and all below it. The interface for programs and
     what the cluster asks (/api, /internal, /q) is no page. */}}
{{- define "rapport.pages" -}}
consent-service:
  - /
  - /signed-in/*
  - /sign-out/*
  - /settings/*
  - /history/*
  - /people/*
  - /privacy/*
  - /operations
  - /operations/consent-service/*
  # The shared look: styles and scripts.
  - /rapport/*
  - /webjars/*
  - /_static/*
ingestion-service:
  - /progress/*
  - /operations/ingestion-service/*
insights-service:
  - /contacts/*
  - /companies/*
  - /pipeline/*
  - /introductions/*
  - /known/*
  - /operations/insights-service/*
purge-service:
  - /deletion/*
  - /operations/purge-service/*
{{- end }}
