import type { Client } from "./clients.ts";
import type { ClientId, UserId } from "./ids.ts";
import type { User } from "./people.ts";

/** A page of a list: pass `next` back as `cursor` to go on; absent at the end. */
export interface Page<Item> {
  items: Item[];
  next?: string;
}

export type ListOrder = "asc" | "desc";

/** Which page of a list; a list has a few sorts by name, each with an order that is usual. */
export interface ListRequest<Sort extends string> {
  /** 1 to 200. */
  limit: number;
  /** Good for the sort and order, or the search, under which it was made; any other gives an empty page. */
  cursor?: string;
  sort?: Sort;
  order?: ListOrder;
}

/** With `search` a list has the rows with a word that begins so, in the order of what was found; `sort` counts not. */
export interface Searched {
  search?: string;
}

/** Rows that are found by their row ids, which grow with time: they come in that order. */
export type RowListRequest = ListRequest<"created">;

export type ClientSort = "created" | "name";

/** Which clients a list is of; what is absent does not matter. */
export interface ClientFilter {
  status?: Client["status"];
  provenance?: Client["provenance"];
  type?: Client["type"];
}

/** Which clients a caller wants to see; searched are names and ids. */
export type ClientListRequest = ListRequest<ClientSort> & ClientFilter & Searched;

export type UserSort = "created" | "email";

export interface UserFilter {
  status?: User["status"];
  role?: User["role"];
}

/** Which people a caller wants to see; searched are e-mail addresses and names. */
export type UserListRequest = ListRequest<UserSort> & UserFilter & Searched;

export type ApiKeySort = "created";

export interface ApiKeyFilter {
  makerId?: UserId;
}

/** Which API keys a caller wants to see. */
export type ApiKeyListRequest = ListRequest<ApiKeySort> & ApiKeyFilter;

/** Which grants a list is of; what is absent does not matter. */
export interface GrantFilter {
  userId?: UserId;
  clientId?: ClientId;
  /** As it is registered. */
  resource?: string;
  /** Whether its tokens can be good: neither revoked nor expired, its parties active, no epoch moved on. */
  isAlive?: boolean;
}

export type GrantListRequest = RowListRequest & GrantFilter;

/** Which consents a list is of; what is absent does not matter. */
export type ConsentListRequest = RowListRequest & { userId?: UserId; clientId?: ClientId };
