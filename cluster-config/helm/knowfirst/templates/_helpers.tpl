{{- define "knowfirst.labels" -}}
app.kubernetes.io/name: knowfirst
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "knowfirst.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end }}

{{- define "knowfirst.scheme" -}}
{{ if .Values.tls.secretName }}HTTPS{{ else }}HTTP{{ end }}
{{- end }}
