import type { Context } from "../context.ts";
import { InteractionError } from "../errors.ts";
import { parseUserCode } from "../rules/user-code.ts";
import { hashSecret, isSameText, mac } from "../secret.ts";
import { endpointUrls } from "../urls.ts";
import { type BrowserCookies, browserCookieOf } from "../sign-in/browser.ts";
import { startInteraction } from "./interactions.ts";

/** A browser at the page where the code of a device is typed. */
interface DeviceForm {
  csrf: string;
  /** New when the browser had none. */
  browserCookie: string;
}

/** The verification page (RFC 8628 section 3.3). */
export interface DevicePage {
  open(cookies: BrowserCookies): DeviceForm;
  /**
   * Begins the interaction in which the person answers the device with this code, however it is typed.
   * @returns its id, or undefined when no device waits with this code
   * @throws InteractionError when the form is not ours
   */
  enter(cookies: BrowserCookies, form: { csrf: string; userCode: string }): Promise<string | undefined>;
}

export function createDevicePage(context: Context): DevicePage {
  return {
    open: (cookies) => openDeviceForm(context, cookies),
    enter: (cookies, form) => enter(context, cookies, form),
  };
}

function openDeviceForm(context: Context, cookies: BrowserCookies): DeviceForm {
  const browserCookie = browserCookieOf(context, cookies);
  return { browserCookie, csrf: mac(browserCookie, "csrf device") };
}

async function enter(
  context: Context,
  cookies: BrowserCookies,
  form: { csrf: string; userCode: string },
): Promise<string | undefined> {
  if (!isSameText(openDeviceForm(context, cookies).csrf, form.csrf)) throw new InteractionError("csrf");
  const userCode = parseUserCode(form.userCode);
  if (userCode === undefined) return undefined;
  const { clock, config, store } = context;
  const device = await store.devices.getWaiting({ userCodeHash: hashSecret(userCode) }, clock.now());
  const client = device && (await store.clients.get(device.clientId));
  if (device === undefined || client?.status !== "active") return undefined;
  const { id, clientId, scopes, resources, resourceSent, hash } = device;
  const request = {
    clientId,
    redirectUri: endpointUrls(config).device,
    scopes,
    resources,
    resourceSent,
    // Ties the flow together; nobody has a verifier for it.
    codeChallenge: hash,
    // Whoever has the device may be anybody: an earlier consent says nothing of them (RFC 8628 section 5.4).
    prompt: ["consent"],
    device: { id, userCode },
  };
  return (await startInteraction(context, request, cookies)).id;
}

/** Where the browser goes when the device has its answer. */
export function deviceOutcomeUrl({ config }: Context, outcome: "allowed" | "denied"): string {
  return `${endpointUrls(config).device}/${outcome}`;
}
