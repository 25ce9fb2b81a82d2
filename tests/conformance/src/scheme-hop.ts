import { createServer } from "node:https";
import { createLocalCertificate } from "./certificate.ts";

/** The site of a client whose https redirect URI hands the answer on to an application by its own scheme. */
export interface SchemeHop extends AsyncDisposable {
  readonly redirectUri: string;
  /** Every request for the redirect URI, in order. */
  readonly arrived: readonly URL[];
}

export async function startSchemeHop(application: string): Promise<SchemeHop> {
  const arrived: URL[] = [];
  const server = createServer(createLocalCertificate(), ({ url = "" }, response) => {
    const { pathname, search } = new URL(url, "https://localhost");
    if (pathname !== "/hop") return void response.writeHead(404).end();
    arrived.push(new URL(url, redirectUri));
    return void response.writeHead(302, { location: application + search }).end();
  });
  const { promise: listening, resolve, reject } = Promise.withResolvers<void>();
  server.on("error", reject).listen(0, "127.0.0.1", resolve);
  await listening;
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const redirectUri = `https://localhost:${address.port}/hop`;
  return {
    redirectUri,
    arrived,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}
