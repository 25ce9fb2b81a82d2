export { encodePng } from "./png.ts";
export { createRedrawer, type Redrawer, type RedrawerOptions, type Redrawn } from "./redrawer.ts";
