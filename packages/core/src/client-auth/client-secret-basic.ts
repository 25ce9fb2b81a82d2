import { whyNotSecret } from "../clients/secret.ts";
import { refuse } from "../refusals/refuse.ts";
import type { ClientAuthMethod, Credentials } from "./method.ts";

const schemePattern = /^basic +/i;
const base64Pattern = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * Id and secret in an `Authorization: Basic` header, each form-encoded (RFC 6749 section 2.3.1). Ids and
 * secrets of ours have only characters that look the same unencoded, as many clients send them.
 */
export const clientSecretBasic: ClientAuthMethod = {
  name: "client_secret_basic",
  proof: "secret",
  read(request) {
    const [header] = request.authorization;
    if (header === undefined || !schemePattern.test(header)) return undefined;
    const credentials = decodeBasic(header.replace(schemePattern, ""));
    if (credentials === undefined) {
      throw refuse("malformed_basic", { usedBasic: true });
    }
    return credentials;
  },
  whyUnproven: (context, client, { proof }) => whyNotSecret(context, client, proof),
};

function decodeBasic(encoded: string): Credentials | undefined {
  if (!base64Pattern.test(encoded)) return undefined;
  const text = decodeUtf8(Buffer.from(encoded, "base64"));
  const colon = text?.indexOf(":") ?? -1;
  if (text === undefined || colon < 1) return undefined;
  const clientId = decodeFormPart(text.slice(0, colon));
  const secret = decodeFormPart(text.slice(colon + 1));
  if (clientId === undefined || secret === undefined) return undefined;
  return secret === "" ? { clientId } : { clientId, proof: secret };
}

function decodeUtf8(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function decodeFormPart(part: string): string | undefined {
  try {
    return decodeURIComponent(part.replaceAll("+", " "));
  } catch {
    return undefined;
  }
}
