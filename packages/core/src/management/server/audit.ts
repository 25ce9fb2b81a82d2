import type { ManagementContext } from "../../context.ts";
import type { ChainVerdict } from "../../records/audit/chain.ts";
import type { AuditMark, AuditRequest, AuditRow, Page } from "../../ports/store.ts";
import { type NamedAuditRow, nameRows } from "./audit-names.ts";
import { findIncident } from "./incidents.ts";

/** `errorId`: what happened in the flow of that refused request, or in the request itself. */
export type AuditQuery = AuditRequest & { errorId?: string };

export interface AuditManagement {
  /** Newest first; a page can hold fewer rows than asked for and yet have a `next`. @throws ManagementError not_found */
  list(query: AuditQuery): Promise<Page<AuditRow>>;
  /** At most `limit` rows behind that sequence, oldest first. */
  listAfter(sequence: number, limit: number): Promise<AuditRow[]>;
  /** The rows with the names that clients, people and API keys have now, in their order. */
  name(rows: readonly AuditRow[]): Promise<readonly NamedAuditRow[]>;
  /** The sequence of the last row; 0 before the first. */
  lastSequence(): Promise<number>;
  /** Calls `listener` after each time this process stored rows. @returns what ends it */
  onStored(listener: () => void): () => void;
  /** Whether the chain holds, and still has the row `known`. Needs the master key. */
  verify(known?: AuditMark): Promise<ChainVerdict>;
  /** Resolves when all that has happened so far is stored. @throws StoreUnavailableError */
  flush(): Promise<void>;
}

export function manageAudit(context: ManagementContext): AuditManagement {
  const { store, audit } = context;
  return {
    async list({ errorId, ...query }) {
      if (errorId === undefined) return await store.audit.list(query);
      const { flowId, requestId } = await findIncident(context, errorId);
      return await store.audit.list({ ...query, ...(flowId === undefined ? { requestId } : { flowId }) });
    },
    listAfter: (sequence, limit) => store.audit.listAfter(sequence, limit),
    name: (rows) => nameRows(context, rows),
    lastSequence: async () => (await store.audit.head())?.sequence ?? 0,
    onStored: (listener) => audit.onStored(listener),
    verify: (known) => audit.verify(known),
    flush: () => audit.flush(),
  };
}
