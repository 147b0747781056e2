import { defineConfig } from "vitest/config";

// A walk is a dozen page loads on a machine that may be busy. Two at once use two cores; more would only make all of them slow.
const slow = { testTimeout: 120_000, hookTimeout: 120_000, maxWorkers: 2 };

export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", environment: "jsdom", include: ["src/**/*.test.{ts,tsx}"] } },
      { test: { name: "browser", include: ["tests/walks/**/*.test.ts"], ...slow } },
      { test: { name: "screens", include: ["tests/screens/**/*.test.ts"], ...slow } },
    ],
  },
});
