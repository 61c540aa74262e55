/** What differs from Swagger UI's own style. */
export const style = `
body { margin: 0; }
.gatehouse-note { margin: 4rem auto; max-width: 40rem; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; }
.gatehouse-times { margin: 0.5rem 0 1rem; font: 0.8rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
.gatehouse-times th { padding-right: 1rem; text-align: left; font-weight: 400; }
.dark-mode .gatehouse-times { color: #e4e6e6; }

/* swagger-ui is a public client: a field for its secret only misleads. */
.auth-container div:has(> label[for='client_secret_authorizationCode']) { display: none; }
`;
