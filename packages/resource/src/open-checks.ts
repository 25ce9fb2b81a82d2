import type { CheckEnvironment, TokenCheck, TokenCheckDefinition } from "./token-check.ts";
import { defineJwtCheck } from "./jwt-check.ts";

/** Whose tokens are accepted. Keys belong to an issuer: with several, each one's own metadata says where they are. */
export type TrustedIssuers =
  | {
      readonly issuer: string;
      readonly jwksUri?: string | undefined;
      readonly issuers?: undefined;
      readonly checks?: undefined;
    }
  | {
      readonly issuers: readonly string[];
      readonly issuer?: undefined;
      readonly jwksUri?: undefined;
      readonly checks?: undefined;
    }
  | {
      /** The first check that takes a token decides. Each issuer is named in the metadata once, in this order. */
      readonly checks: readonly TokenCheckDefinition[];
      readonly issuer?: undefined;
      readonly issuers?: undefined;
      readonly jwksUri?: undefined;
    };

/** @throws TypeError when there is no check, or two would send each other's opaque tokens away */
export function openChecks(trusted: TrustedIssuers, environment: CheckEnvironment): readonly TokenCheck[] {
  const definitions = definitionsOf(trusted);
  if (definitions.length === 0) throw new TypeError("at least one issuer is needed");
  if (definitions.filter(({ takesAnyOpaqueToken }) => takesAnyOpaqueToken).length > 1) {
    throw new TypeError("with several introspection checks each needs a tokenPrefix");
  }
  return definitions.map((definition) => definition.open(environment));
}

function definitionsOf(trusted: TrustedIssuers): readonly TokenCheckDefinition[] {
  if (trusted.checks !== undefined) return trusted.checks;
  if (trusted.issuers !== undefined) return trusted.issuers.map((issuer) => defineJwtCheck({ issuer }));
  return [defineJwtCheck({ issuer: trusted.issuer, jwksUri: trusted.jwksUri })];
}
