export { createAuthority, type Authority } from "./authority.ts";
export { createKey } from "./key.ts";
export { certifyServer, type ServerCertificate } from "./server.ts";
