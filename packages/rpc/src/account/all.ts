import { listMine } from "./consents/list-mine.ts";
import { revokeMine } from "./consents/revoke-mine.ts";
import { changePassword } from "./password/change.ts";
import { me } from "./profile/me.ts";
import { listMySessions } from "./sessions/list-mine.ts";
import { revokeMySession } from "./sessions/revoke-mine.ts";
import { revokeMyOtherSessions } from "./sessions/revoke-others.ts";
import { router } from "./trpc.ts";

/** Every procedure that people have for their own affairs. */
export const accountRouter = router({
  consents: router({ listMine, revokeMine }),
  sessions: router({ listMine: listMySessions, revokeMine: revokeMySession, revokeOthers: revokeMyOtherSessions }),
  password: router({ change: changePassword }),
  profile: router({ me }),
});

export type AccountRouter = typeof accountRouter;
