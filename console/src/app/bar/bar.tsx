import TopNavigation from "@cloudscape-design/components/top-navigation";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { createPortal } from "react-dom";
import { useBrowser } from "../../session/browser";
import { useGo, usePath } from "../../session/session";
import { AREAS } from "../areas";
import { chooseMode, savedMode, type VisualMode } from "../mode";
import { AccountMenu } from "./account-menu";

const SearchField = lazy(() => import("../search/search-field"));

/** The bar at the top. It lies outside of the layout, which finds it by `#bar`. */
export function Bar(): ReactNode {
  const place = document.getElementById("bar");
  return place && createPortal(<BarRow />, place);
}

const MODES: readonly { id: VisualMode; text: string }[] = [
  { id: "browser", text: "Browser default" },
  { id: "light", text: "Light" },
  { id: "dark", text: "Dark" },
];

function BarRow(): ReactNode {
  const path = usePath();
  const go = useGo();
  const { browser } = useBrowser();
  const [mode, setMode] = useState(savedMode);
  return (
    <header>
      <TopNavigation>
        <div className="bar-row">
          <a
            className="word-mark"
            href={path("")}
            onClick={(event) => {
              event.preventDefault();
              go("");
            }}
          >
            <img src="/assets/icon.svg" alt="" />
            <span>rolecall</span>
          </a>
          <ButtonDropdown
            variant="icon"
            iconName="grid-view"
            ariaLabel="Services"
            expandToViewport
            items={AREAS.map((area) => ({ id: area.home, text: area.title }))}
            onItemClick={({ detail }) => go(detail.id)}
          />
          <Suspense>
            <SearchField />
          </Suspense>
          <div className="bar-space" />
          <ButtonDropdown
            variant="icon"
            iconName="settings"
            ariaLabel="Settings"
            expandToViewport
            items={[
              {
                id: "mode",
                text: "Visual mode",
                items: MODES.map(({ id, text }) => ({ itemType: "checkbox" as const, id, text, checked: id === mode })),
              },
              { id: "about", text: `About version ${browser?.version ?? ""}`, disabled: true },
            ]}
            onItemClick={({ detail }) => {
              const chosen = MODES.find(({ id }) => id === detail.id);
              if (!chosen) return;
              setMode(chosen.id);
              chooseMode(chosen.id);
            }}
          />
          <span className="wide-only">Global</span>
          <AccountMenu />
        </div>
      </TopNavigation>
    </header>
  );
}
