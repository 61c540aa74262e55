/** What differs from Swagger UI's own style. */
export const style = `
body { margin: 0; }
.gatehouse-note { margin: 4rem auto; max-width: 40rem; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; }

/* swagger-ui is a public client: a field for its secret only misleads. */
.auth-container div:has(> label[for='client_secret_authorizationCode']) { display: none; }
`;
