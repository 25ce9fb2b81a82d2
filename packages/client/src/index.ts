export { type AccountClient, type AccountClientOptions, createAccountClient } from "./account-client.ts";
export { type AdminClient, type AdminClientOptions, createAdminClient, type Credentials } from "./admin-client.ts";
export type { AccountRouter, AdminRouter } from "./routers.ts";
export { isSallyportError, type SallyportCode, type SallyportError } from "./sallyport-error.ts";
