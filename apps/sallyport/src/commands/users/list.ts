import type { Management, User } from "@sallyport/core";
import { z } from "zod";
import { addDatabaseOption, withManagement } from "../open-management.ts";
import { clean, formatTable, formatTime, print, printJson } from "../../terminal/output.ts";
import { defineCommand } from "../define.ts";
import { describeUser } from "./describe.ts";

const statuses = ["active", "disabled"] as const;
const roles = ["user", "viewer", "operator", "owner"] as const;

const input = z.strictObject({
  status: z.enum(statuses, `must be one of ${statuses.join(", ")}`).optional(),
  role: z.enum(roles, `must be one of ${roles.join(", ")}`).optional(),
  search: z.string().optional(),
  database: z.string().optional(),
});

export const listUsers = defineCommand({
  configure(command) {
    command
      .option("--status <status>", "filter by status: active, disabled")
      .option("--role <role>", "filter by role: user, viewer, operator, owner")
      .option("--search <text>", "filter by the beginning of a word in the name or email address");
    addDatabaseOption(command);
  },
  examples: [
    "sallyport users list --database sqlite:./sallyport.db",
    "sallyport users list --role owner --json | jq -r '.[].email'",
  ],
  input,
  async run({ database, ...filter }, json) {
    const users = await withManagement(
      { database, mayCreate: false, isReading: true },
      async (management) => await readAll(management, filter),
    );
    if (json) printJson(users.map(describeUser));
    else if (users.length === 0) print("No users found.");
    else print(formatTable(["ID", "EMAIL", "NAME", "ROLE", "STATUS", "CREATED"], users.map(toRow)));
  },
});

type Filter = Omit<z.infer<typeof input>, "database">;

async function readAll({ users }: Management, { status, role, search }: Filter): Promise<User[]> {
  const filter = {
    ...(status === undefined ? {} : { status }),
    ...(role === undefined ? {} : { role }),
    ...(search === undefined ? {} : { search }),
  };
  const found: User[] = [];
  for (let cursor: string | undefined; ;) {
    const { items, next } = await users.list({ limit: 200, ...(cursor === undefined ? {} : { cursor }), ...filter });
    found.push(...items);
    if (next === undefined) return found;
    cursor = next;
  }
}

function toRow({ id, email, name = "", role, status, createdAt }: User): string[] {
  return [id, clean(email), clean(name).slice(0, 60), role, status, formatTime(createdAt)];
}
