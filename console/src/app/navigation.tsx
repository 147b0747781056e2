import Button from "@cloudscape-design/components/button";
import SideNavigation, { type SideNavigationProps } from "@cloudscape-design/components/side-navigation";
import type { ReactNode } from "react";
import { useGo, usePath } from "../session/session";
import type { Area } from "./areas";
import { openSearch } from "./search/shortcut";

export function Navigation({ area, page, onFollow }: { area: Area; page: string; onFollow: () => void }): ReactNode {
  const go = useGo();
  const path = usePath();
  const entries = area.groups.flatMap((group) => group.entries);
  // `iam/roles/create` belongs to `iam/roles`: the longest entry that the page's path begins with.
  const active = entries
    .filter((entry) => page === entry.page || page.startsWith(`${entry.page}/`))
    .sort((a, b) => b.page.length - a.page.length)[0];
  const items: SideNavigationProps.Item[] = area.groups.flatMap((group): SideNavigationProps.Item[] => {
    const links = group.entries.map((entry): SideNavigationProps.Link => ({ type: "link", text: entry.text, href: path(entry.page) }));
    return group.title === undefined ? links : [{ type: "section", text: group.title, items: links }];
  });
  return (
    <SideNavigation
      header={{ text: area.title, href: path(area.home) }}
      itemsControl={
        area.prefix === "iam" && (
          <Button fullWidth iconName="search" onClick={openSearch}>
            Search IAM
          </Button>
        )
      }
      items={items}
      activeHref={active && path(active.page)}
      onFollow={(event) => {
        event.preventDefault();
        const href = event.detail.href;
        const entry = entries.find((candidate) => path(candidate.page) === href);
        go(entry?.page ?? area.home);
        onFollow();
      }}
    />
  );
}
