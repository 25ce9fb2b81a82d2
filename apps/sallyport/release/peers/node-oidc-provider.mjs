import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const clients = [{ client_id: "app", client_secret: "app-secret", redirect_uris: ["https://app.example/cb"] }];
  server.on("request", new Provider(issuer, { clients }).callback());
  console.log(`${issuer}/.well-known/openid-configuration`);
});
