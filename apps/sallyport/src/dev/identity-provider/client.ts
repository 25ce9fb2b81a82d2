import { InvalidClientError, InvalidRequestError } from "@sallyport/core";
import type { Parameters } from "./parameters.ts";

/** Who asks, and whether that was proven. */
export interface Asker {
  clientId: string;
  isProven: boolean;
}

/** Any client, and one secret for each: who may come here knows both. */
export function authenticate(form: Parameters, authorization: string | undefined): Asker {
  const basic = readBasic(authorization);
  const sent = { id: form.get("client_id"), secret: form.get("client_secret") };
  if (basic !== undefined && (sent.secret !== undefined || (sent.id ?? basic.id) !== basic.id)) {
    throw new InvalidRequestError("the client presents itself in two ways", { reason: "client_ambiguous" });
  }
  const { id = "", secret } = basic ?? sent;
  const usedBasic = basic !== undefined;
  if (id === "") throw new InvalidClientError("client_id is missing", { reason: "client_missing", usedBasic });
  if (secret !== undefined && secret !== `${id}-secret`) {
    throw new InvalidClientError("the secret of a client here is its id followed by -secret", {
      reason: "client_secret",
      usedBasic,
    });
  }
  return { clientId: id, isProven: secret !== undefined };
}

/** RFC 6749 section 2.3.1: both halves are form-encoded. */
function readBasic(header: string | undefined): { id: string; secret: string } | undefined {
  if (header === undefined || !/^basic /i.test(header)) return undefined;
  const text = Buffer.from(header.slice("basic ".length), "base64").toString("utf8");
  const at = text.indexOf(":");
  if (at === -1) return { id: "", secret: "" };
  const [id = "", secret = ""] = [text.slice(0, at), text.slice(at + 1)].map(decodeForm);
  return { id, secret };
}

function decodeForm(text: string): string {
  return new URLSearchParams(`text=${text.replaceAll("&", "%26")}`).get("text") ?? "";
}
