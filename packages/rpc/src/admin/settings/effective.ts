import { z } from "zod";
import { effectiveSetting } from "../../views/effective-setting.ts";
import { procedureFor } from "../trpc.ts";

/** What the server was started with. */
export const effective = procedureFor("viewer")
  .output(z.array(effectiveSetting).readonly())
  .query(({ ctx }) => ctx.settings);
