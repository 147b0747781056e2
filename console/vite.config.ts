import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// `make run` listens here; `npm run dev` passes calls on to it.
const server = process.env.ROLECALL_CONSOLE ?? "http://127.0.0.1:4601";

export default defineConfig({
  plugins: [react()],
  build: {
    // Every browser that has import maps and `:has()`: the last three years.
    target: ["chrome111", "firefox121", "safari16.4"],
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1000,
    reportCompressedSize: false,
  },
  server: {
    proxy: {
      "/api": { target: server, changeOrigin: true, headers: { origin: server } },
      "/federation": { target: server, changeOrigin: true },
    },
  },
});
