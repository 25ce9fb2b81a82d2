/** What buys something, or is somebody's secret. */
const secretNames = [
  "access_token",
  "assertion",
  "client_assertion",
  "client_secret",
  "code",
  "code_verifier",
  "csrf",
  "device_code",
  "id_token_hint",
  "password",
  "refresh_token",
  "token",
  "user_code",
];
const shown = 4;
const longEnough = 24;

/** The same parameters; of secrets the beginning and the end, so that one can be told from another. */
export function hideSecrets(parameters: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(parameters).map(
    ([name, value]) => [name, isSecret(name) ? hide(value) : value] as const,
  );
  return Object.fromEntries<unknown>(entries);
}

function isSecret(name: string): boolean {
  return secretNames.includes(name) || name.includes("password");
}

function hide(value: unknown): string {
  // Of a short one too little would be left to guess.
  if (typeof value !== "string" || value.length < longEnough) return "…";
  return `${value.slice(0, shown * 2)}…${value.slice(-shown)}`;
}
