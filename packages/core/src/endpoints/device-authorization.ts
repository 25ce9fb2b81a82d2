import { authenticateClient } from "../client-auth/authenticate.ts";
import { readWantedAccess } from "../clients/wanted-access.ts";
import type { Context } from "../context.ts";
import { readForm } from "../form.ts";
import { deviceGrantType } from "../grants/all.ts";
import type { OAuthRequest, OAuthResponse } from "../messages.ts";
import { flowIdOf } from "../rules/flow-id.ts";
import { createUserCode } from "../rules/user-code.ts";
import { hashSecret } from "../secret.ts";
import { after } from "../time.ts";
import { createDeviceCode } from "../tokens/device-code.ts";
import { endpointUrls } from "../urls.ts";
import { refuse } from "../refusals/refuse.ts";

/** Two requests with one user code are rarer than a disk that fails. */
const attempts = 3;

/** RFC 8628 section 3.1: a device without a browser asks; a person answers elsewhere, by the user code. */
export async function handleDeviceAuthorization(context: Context, request: OAuthRequest): Promise<OAuthResponse> {
  const { clock, config, random, store } = context;
  const form = readForm(request);
  const { client } = await authenticateClient(context, request, form);
  if (!client.grantTypes.includes(deviceGrantType)) {
    throw refuse("unregistered_grant_type", {
      detail: { received: { grant_type: deviceGrantType }, registered: { grant_types: client.grantTypes } },
    });
  }
  const now = clock.now();
  const id = store.nextId(now);
  const { text, hash } = createDeviceCode(id, random);
  const { resources, scopes } = await readWantedAccess(context, { form, client, flowId: flowIdOf(hash) });
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const userCode = createUserCode((count) => random.bytes(count));
    const outcome = await store.devices.insert({
      id,
      hash,
      userCodeHash: hashSecret(userCode),
      clientId: client.id,
      scopes,
      resources,
      resourceSent: form.resources().length > 0,
      createdAt: now,
      expiresAt: after(now, config.deviceTtlSeconds),
      intervalSeconds: config.devicePollSeconds,
    });
    if (outcome === "inserted") return answer(context, text, userCode);
  }
  throw refuse("user_codes");
}

function answer({ config }: Context, deviceCode: string, userCode: string): OAuthResponse {
  const page = endpointUrls(config).device;
  return {
    status: 200,
    body: {
      device_code: deviceCode,
      user_code: userCode,
      verification_uri: page,
      verification_uri_complete: `${page}?user_code=${userCode}`,
      expires_in: config.deviceTtlSeconds,
      interval: config.devicePollSeconds,
    },
  };
}
