// Types only: the packed package has their declarations inside.
export type { AccountRouter, AdminRouter } from "@sallyport/rpc";
