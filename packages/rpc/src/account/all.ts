import { listMine } from "./consents/list-mine.ts";
import { revokeMine } from "./consents/revoke-mine.ts";
import { me } from "./profile/me.ts";
import { router } from "./trpc.ts";

/** Every procedure that people have for their own affairs. */
export const accountRouter = router({
  consents: router({ listMine, revokeMine }),
  profile: router({ me }),
});

export type AccountRouter = typeof accountRouter;
