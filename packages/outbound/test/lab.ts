import type { RequestListener } from "node:http";
import type { FetchedDocument, Validators } from "@sallyport/core";
import {
  createDocumentSource,
  createImageSource,
  type FetchedImage,
  type FetcherOptions,
  type FetchEvent,
  openSocket,
  type OpenSocket,
} from "../src/index.ts";
import { certify, createTestAuthority } from "./certificates.ts";
import { type Host, openHost } from "./listeners.ts";
import { createManualTimers, type ManualTimers } from "./manual-timers.ts";

/** Stand for the internet: connections to them end at 127.0.0.1, all others where they say. */
export const publicAddresses = ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"] as const;

/** The name of the honest host, and the body of its document. */
export const goodName = "client.example";
const goodBody = JSON.stringify({ client_id: "https://client.example/good", client_name: "Good" });

const authority = createTestAuthority();
const certificate = certify(authority, [goodName, "evil.example", "*.many.example"]);

export interface Lab extends AsyncDisposable {
  host: Host;
  timers: ManualTimers;
  events: FetchEvent[];
  /** Addresses that the resolver tells for a name; the public one if there are none. */
  names: Map<string, readonly string[]>;
  /** Names that were asked for. */
  lookups: string[];
  /** Addresses to which connections were wanted. */
  attempts: string[];
  /** A document of the honest host. */
  url(path: string, name?: string): string;
  fetch(url: string, known?: Validators & { maxBytes?: number }): Promise<FetchedDocument>;
  fetchImage(url: string, limits?: { maxBytes: number }): Promise<FetchedImage>;
  /** Asks the honest host for its document, under a path of its own. */
  fetchGood(): Promise<FetchedDocument>;
  /** Ends both sources. */
  close(): Promise<void>;
  /** Empties what was recorded, names included. */
  forget(): void;
}

export interface LabOptions extends Omit<FetcherOptions, "timers"> {
  /** Answers everything but the good document. */
  answer?: RequestListener;
  /** Takes the place of the honest host. */
  open?: (certificate: { key: string; cert: string }) => Promise<Host>;
  realTimers?: boolean;
}

/** A source of documents and one of images, with a resolver, timers and an internet of its own. No connection leaves the loopback interface. */
export async function openLab({ answer, open, realTimers = false, ...options }: LabOptions = {}): Promise<Lab> {
  const timers = createManualTimers();
  const host = await (open?.(certificate) ?? openHost(answerOr(answer), certificate));
  const lab = { events: [] as FetchEvent[], names: new Map<string, readonly string[]>(), lookups: [] as string[] };
  const attempts: string[] = [];
  const settings: FetcherOptions = {
    ca: authority.cert,
    ...(realTimers ? {} : { timers }),
    onFetch: (event) => lab.events.push(event),
    resolve: async (name) => {
      lab.lookups.push(name);
      return lab.names.get(name) ?? [publicAddresses[0]];
    },
    openSocket: openInLab(attempts),
    ...options,
  };
  const source = createDocumentSource(settings);
  const images = createImageSource(settings);
  const url = (path: string, name = goodName) => `https://${name}:${host.port}${path}`;
  const end = async () => void (await Promise.all([source.close(), images.close()]));
  const close = async () => {
    await end();
    await host.close();
  };
  let good = 0;
  return {
    ...lab,
    host,
    timers,
    attempts,
    url,
    fetch: async (target, known = {}) => await source.fetch(target, { maxBytes: 5 * 1024, ...known }),
    fetchGood: async () => await source.fetch(url(`/good?${(good += 1)}`), { maxBytes: 5 * 1024 }),
    fetchImage: (target, limits = { maxBytes: 256 * 1024 }) => images.fetchImage(target, limits),
    close: end,
    forget() {
      lab.names.clear();
      for (const list of [lab.events, lab.lookups, attempts, host.sockets, host.requests]) list.length = 0;
    },
    [Symbol.asyncDispose]: close,
  };
}

function answerOr(answer: RequestListener | undefined): RequestListener {
  return (request, response) => {
    if (answer !== undefined && !request.url?.startsWith("/good")) return answer(request, response);
    response.setHeader("content-type", "application/json").end(goodBody);
  };
}

function openInLab(attempts: string[]): OpenSocket {
  return async (destination, options) => {
    attempts.push(...destination.addresses);
    const addresses = destination.addresses.map((one) => (isOfInternet(one) ? "127.0.0.1" : one));
    if (!addresses.every((one) => one.startsWith("127.") || one === "::1")) {
      throw new Error(`a test would have connected to ${addresses.join(", ")}`);
    }
    return await openSocket({ ...destination, addresses }, options);
  };
}

function isOfInternet(address: string): boolean {
  return publicAddresses.some((one) => one === address);
}

/** What a successful fetch of the good document is. */
export const fetchedGood = { kind: "fetched", body: goodBody, maxAgeSeconds: undefined } as const;

export function refused(reason: string): FetchedDocument {
  return { kind: "failed", reason };
}
