/** What is on no machine that runs the tests, by what a block of `sh elsewhere` has of it, and why. */
const absent: readonly { sign: RegExp; reason: string }[] = [
  { sign: /\$AUTH0_\w/, reason: "Auth0 is a service of others" },
  { sign: /\bkc\.sh\b/, reason: "Keycloak is a server of others" },
  { sign: /\bhydra\b|:4445\b/, reason: "Ory Hydra is a server of others, with its admin API at 4445" },
  { sign: /\bpsql\b|\bpg_dump\b/, reason: "the database is of the other system" },
  { sign: /\bredis-cli\b/, reason: "the database is of the other system" },
  { sign: /\bsqlite3\b/, reason: "the command line of SQLite is not part of the project" },
  { sign: /\b(?:docker|podman|kubectl|helm|systemctl)\b/, reason: "it runs containers or services, as root" },
  { sign: /^\s*(?:claude|codex|cursor|code)\b/m, reason: "the client is an application of others" },
  { sign: /\bnp[mx] (?!start\b|run\b|test\b|sallyport\b)/, reason: "it asks a registry" },
  { sign: /\b(?:pip|uv|uvx|apt-get|brew|git clone)\b/, reason: "it asks a registry" },
  { sign: /\b(?:openssl|caddy|nginx|certbot|ssh|scp|rsync)\b/, reason: "it is about another machine" },
  { sign: /\bhttps:\/\/(?!localhost\b)/, reason: "the address is on the net" },
];

const ours = /^\s*(?:\.\/|npx )?sallyport\b|^\s*npm (?:start|run|test)\b/m;

/** What is wrong with calling a script that of another machine, if anything. */
export function faultElsewhere(script: string): string | undefined {
  if (ours.test(script)) return "write what Sallyport does in a block of `sh`, which runs";
  if (absent.some(({ sign }) => sign.test(script))) return undefined;
  return "nothing in it is elsewhere: write `sh`, or name what is not on this machine in the table of elsewhere.ts";
}
