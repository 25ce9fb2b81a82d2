import { expect, test as base } from "@playwright/test";
import { startTestServer, type TestServer } from "@sallyport/test-kit";
import { startWebApp, type WebApp } from "./web-app.ts";

interface Stage {
  readonly server: TestServer;
  readonly app: WebApp;
}

/** A server and an application for each worker, so that workers do not disturb each other. */
const test = base.extend<object, { stage: Stage }>({
  stage: [
    async ({ browserName }, use) => {
      await using server = await startTestServer();
      let clientId = "";
      const app = await startWebApp(server.issuer, () => clientId);
      const metadata = { client_name: `Web application in ${browserName}`, redirect_uris: [app.redirectUri] };
      ({ clientId } = await server.driver.register(metadata));
      await use({ server, app });
      app.close();
    },
    { scope: "worker" },
  ],
});

test("a person signs in and allows the application", async ({ page, stage: { app, server } }) => {
  const [alice] = server.people;
  await page.goto(app.url);
  await page.getByRole("link", { name: "Sign in" }).click();
  await page.getByLabel("Email address").fill(alice?.email ?? "");
  await page.getByLabel("Password").fill(alice?.password ?? "");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Allow" }).click();
  await expect(page.getByText("Hello alice@example.com")).toBeVisible();
});

test("somebody who is signed in already is only asked for consent", async ({
  context,
  page,
  stage: { app, server },
}) => {
  const { cookie } = await server.signIn("bob");
  await context.addCookies([cookie]);
  await page.goto(`${app.url}/sign-in`);
  await page.getByRole("button", { name: "Allow" }).click();
  await expect(page.getByText("Hello bob@example.com")).toBeVisible();
});

test("the application says what the server refused", async ({ context, page, stage: { app, server } }) => {
  const { cookie } = await server.signIn("bob");
  await context.addCookies([cookie]);
  await server.faults.set("invalid_grant");
  await page.goto(`${app.url}/sign-in`);
  await page.getByRole("button", { name: "Allow" }).click();
  await expect(page.getByText("Something went wrong: invalid_grant")).toBeVisible();
});
