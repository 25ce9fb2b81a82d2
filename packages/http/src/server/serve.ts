import { addressPrefix, callerAddress, endpointUrls } from "@sallyport/core";
import type express from "express";
import type { OutgoingHttpHeaders } from "node:http";
import { type Answer, emptyAnswer } from "../request/answer.ts";
import { openCors, preflightHeaders } from "./cors.ts";
import { answerError } from "./errors.ts";
import { noStore, privateImage, publicDocument } from "../request/headers.ts";
import { checkHost } from "../request/host.ts";
import { type Identity, readIdentity } from "../request/identity.ts";
import { HttpRefusal } from "../request/refusal.ts";
import { createRequestId } from "./request-id.ts";
import type { Route } from "./routes.ts";
import type { Site } from "../request/site.ts";
import type { Note, Visit } from "../request/visit.ts";

/** One line of the log for each request: never a secret, a query or a body. */
export interface RequestEntry extends Note {
  requestId: string;
  method: string;
  /** The name of the route, not the path, which can hold anything. */
  route: string;
  status: number;
  durationMs: number;
  address: string | undefined;
}

export type Observe = (entry: RequestEntry) => void;

/** A route without the place where it stands. */
export type Service = Omit<Route, "path" | "at">;

/** The one way through for every request: check, serve, send, note. */
export function serveWith(site: Site, observe: Observe | undefined): (service: Service) => express.RequestHandler {
  return (service) => {
    const headers = { ...site.headers, ...headersOf(service) };
    return async (request, response) => {
      const startedAt = performance.now();
      const identity = readIdentity(request.rawHeaders);
      const visit: Visit = {
        request,
        requestId: createRequestId(),
        address: callerAddress(request, site.trustedHops),
        authorization: identity.authorization,
        note: {},
      };
      const answer = await site.within(visit, () => answerVisit(site, service, { visit, identity }));
      send(response, answer, { ...headers, "X-Request-Id": visit.requestId });
      if (service.isStep === true && visit.note.errorId === undefined) noteStep(site, service, { visit, answer });
      observe?.({
        requestId: visit.requestId,
        method: request.method,
        route: service.name,
        status: answer.status,
        durationMs: performance.now() - startedAt,
        address: visit.address,
        ...visit.note,
      });
    };
  };
}

function noteStep(site: Site, { name: route }: Service, { visit, answer }: { visit: Visit; answer: Answer }): void {
  const { clientId, flowId } = visit.note;
  const address = addressPrefix(visit.address);
  site.provider.flights.noteAnswer({ route, status: answer.status, clientId, flowId, address });
}

const cacheHeaders = { document: publicDocument, image: privateImage, none: noStore };

function headersOf(service: Service): OutgoingHttpHeaders {
  const cache = cacheHeaders[service.cache];
  return service.cors === "open" ? { ...cache, ...openCors } : cache;
}

async function answerVisit(
  site: Site,
  service: Service,
  { visit, identity }: { visit: Visit; identity: Identity },
): Promise<Answer> {
  const { request } = visit;
  try {
    if (service.anyHost !== true) checkHost(site, request.originalUrl, identity);
    if (request.method === "OPTIONS" && service.cors === "open") {
      return emptyAnswer(204, preflightHeaders(request, service.methods));
    }
    if (!service.methods.includes(request.method)) {
      throw new HttpRefusal("method_not_allowed", { Allow: allowed(service) });
    }
    if (service.limit !== undefined) await site.limiter.charge(service.limit, addressPrefix(visit.address));
    const serve = () => service.serve(site, visit);
    const { around, cookies } = site;
    return await (around === undefined ? serve() : around({ route: service.name, visit, cookies }, serve));
  } catch (error) {
    const { errorUriBase } = site;
    const { config, flights } = site.provider;
    const { name: route, audience } = service;
    const registrationEndpoint = config.registration.dynamic === "off" ? undefined : endpointUrls(config).register;
    const realm = config.issuer;
    return await answerError(error, visit, { realm, route, audience, flights, errorUriBase, registrationEndpoint });
  }
}

function allowed(service: Service): string {
  return [...service.methods, ...(service.cors === "open" ? ["OPTIONS"] : [])].join(", ");
}

function send(response: express.Response, answer: Answer, headers: OutgoingHttpHeaders): void {
  const { status, body } = answer;
  const hasBody = status !== 204 && status !== 304;
  const length = hasBody ? { "Content-Length": Buffer.byteLength(body) } : {};
  response.writeHead(status, { ...headers, ...answer.headers, ...length });
  // Node leaves the body of an answer to HEAD out.
  response.end(hasBody ? body : undefined);
}

/** What every answer has, for a handler that writes its answers, and its log, itself. */
export function accompany(site: Site): express.RequestHandler {
  return (request, response, next) => {
    checkHost(site, request.originalUrl, readIdentity(request.rawHeaders));
    const requestId = createRequestId();
    const headers = { ...site.headers, ...noStore, "X-Request-Id": requestId };
    response.setHeaders(new Map(Object.entries(headers).map(toText)));
    site.within({ requestId, address: callerAddress(request, site.trustedHops) }, next);
  };
}

function toText([name, value]: [string, unknown]): [string, string] {
  return [name, String(value)];
}
