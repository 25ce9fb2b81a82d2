export { type Packed, packPackage } from "./packed.ts";
