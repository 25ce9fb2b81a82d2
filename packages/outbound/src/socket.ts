import { addAbortListener } from "node:events";
import { connect as connectTcp, isIP, type LookupFunction, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { type FailureReason, failureOf } from "./failure.ts";

/** Where to connect. `addresses` were checked; `host` is only the name to prove and to ask for. */
export interface Destination {
  host: string;
  port: number;
  isSecure: boolean;
  addresses: readonly string[];
}

interface SocketOptions {
  /** Certificates to trust instead of the usual ones, as PEM. */
  ca?: string | undefined;
  /** Closes the socket whenever it ends. */
  signal: AbortSignal;
}

/** Opens a connection that is ready for HTTP, for https with the peer's certificate proven. Rejects otherwise. */
export type OpenSocket = (destination: Destination, options: SocketOptions) => Promise<Socket>;

/** @throws FetchFailure `connect_failed` or `tls_failed`, or what ended the signal */
export const openSocket: OpenSocket = async (destination, { ca, signal }) => {
  signal.throwIfAborted();
  const socket = destination.isSecure ? startTls(destination, ca) : connectTcp(tcpOptions(destination));
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const listener = addAbortListener(signal, () => socket.destroy());
  let reason: FailureReason = "connect_failed";
  socket.once("connect", () => (reason = "tls_failed"));
  socket.once(destination.isSecure ? "secureConnect" : "connect", () => resolve(socket));
  socket.on("error", (error) => reject(failureOf(signal, reason, error)));
  socket.once("close", () => {
    listener[Symbol.dispose]();
    reject(failureOf(signal, reason, undefined));
  });
  return await promise;
};

function tcpOptions({ host, port, addresses }: Destination) {
  return { host, port, lookup: pinned(addresses), autoSelectFamily: true };
}

/** The name, not the address, is what the certificate must be for. The environment cannot turn the check off. */
function startTls(destination: Destination, ca: string | undefined): Socket {
  return connectTls({
    ...tcpOptions(destination),
    ...(isIP(destination.host) === 0 ? { servername: destination.host } : {}),
    ...(ca === undefined ? {} : { ca }),
    ALPNProtocols: ["http/1.1"],
    minVersion: "TLSv1.2",
    rejectUnauthorized: true,
  });
}

/** A look-up that knows one answer. It is not asked for a host that is an address, which then is that address. */
function pinned(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_host, _options, callback) => callback(null, all);
}
