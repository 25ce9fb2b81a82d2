import type { GrantTypes } from "../context.ts";
import { authorizationCode } from "./authorization-code.ts";
import type { GrantType } from "./grant-type.ts";
import { refreshToken } from "./refresh-token.ts";

/** Every grant type. A new one is a new file and a line here. */
export const grantTypeList: readonly GrantType[] = [authorizationCode, refreshToken];

/** The grant type with which an authorization code is redeemed, for whoever plays the client. */
export const codeGrantType: string = authorizationCode.name;

/** The list as the other layers see it. */
export const grantTypes: GrantTypes = {
  names: grantTypeList.map((grantType) => grantType.name),
  mayRenew: (client) =>
    grantTypeList.some((grantType) => grantType.renews && client.grantTypes.includes(grantType.name)),
};
