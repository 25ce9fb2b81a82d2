import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** While the console is being written, its calls go to a started server. */
const server = process.env["SALLYPORT_ADMIN_URL"] ?? "http://localhost:4456";

export default defineConfig({
  plugins: [react(), tailwindcss()],
  build: {
    target: "es2023",
    // The Content-Security-Policy lets in no `data:` script, font or style.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    // The server takes calls from pages of its own origin only.
    proxy: { "/trpc": { target: server, changeOrigin: true, headers: { origin: server } } },
  },
});
