import type { Browser } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { barriersOn } from "../src/accessibility.ts";
import { isLeftOut, launchBrowser, type Look, openTab } from "../src/browser.ts";
import { expectHeading, openConsole } from "../src/console.ts";
import { type Served, startServe } from "../src/program.ts";
import { startAll } from "../src/start-all.ts";

const desktop: Look = { javaScript: true, device: "desktop", colors: "light" };

describe.skipIf(isLeftOut())("an owner who looks after people at the console", () => {
  let served: Served;
  let browser: Browser;

  beforeAll(
    startAll(async (stack) => {
      served = stack.use(await startServe());
      browser = stack.use(await launchBrowser());
    }),
  );

  it("changes a person, and erases them only after their address was typed", async () => {
    const email = "leaver@example.com";
    await served.command("users", "create", "--email", email, "--password", served.account.password);
    await using tab = await openConsole(browser, served, desktop);
    const { page } = tab;
    await tab.visit("/users?search=leaver", "Users");
    await page.getByRole("link", { name: email }).click();
    await page.getByRole("button", { name: "Edit" }).click();
    await page.getByLabel("Name").fill("Lea Ver");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("main").getByText("Lea Ver").waitFor();

    await page.getByRole("button", { name: "Erase" }).click();
    const question = page.getByRole("alertdialog");
    const erase = question.getByRole("button", { name: "Erase permanently" });
    expect(await erase.isDisabled()).toBe(true);
    await question.getByLabel(`Type ${email} to confirm`).fill(email);
    await erase.click();
    await expectHeading(page, "Users");
    await tab.visit("/users?search=leaver", "Users");
    await page.getByText("No matches").waitFor();
    expect(tab.complaints).toEqual([]);
  });

  it("[asvs:6.4.6] makes a link, with which a person chooses a password that nobody else knows", async () => {
    const email = "forgetful@example.com";
    await served.command("users", "create", "--email", email, "--password", served.account.password);
    await using tab = await openConsole(browser, served, desktop);
    const { page } = tab;
    await tab.visit("/users?search=forgetful", "Users");
    await page.getByRole("link", { name: email }).click();
    await page.getByRole("button", { name: "Reset password" }).click();
    await page.getByRole("button", { name: "Create link" }).click();
    const link = await page.locator("[data-secret]").innerText();
    expect(await barriersOn(page)).toEqual([]);

    await using phone = await openTab(browser, { javaScript: true, device: "phone", colors: "dark" });
    await phone.page.goto(link);
    await phone.page.getByText(email).waitFor();
    expect(await barriersOn(phone.page)).toEqual([]);
    await phone.page.getByLabel("New password", { exact: true }).fill("chosen on a phone");
    await phone.page.getByLabel("Confirm new password").fill("chosen on a phone");
    await phone.page.getByRole("button", { name: "Set password" }).click();
    await phone.page.getByRole("link", { name: "Go to your account" }).click();
    await phone.page.getByLabel("Email address").fill(email);
    await phone.page.getByLabel("Password").fill("chosen on a phone");
    await phone.page.getByRole("button", { name: "Sign in" }).click();
    await expectHeading(phone.page, "Your account");
    await phone.page.goto(link);
    await expectHeading(phone.page, "This link does not work");
    expect(tab.complaints).toEqual([]);
  });
});
