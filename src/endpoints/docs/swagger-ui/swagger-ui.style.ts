/** What differs from Swagger UI's own style. */
export const style = `
body { margin: 0; }
.gatehouse-note { margin: 4rem auto; max-width: 40rem; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; }
.gatehouse-times { margin: 0.5rem 0 1rem; font: 0.8rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
.gatehouse-times th { padding-right: 1rem; text-align: left; font-weight: 400; }
.dark-mode .gatehouse-times { color: #e4e6e6; }

.gatehouse-tasks ul { display: flex; flex-wrap: wrap; gap: 0.5rem; margin: 1rem 0; padding: 0; list-style: none; }
.gatehouse-again { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1rem; margin: 0.5rem 0; font: 0.9rem/1.5 system-ui, sans-serif; }
.gatehouse-table { overflow-x: auto; margin: 0.5rem 0; }
.gatehouse-table table { border-collapse: collapse; font: 0.85rem/1.5 system-ui, sans-serif; }
.gatehouse-table th, .gatehouse-table td { padding: 0.25rem 0.75rem 0.25rem 0; border-bottom: 1px solid #8886; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
.gatehouse-table .btn { margin: 0 0.25rem 0.25rem 0; padding: 0.1rem 0.5rem; }
.dark-mode .gatehouse-table, .dark-mode .gatehouse-again { color: #e4e6e6; }

.gatehouse-session { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1rem; margin: 0.5rem 0; font: 0.9rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
.gatehouse-session p { margin: 0; }
.gatehouse-session .btn { border-color: currentColor; color: inherit; }
.gatehouse-session ul { margin: 0.25rem 0; padding-left: 1.25rem; }
.dark-mode .gatehouse-session { color: #e4e6e6; }

/* A phone: one thing below the other, and nothing wider than the window. */
@media (max-width: 640px) {
  .swagger-ui .wrapper { padding: 0 0.75rem; }
  .swagger-ui .scheme-container .schemes, .swagger-ui .auth-wrapper { flex-wrap: wrap; }
  .swagger-ui .opblock .opblock-summary { flex-wrap: wrap; padding: 0.5rem; }
  .swagger-ui .opblock .opblock-summary-control { flex-wrap: wrap; gap: 0.25rem 0.5rem; min-width: 0; }
  .swagger-ui .opblock .opblock-summary-path-description-wrapper { flex-basis: 100%; flex-wrap: wrap; min-width: 0; gap: 0.25rem; }
  .swagger-ui .opblock .opblock-summary-path, .swagger-ui .opblock .opblock-summary-description { max-width: 100%; flex-basis: 100%; padding: 0; overflow-wrap: anywhere; word-break: normal; }
  .swagger-ui .opblock-tag { flex-wrap: wrap; }
  .swagger-ui .opblock-tag small { flex-basis: 100%; padding: 0.25rem 0; }
  .swagger-ui table.parameters, .swagger-ui table.parameters tbody, .swagger-ui table.parameters tr, .swagger-ui table.parameters td,
  .swagger-ui table.responses-table, .swagger-ui table.responses-table tbody, .swagger-ui table.responses-table tr, .swagger-ui table.responses-table td { display: block; width: auto; max-width: none; min-width: 0; padding-left: 0; }
  .swagger-ui table.parameters thead, .swagger-ui table.responses-table thead { display: none; }
  .swagger-ui .parameters-col_description input, .swagger-ui .parameters-col_description select, .swagger-ui .parameters-col_description textarea { width: 100%; max-width: 100%; min-width: 0; }
  .swagger-ui .opblock .opblock-section-header { flex-wrap: wrap; padding: 0.5rem; }
  .swagger-ui .dialog-ux .modal-ux { min-width: 0; width: calc(100vw - 1rem); max-width: none; }
  .swagger-ui .info .title, .swagger-ui .info a, .swagger-ui .info code, .swagger-ui .markdown p, .swagger-ui .markdown code { overflow-wrap: anywhere; }
  .swagger-ui .highlight-code, .swagger-ui .microlight, .swagger-ui pre { max-width: 100%; overflow-x: auto; }
}

/* swagger-ui is a public client: a field for its secret only misleads. */
.auth-container div:has(> label[for='client_secret_authorizationCode']) { display: none; }
`;
