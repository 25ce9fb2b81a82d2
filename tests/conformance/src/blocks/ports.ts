import { freePorts } from "@sallyport/fixtures/free-port";

/** The ports that a page names, each with the free one that stands for it. */
export interface Ports {
  /** A text with the free ports in it. */
  map(text: string): string;
  /** What stands for a port. */
  of(port: number): number;
}

/** The public port of the program; its admin listener, demo, protected endpoint and identity provider follow. */
export const publicPort = 4455;
const ownPorts = 5;
const named =
  /(?:localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0):(\d{2,5})\b|\bport[ =:]+(\d{2,5})\b|\blisten\((\d{2,5})\b/gi;

/** Free ports for a page, those of the program in a row, as it wants them. */
export async function choosePorts(text: string): Promise<Ports> {
  const own = Array.from({ length: ownPorts }, (_, index) => publicPort + index);
  const others = [...text.matchAll(named)].map(([, host, port, listen]) => Number(host ?? port ?? listen));
  const wanted = [...new Set([...own, ...others])];
  const first = await freePorts(wanted.length);
  const chosen = new Map(wanted.map((port, index) => [port, first + index]));
  const pattern = new RegExp(String.raw`\b(?:${wanted.join("|")})\b`, "g");
  const of = (port: number): number => chosen.get(port) ?? port;
  return { map: (words) => words.replaceAll(pattern, (port) => String(of(Number(port)))), of };
}
