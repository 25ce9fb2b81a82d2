/** Version 4 brings no types; what is used of it is the same as in version 5. */
declare module "express4" {
  export { default } from "express";
}
