export type ClientId = string;

export type UserId = string;

/** A row id of `Store.nextId`. */
export type RowId = number;
