import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLocalCertificate } from "./certificate.ts";

/** The sites of the makers of clients, at an https address of this machine. */
export interface DocumentHost extends AsyncDisposable {
  /** Lets a program trust the host. */
  readonly env: Readonly<Record<string, string>>;
  /** Publishes JSON at the path of `url`. @returns its address here */
  publish(url: string, document: (address: string) => object): string;
  /** Publishes a PNG there. @returns its address here */
  publishImage(url: string, png: Uint8Array): string;
  /** Every path that was asked for, in order. */
  readonly asked: readonly string[];
}

interface Published {
  type: string;
  body: string | Uint8Array;
}

const nothing: Published = { type: "application/json", body: "{}" };

export async function startDocumentHost(): Promise<DocumentHost> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "sallyport-documents-"));
  stack.defer(() => rm(folder, { recursive: true }));
  const { key, cert, ca } = createLocalCertificate();
  const caFile = join(folder, "ca.pem");
  await writeFile(caFile, ca);

  const published = new Map<string, Published>();
  const asked: string[] = [];
  const server = createServer({ key, cert }, ({ url = "" }, response) => {
    asked.push(url);
    const { type, body } = published.get(url) ?? nothing;
    response.writeHead(published.has(url) ? 200 : 404, { "content-type": type }).end(body);
  });
  const { promise: listening, resolve, reject } = Promise.withResolvers<void>();
  server.on("error", reject).listen(0, "127.0.0.1", resolve);
  await listening;
  stack.defer(() => {
    server.closeAllConnections();
    return new Promise<void>((closed) => void server.close(() => closed()));
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");

  const { port } = address;
  function put(url: string, publication: (address: string) => Published): string {
    const { pathname } = new URL(url);
    const here = `https://localhost:${port}${pathname}`;
    published.set(pathname, publication(here));
    return here;
  }

  const resources = stack.move();
  return {
    env: { NODE_EXTRA_CA_CERTS: caFile },
    asked,
    publish: (url, document) =>
      put(url, (here) => ({ type: "application/json", body: JSON.stringify(document(here)) })),
    publishImage: (url, png) => put(url, () => ({ type: "image/png", body: png })),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
