import type { GrantTypes } from "../context.ts";
import { authorizationCode } from "./authorization-code.ts";
import { clientCredentials } from "./client-credentials.ts";
import { deviceCode } from "./device-code.ts";
import type { GrantType } from "./grant-type.ts";
import { refreshToken } from "./refresh-token.ts";

/** Every grant type. A new one is a new file and a line here. */
export const grantTypeList: readonly GrantType[] = [authorizationCode, refreshToken, clientCredentials, deviceCode];

/** The grant type with which an authorization code is redeemed, for whoever plays the client. */
export const codeGrantType: string = authorizationCode.name;

const namesOf = (list: readonly GrantType[]): readonly string[] => list.map((grantType) => grantType.name);

/** The grant type of devices without a browser: the endpoint where they ask first is not that of the tokens. */
export const deviceGrantType: string = deviceCode.name;

/** The list as the other layers see it. */
export const grantTypes: GrantTypes = {
  names: namesOf(grantTypeList),
  defaults: namesOf(grantTypeList.filter((grantType) => grantType.registration === "default")),
  entrusted: namesOf(grantTypeList.filter((grantType) => grantType.registration === "entrusted")),
  needRedirectUri: (names) => grantTypeList.some((grantType) => grantType.redirects && names.includes(grantType.name)),
  mayRenew: (client) =>
    grantTypeList.some((grantType) => grantType.renews && client.grantTypes.includes(grantType.name)),
};
