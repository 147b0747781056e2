import { expect, test } from "vitest";
import { isNotLoaded } from "./page-boundary";

test("a page that could not be loaded and a page with a defect show different messages", () => {
  for (const message of ["Failed to fetch dynamically imported module: http://h/a.js", "error loading dynamically imported module: http://h/a.js", "Importing a module script failed."]) expect(isNotLoaded(message)).toBe(true);
  expect(isNotLoaded("Cannot read properties of undefined (reading 'x')")).toBe(false);
});
