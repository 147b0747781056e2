import reactHooks from "eslint-plugin-react-hooks";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig(
  { ignores: ["dist", "node_modules", "scripts"] },
  tseslint.configs.strictTypeChecked,
  { languageOptions: { parserOptions: { projectService: { allowDefaultProject: ["eslint.config.js"] } } } },
  {
    files: ["src/**/*.{ts,tsx}"],
    extends: [reactHooks.configs.flat.recommended],
    rules: {
      "@typescript-eslint/no-floating-promises": ["error", { ignoreVoid: false }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "no-console": "error",
      // A barrel file of Cloudscape would pull every component into every page.
      "no-restricted-imports": ["error", { paths: ["@cloudscape-design/components"] }],
      // Links between pages go through `useGo` or a Link with `href`, so that they carry the session.
      "no-restricted-globals": ["error", "event", "name", "localStorage"],
    },
  },
  { files: ["src/session/storage.ts"], rules: { "no-restricted-globals": "off" } },
);
