import { createCookieJar } from "@sallyport/http";
import { z } from "zod";
import { credentialsOf, personInput, refusePassword } from "./person.ts";
import type { ControlContext } from "./control-context.ts";

export const startInput = z.strictObject(personInput).prefault({});

export const sessionView = z.object({
  email: z.string(),
  cookie: z
    .object({
      name: z.string(),
      value: z.string(),
      url: z.string(),
      httpOnly: z.boolean(),
      secure: z.boolean(),
      sameSite: z.literal("Lax"),
    })
    .describe("As browsers are given it by Playwright's `addCookies`"),
  header: z.string().describe("The same as the value of a `Cookie` header"),
});

/** Signs a person in, as the account page does. @throws ManagementError */
export async function startSession(
  control: ControlContext,
  input: z.infer<typeof startInput>,
): Promise<z.infer<typeof sessionView>> {
  const person = credentialsOf(control, input);
  const { account, config } = control.provider();
  const { csrf, browserCookie } = await account.open({ browser: undefined, session: undefined });
  const cookies = { browser: browserCookie, session: undefined };
  const value = await account.signIn({ cookies, userAgent: "sallyport dev" }, { csrf, ...person });
  if (value === undefined) return refusePassword();
  const secure = config.issuer.startsWith("https:");
  const [header = ""] = createCookieJar(secure, config.sessionAbsoluteTtlSeconds).setSession(value).split(";", 1);
  const [name = ""] = header.split("=", 1);
  const cookie = { name, value, url: config.issuer, httpOnly: true, secure, sameSite: "Lax" as const };
  return { email: person.email, cookie, header };
}
