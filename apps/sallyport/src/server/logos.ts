import type { LogoSource } from "@sallyport/core";
import { createRedrawer, type RedrawerOptions } from "@sallyport/images";
import { createImageSource, type FetcherOptions } from "@sallyport/outbound";

const maxBytes = 512 * 1024;
/** Twice what the pages show, for screens of high density. */
const sidePixels = 128;

/** Makes clients' logos: fetched by the guarded client, and drawn anew. `close` ends what is under way. */
export function createLogoSource(
  options: FetcherOptions,
  drawing: RedrawerOptions = {},
): LogoSource & { close(): Promise<void> } {
  const images = createImageSource(options);
  const redrawer = createRedrawer(drawing);
  return {
    async make(url) {
      const image = await images.fetchImage(url, { maxBytes });
      if (image.kind === "failed") return image;
      const drawn = await redrawer.redraw(image.bytes, sidePixels);
      return drawn.kind === "failed" ? drawn : { kind: "made", png: drawn.png };
    },
    async close() {
      await Promise.all([images.close(), redrawer.close()]);
    },
  };
}
