import { fold, type ListDefinition, termsOf } from "./page.ts";
import type {
  ApiKey,
  ApiKeyFilter,
  ApiKeySort,
  Client,
  ClientFilter,
  ClientSort,
  RowId,
  User,
  UserFilter,
  UserSort,
} from "../../ports/store.ts";

/** The lists that every back-end has, one entry each. */
export const clientList: ListDefinition<Client, ClientSort, keyof ClientFilter> = {
  sorts: {
    created: { order: "desc", valueOf: (client) => client.createdAt },
    name: { order: "asc", valueOf: (client) => fold(client.name) },
  },
  filters: {
    status: (client) => client.status,
    provenance: (client) => client.provenance,
    type: (client) => client.type,
  },
  termsOf: (client) => termsOf(client.name, client.id),
};

export const userList: ListDefinition<User, UserSort, keyof UserFilter> = {
  sorts: {
    created: { order: "desc", valueOf: (user) => user.createdAt },
    email: { order: "asc", valueOf: (user) => user.email },
  },
  filters: { status: (user) => user.status, role: (user) => user.role },
  termsOf: (user) => termsOf(user.email, user.name),
};

/** Any list of rows that have a row id. */
export const rowIdList: ListDefinition<{ id: RowId }, "created", never> = {
  sorts: { created: { order: "desc", valueOf: ({ id }) => id } },
  filters: {},
  termsOf: () => [],
};

export const apiKeyList: ListDefinition<ApiKey, ApiKeySort, keyof ApiKeyFilter> = {
  sorts: { created: { order: "desc", valueOf: (key) => key.createdAt } },
  filters: { makerId: (key) => key.makerId },
  termsOf: () => [],
};
