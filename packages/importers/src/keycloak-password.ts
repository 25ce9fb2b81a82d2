import { z } from "zod";
import { optional, text } from "./values.ts";

/** CredentialRepresentation of Keycloak 26: two members are JSON in themselves. */
export const storedCredential = z.object({
  type: z.string(),
  secretData: text,
  credentialData: text,
});

// PasswordSecretData and PasswordCredentialData.
const secretData = z.object({ value: z.string(), salt: z.string() });
const credentialData = z.object({
  hashIterations: z.int().min(1),
  algorithm: z.string(),
  additionalParameters: optional(z.record(z.string(), z.array(z.string()))),
});

type Stored = z.infer<typeof secretData> & z.infer<typeof credentialData>;

/** Its password hash providers, as PHC strings. */
const writers: Readonly<Record<string, (stored: Stored) => string | undefined>> = {
  pbkdf2: (stored) => writePbkdf2("pbkdf2-sha1", stored),
  "pbkdf2-sha256": (stored) => writePbkdf2("pbkdf2-sha256", stored),
  "pbkdf2-sha512": (stored) => writePbkdf2("pbkdf2-sha512", stored),
  argon2({ value, salt, hashIterations, additionalParameters = {} }) {
    const [type, version, memory, lanes] = ["type", "version", "memory", "parallelism"].map(
      (name) => additionalParameters[name]?.[0],
    );
    if (type !== "id" || version !== "1.3") return undefined;
    return `$argon2id$v=19$m=${memory},t=${hashIterations},p=${lanes}$${unpadded(salt)}$${unpadded(value)}`;
  },
};

function writePbkdf2(name: string, { value, salt, hashIterations }: Stored): string {
  return `$${name}$i=${hashIterations}$${unpadded(salt)}$${unpadded(value)}`;
}

function unpadded(base64: string): string {
  return base64.replaceAll("=", "");
}

/** The first password among the credentials; a text that nobody can check when its form is not known. */
export function readKeycloakPassword(credentials: readonly z.infer<typeof storedCredential>[]): string | undefined {
  const password = credentials.find(({ type }) => type === "password");
  if (password === undefined) return undefined;
  const secret = secretData.safeParse(parse(password.secretData));
  const credential = credentialData.safeParse(parse(password.credentialData));
  if (!secret.success || !credential.success) return unknownForm;
  const { algorithm } = credential.data;
  const write = Object.hasOwn(writers, algorithm) ? writers[algorithm] : undefined;
  return write?.({ ...secret.data, ...credential.data }) ?? unknownForm;
}

const unknownForm = "unknown";

function parse(text = ""): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
