import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

// `make run` listens here; `npm run dev` passes calls on to it.
const server = process.env.ROLECALL_CONSOLE ?? "http://127.0.0.1:4601";

/** Smaller files gain nothing. */
const WORTH_COMPRESSING = 1_000;

/** Puts a `.br` and a `.gz` beside each file, so that the server compresses nothing itself. */
function precompressed(): Plugin {
  return {
    name: "precompressed",
    apply: "build",
    closeBundle() {
      for (const entry of readdirSync("dist", { recursive: true, encoding: "utf8" })) {
        const file = join("dist", entry);
        if (!/\.(js|css|svg)$/.test(file) || statSync(file).size < WORTH_COMPRESSING) continue;
        const content = readFileSync(file);
        writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
        writeFileSync(`${file}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } }));
      }
    },
  };
}

export default defineConfig({
  plugins: [react(), precompressed()],
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
