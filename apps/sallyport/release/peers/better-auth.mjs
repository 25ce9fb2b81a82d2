import { once } from "node:events";
import { createServer } from "node:http";
import { DatabaseSync } from "node:sqlite";
import { oauthProvider } from "@better-auth/oauth-provider";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { toNodeHandler } from "better-auth/node";
import { jwt } from "better-auth/plugins";

const server = createServer();
await once(server.listen(0, "127.0.0.1"), "listening");
const baseURL = `http://127.0.0.1:${server.address().port}`;
const options = {
  baseURL,
  secret: "only-for-a-measurement-of-32-bytes",
  database: new DatabaseSync(":memory:"),
  telemetry: { enabled: false },
  emailAndPassword: { enabled: true },
  plugins: [
    jwt(),
    oauthProvider({
      loginPage: "/sign-in",
      consentPage: "/consent",
      silenceWarnings: { oauthAuthServerConfig: true, openidConfig: true },
    }),
  ],
};
await (await getMigrations(options)).runMigrations();
const auth = betterAuth(options);
await auth.api.signUpEmail({ body: { email: "alice@example.com", password: "alice-pass", name: "Alice" } });
const handle = toNodeHandler(auth);
server.on("request", (request, response) => void handle(request, response));
console.log(`${baseURL}/api/auth/.well-known/openid-configuration`);
