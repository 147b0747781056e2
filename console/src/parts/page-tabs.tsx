import Tabs from "@cloudscape-design/components/tabs";
import type { ReactNode } from "react";
import { useSearchParams } from "react-router";

export interface PageTab {
  id: string;
  label: string;
  content: () => ReactNode;
}

/** The tabs of a page. The open one stands in the address, so that it can be linked and survives a reload. */
export function PageTabs({ tabs }: { tabs: readonly PageTab[] }): ReactNode {
  const [query, setQuery] = useSearchParams();
  const wanted = query.get("tab");
  const active = tabs.find((tab) => tab.id === wanted) ?? tabs[0];
  return (
    <Tabs
      activeTabId={active?.id}
      onChange={({ detail }) => {
        setQuery(
          (before) => {
            before.set("tab", detail.activeTabId);
            return before;
          },
          { replace: true },
        );
      }}
      tabs={tabs.map((tab) => ({
        id: tab.id,
        label: tab.label,
        content: tab === active && <div className="stack">{tab.content()}</div>,
      }))}
    />
  );
}
