import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", environment: "jsdom", include: ["src/**/*.test.{ts,tsx}"] } },
      {
        test: {
          name: "browser",
          include: ["tests/**/*.test.ts"],
          // A walk is a dozen page loads on a machine that may be busy.
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
