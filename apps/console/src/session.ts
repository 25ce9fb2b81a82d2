import type { inferOutput } from "@trpc/tanstack-react-query";
import { type Context, createContext, useContext } from "react";
import type { rpc } from "./rpc.ts";
import { mayAct, type Rank } from "./rules/roles.ts";

/** The administrator who is signed in. */
export type Session = inferOutput<typeof rpc.session.me>;

export const SessionContext: Context<Session | undefined> = createContext<Session | undefined>(undefined);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error("no administrator is signed in");
  return session;
}

/** Whether the role of the administrator includes `least`. */
export function useMay(least: Rank): boolean {
  return mayAct(useSession().role, least);
}
