import { createServer, type Server } from "node:http";

/** The program of a client that waits for the browser, as command-line clients do. */
export interface RedirectTarget extends AsyncDisposable {
  /** By the name `localhost`, and by address. */
  readonly named: string;
  readonly numbered: string;
  /** Every request for the redirect URI, in order. */
  readonly arrived: readonly URL[];
}

const path = "/callback";

/** Listens on both loopback addresses: which of them `localhost` is, the browser decides. */
export async function startRedirectTarget(): Promise<RedirectTarget> {
  const arrived: URL[] = [];
  const servers: Server[] = [];
  const port = await listenOn("127.0.0.1", 0);
  // A machine without IPv6 has only the other one.
  await listenOn("::1", port).catch(() => undefined);

  async function listenOn(host: string, wanted: number): Promise<number> {
    const server = createServer(({ url = "" }, response) => {
      const at = new URL(url, numbered());
      if (at.pathname === path) arrived.push(at);
      const page =
        "<!doctype html><html lang=en><title>Client</title><link rel=icon href=data:,><p>Signed in.<noscript> Without script.</noscript></p>";
      response.writeHead(200, { "Content-Type": "text/html" }).end(page);
    });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    server.on("error", reject).listen(wanted, host, resolve);
    await promise;
    servers.push(server);
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    return address.port;
  }

  function numbered(): string {
    return `http://127.0.0.1:${port}${path}`;
  }

  return {
    named: `http://localhost:${port}${path}`,
    numbered: numbered(),
    arrived,
    async [Symbol.asyncDispose]() {
      for (const server of servers) server.closeAllConnections();
      await Promise.all(servers.map((server) => new Promise((resolve) => void server.close(resolve))));
    },
  };
}
