import { request } from "node:http";
import { request as requestSecurely } from "node:https";
import { getCACertificates, setDefaultCACertificates } from "node:tls";

/** Node's function for requests to such an address. */
export function requestFor(url: string | URL): typeof request {
  return new URL(url).protocol === "https:" ? requestSecurely : request;
}

/** From here on every client in this process trusts `ca`, as with NODE_EXTRA_CA_CERTS. */
export function trust(ca: string): void {
  setDefaultCACertificates([...getCACertificates("default"), ca]);
}
