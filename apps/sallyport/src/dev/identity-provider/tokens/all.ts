import { idJag } from "./id-jag.ts";
import { idToken } from "./id-token.ts";
import type { TokenKind } from "./kind.ts";
import { workload } from "./workload.ts";

export const tokenKinds: readonly TokenKind[] = [idJag, workload, idToken];
