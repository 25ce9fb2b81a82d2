import { z } from "zod";
import { idempotencyKeyInput, idempotent } from "../idempotent.ts";
import { procedureFor } from "../trpc.ts";
import { roles, toUserView, userView } from "../../views/user-view.ts";

const input = z.strictObject({
  email: z.string().max(254),
  password: z.string().max(1024),
  name: z.string().min(1).max(255).optional(),
  role: roles.default("user"),
  idempotencyKey: idempotencyKeyInput,
});

export const createUser = procedureFor("owner")
  .input(input)
  .output(userView)
  .mutation(idempotent(async ({ ctx, input: user }) => toUserView(await ctx.manage.users.create(user))));
