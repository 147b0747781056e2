import "@cloudscape-design/global-styles/index.css";
import "./app/console.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/app";
import { BrokenPage } from "./app/broken-page";
import { applySavedMode } from "./app/mode";

applySavedMode();
const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <BrokenPage>
        <App />
      </BrokenPage>
    </StrictMode>,
  );
}
