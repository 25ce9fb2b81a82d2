import type { RequestListener } from "node:http";
import express from "express";
import { isAddressedTo } from "../../server/host.ts";
import { Failure } from "../../terminal/failure.ts";
import type { Log } from "../../terminal/log.ts";
import { documentsPath, type HostedDocument, writeDocument } from "./documents.ts";

interface Service {
  documents: readonly HostedDocument[];
  /** Names of this listener; under another a web page of anybody could read what is here (DNS rebinding). */
  hosts: readonly string[];
  log: Log;
}

/** Serves metadata documents, read anew each time; every other request goes to `next`. */
export function serveDocuments(service: Service, next: RequestListener): RequestListener {
  const app = createDocumentApp(service);
  return (request, response) => {
    if (request.url?.startsWith(documentsPath) === true) app(request, response);
    else next(request, response);
  };
}

function createDocumentApp({ documents, hosts, log }: Service): express.Express {
  const app = express().disable("x-powered-by").set("query parser", false).set("etag", "strong");
  app.use((request, response, next) => {
    response.setHeaders(new Map([["X-Content-Type-Options", "nosniff"]]));
    response.once("finish", () => {
      log.info({ method: request.method, route: "dev-document", status: response.statusCode }, "request");
    });
    if (isAddressedTo(hosts, request)) next();
    else response.status(421).json({ error: "misdirected_request" });
  });
  for (const document of documents) {
    app.get(new URL(document.url).pathname, (_request, response) => {
      const body = tryToWrite(document, log);
      // Whoever keeps it asks whether it still holds: a change counts at once.
      if (body !== undefined) response.set("Cache-Control", "no-cache").type("application/json").send(body);
      else response.status(503).json({ error: "document_unusable" });
    });
  }
  app.use((_request, response) => void response.status(404).json({ error: "not_found" }));
  return app;
}

/** @returns undefined for a file that was spoilt since the start: the last good copy does, so the developer is told */
function tryToWrite(document: HostedDocument, log: Log): string | undefined {
  try {
    return writeDocument(document);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    log.error({}, error.message);
    return undefined;
  }
}
