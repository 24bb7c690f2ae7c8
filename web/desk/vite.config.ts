import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// The desk is served by the server itself from `dist`. In development Vite serves it and passes the API on to a running
// server (or to dev/fake-server.mjs): OKNO_SERVER=http://127.0.0.1:8080 npm run dev
const server = process.env["OKNO_SERVER"] ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [react()],
  // The content security policy forbids inline scripts: no module-preload polyfill, no assets inlined into scripts.
  build: { target: "es2022", modulePreload: { polyfill: false }, assetsInlineLimit: 0, chunkSizeWarningLimit: 700 },
  server: { proxy: { "/api": { target: server, ws: true }, "/healthz": server } },
});
